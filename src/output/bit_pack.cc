#include "output/bit_pack.h"

#include <array>
#include <bit>
#include <cstring>
#include <utility>

#include "base/vector_clones.h"

namespace fauxmart {
namespace {

// One function a width: all shifts are constants, so the loop unrolls into plain moves.
template <typename T, int kWidth>
void PackFixed(const T* values, uint8_t* out) {
  if constexpr (kWidth > 0) {
    uint64_t word = 0;
#pragma GCC unroll 32
    for (int i = 0; i < kPackBatch; ++i) {
      const int shift = i * kWidth % 64;
      const uint64_t value = values[i];
      word |= value << shift;
      if (shift + kWidth >= 64) {
        std::memcpy(out, &word, sizeof(word));
        out += sizeof(word);
        word = shift + kWidth == 64 ? 0 : value >> (64 - shift) % 64;
      }
    }
    if constexpr (kPackBatch * kWidth % 64 != 0) {
      const auto rest = static_cast<uint32_t>(word);
      std::memcpy(out, &rest, sizeof(rest));
    }
  }
}

template <typename T>
using Pack = void (*)(const T*, uint8_t*);

template <typename T, int... kWidths>
constexpr auto MakePacks(std::integer_sequence<int, kWidths...> /*widths*/) {
  return std::array<Pack<T>, sizeof...(kWidths)>{&PackFixed<T, kWidths>...};
}

constexpr auto kPacks64 = MakePacks<uint64_t>(std::make_integer_sequence<int, 65>());
constexpr auto kPacks32 = MakePacks<uint32_t>(std::make_integer_sequence<int, 33>());

}  // namespace

void Pack32(const uint64_t* values, int width, uint8_t* out) {
  kPacks64[static_cast<size_t>(width)](values, out);
}

void Pack32(const uint32_t* values, int width, uint8_t* out) {
  kPacks32[static_cast<size_t>(width)](values, out);
}

FAUXMART_CLONES int64_t PackBits(const uint8_t* bytes, int64_t n, uint8_t* bits) {
  int64_t ones = 0;
  int64_t i = 0;
  for (; i + 8 <= n; i += 8) {
    uint64_t eight;
    std::memcpy(&eight, bytes + i, 8);
    // The product gathers the lowest bit of each byte in the top byte.
    const uint64_t packed = (eight * 0x0102040810204080u) >> 56;
    bits[i / 8] = static_cast<uint8_t>(packed);
    ones += std::popcount(packed);
  }
  if (i < n) {
    unsigned last = 0;
    for (int64_t k = 0; i + k < n; ++k) last |= static_cast<unsigned>(bytes[i + k]) << k;
    bits[i / 8] = static_cast<uint8_t>(last);
    ones += std::popcount(last);
  }
  return ones;
}

}  // namespace fauxmart
