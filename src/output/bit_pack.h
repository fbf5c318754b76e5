// Bit packing as Parquet has it: value after value, lowest bits first, nothing between them.
#pragma once

#include <cstdint>

namespace fauxmart {

inline constexpr int kPackBatch = 32;

// Packs 32 values of `width` low bits each (higher bits must be 0) into exactly 4 * width bytes.
// Widths: 0 to 64, and 0 to 32 for 4-byte values.
void Pack32(const uint64_t* values, int width, uint8_t* out);
void Pack32(const uint32_t* values, int width, uint8_t* out);

// Bytes of 0 and 1 into bits; `bits` has room for (n + 7) / 8 bytes. Returns how many are 1.
int64_t PackBits(const uint8_t* bytes, int64_t n, uint8_t* bits);

}  // namespace fauxmart
