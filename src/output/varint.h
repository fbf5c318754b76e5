// ULEB128 and zigzag integers, as Parquet's encodings write them.
#pragma once

#include <cstdint>
#include <type_traits>

namespace fauxmart {

// 1 to 10 bytes, seven bits each, lowest first. Returns where they end.
inline uint8_t* PutVarint(uint64_t value, uint8_t* at) {
  while (value >= 0x80) {
    *at++ = static_cast<uint8_t>(value | 0x80);
    value >>= 7;
  }
  *at++ = static_cast<uint8_t>(value);
  return at;
}

// Small magnitudes to small numbers: 0, -1, 1, -2 to 0, 1, 2, 3.
template <typename T>
std::make_unsigned_t<T> ZigZag(T value) {
  using U = std::make_unsigned_t<T>;
  return (static_cast<U>(value) << 1) ^ static_cast<U>(value >> (8 * sizeof(T) - 1));
}

}  // namespace fauxmart
