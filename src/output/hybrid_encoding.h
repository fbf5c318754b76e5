// The RLE / bit-packing hybrid (Parquet format, "Encodings"): runs of one value as count and value,
// all else bit-packed in groups of eight. For dictionary indices and definition levels.
#pragma once

#include <cstdint>

#include "tables/table_buffer.h"

namespace fauxmart {

// Appends n values of `width` bits (0 to 32; higher bits must be 0).
void AppendHybrid(const uint32_t* values, int64_t n, int width, RawBuffer* out);

// Appends n levels of one bit, given as bytes of 0 and 1, behind their size in 4 bytes, as data
// pages (version 1) want them.
void AppendLevels(const uint8_t* levels, int64_t n, RawBuffer* out);

}  // namespace fauxmart
