#include "output/hybrid_encoding.h"

#include <algorithm>
#include <cstring>

#include "base/vector_clones.h"
#include "output/bit_pack.h"
#include "output/varint.h"

namespace fauxmart {
namespace {

constexpr int kGroup = 8;
constexpr int64_t kRunHeader = 10;  // bytes at most

// How many values equal the one before.
template <typename T>
inline __attribute__((always_inline)) int64_t CountRepeats(const T* values, int64_t n) {
  constexpr int64_t kStep = 4096;  // short sums stay in narrow lanes
  int64_t all = 0;
  for (int64_t done = 1; done < n; done += kStep) {
    const int64_t end = std::min(done + kStep, n);
    uint32_t some = 0;
    for (int64_t i = done; i < end; ++i) some += values[i] == values[i - 1];
    all += some;
  }
  return all;
}

FAUXMART_CLONES int64_t Repeats(const uint8_t* values, int64_t n) {
  return CountRepeats(values, n);
}
FAUXMART_CLONES int64_t Repeats(const uint32_t* values, int64_t n) {
  return CountRepeats(values, n);
}

uint8_t* PutBits(const uint8_t* values, int64_t n, int /*width*/, uint8_t* at) {
  PackBits(values, n, at);
  return at + (n + 7) / 8;
}

uint8_t* PutBits(const uint32_t* values, int64_t n, int width, uint8_t* at) {
  for (; n >= kPackBatch; n -= kPackBatch, values += kPackBatch) {
    Pack32(values, width, at);
    at += kPackBatch / 8 * width;
  }
  if (n == 0) return at;
  uint32_t last[kPackBatch] = {};
  std::copy_n(values, n, last);
  Pack32(last, width, at);
  return at + (n + kGroup - 1) / kGroup * width;
}

// n values, bit-packed. Only the last run of a page may have a broken group.
template <typename T>
uint8_t* PutLiterals(const T* values, int64_t n, int width, uint8_t* at) {
  if (n == 0) return at;
  const auto groups = static_cast<uint64_t>((n + kGroup - 1) / kGroup);
  return PutBits(values, n, width, PutVarint(groups << 1 | 1, at));
}

uint8_t* PutRun(uint32_t value, int64_t n, int width, uint8_t* at) {
  at = PutVarint(static_cast<uint64_t>(n) << 1, at);
  std::memcpy(at, &value, sizeof(value));
  return at + (width + 7) / 8;
}

template <typename T>
uint8_t* PutMixed(const T* values, int64_t n, int width, uint8_t* at) {
  // A run costs its header and value, and the header of the literals behind it.
  const int64_t worth = std::max<int64_t>(kGroup, 48 / width);
  int64_t first = 0;  // of the literals that wait
  int64_t i = 0;
  while (i < n) {
    int64_t end = i + 1;
    while (end < n && values[end] == values[i]) ++end;
    if (end - i < worth) {
      i = std::min(i + kGroup, n);
      continue;
    }
    at = PutLiterals(values + first, i - first, width, at);
    at = PutRun(values[i], end - i, width, at);
    first = i = end;
  }
  return PutLiterals(values + first, n - first, width, at);
}

template <typename T>
void Append(const T* values, int64_t n, int width, RawBuffer* out) {
  // What the values take packed, and with every other group a run its headers.
  const auto most =
      static_cast<size_t>((n + kPackBatch) * width / 8 + n / kGroup + 2 * kRunHeader + 8);
  const size_t before = out->size();
  uint8_t* const begin = out->Extend(most);
  uint8_t* at = begin;
  const int64_t repeats = n > 0 ? Repeats(values, n) : 0;
  if (n > 0 && (width == 0 || repeats == n - 1)) {
    at = PutRun(values[0], n, width, at);
  } else if (repeats < n / 4 * 3) {
    at = PutLiterals(values, n, width, at);
  } else {
    at = PutMixed(values, n, width, at);
  }
  out->Truncate(before + static_cast<size_t>(at - begin));
}

}  // namespace

void AppendHybrid(const uint32_t* values, int64_t n, int width, RawBuffer* out) {
  Append(values, n, width, out);
}

void AppendLevels(const uint8_t* levels, int64_t n, RawBuffer* out) {
  const size_t before = out->size();
  out->Extend(sizeof(uint32_t));
  Append(levels, n, 1, out);
  const auto size = static_cast<uint32_t>(out->size() - before - sizeof(uint32_t));
  std::memcpy(out->data() + before, &size, sizeof(size));
}

}  // namespace fauxmart
