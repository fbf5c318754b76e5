#include "output/delta_encoding.h"

#include <algorithm>
#include <bit>
#include <limits>
#include <type_traits>

#include "base/vector_clones.h"
#include "output/bit_pack.h"
#include "output/varint.h"

namespace fauxmart {
namespace {

constexpr int kBlock = 128;
constexpr int kMiniblocks = 4;
static_assert(kBlock / kMiniblocks == kPackBatch);

// The differences of one block, made ready to be packed.
template <typename U>
struct Block {
  alignas(64) U above[kBlock];  // each difference, less the least
  U bits[kMiniblocks];          // all of a miniblock or-ed
  std::make_signed_t<U> least_delta;
  std::make_signed_t<U> least, greatest;  // of the values
};

// values[-1] is the value before the block. Signed overflow wraps, as the format wants it.
template <typename U>
inline __attribute__((always_inline)) void MakeBlock(const std::make_signed_t<U>* values,
                                                     Block<U>* block) {
  using T = std::make_signed_t<U>;
  T least_delta = std::numeric_limits<T>::max();
  T least = values[0];
  T greatest = values[0];
  for (int i = 0; i < kBlock; ++i) {
    const U delta = static_cast<U>(values[i]) - static_cast<U>(values[i - 1]);
    block->above[i] = delta;
    least_delta = std::min(least_delta, static_cast<T>(delta));
    least = std::min(least, values[i]);
    greatest = std::max(greatest, values[i]);
  }
  for (int m = 0; m < kMiniblocks; ++m) {
    U bits = 0;
    U* above = block->above + m * kPackBatch;
    for (int i = 0; i < kPackBatch; ++i) {
      above[i] -= static_cast<U>(least_delta);
      bits |= above[i];
    }
    block->bits[m] = bits;
  }
  block->least_delta = least_delta;
  block->least = least;
  block->greatest = greatest;
}

FAUXMART_CLONES void MakeWholeBlock(const int64_t* values, Block<uint64_t>* block) {
  MakeBlock<uint64_t>(values, block);
}
FAUXMART_CLONES void MakeWholeBlock(const int32_t* values, Block<uint32_t>* block) {
  MakeBlock<uint32_t>(values, block);
}

// The last n < kBlock differences; what lies behind them is 0.
template <typename T>
void MakeLastBlock(const T* values, int n, Block<std::make_unsigned_t<T>>* block) {
  using U = std::make_unsigned_t<T>;
  *block = {};
  block->least_delta = std::numeric_limits<T>::max();
  block->least = block->greatest = values[0];
  for (int i = 0; i < n; ++i) {
    block->above[i] = static_cast<U>(values[i]) - static_cast<U>(values[i - 1]);
    block->least_delta = std::min(block->least_delta, static_cast<T>(block->above[i]));
    block->least = std::min(block->least, values[i]);
    block->greatest = std::max(block->greatest, values[i]);
  }
  for (int i = 0; i < n; ++i) {
    block->above[i] -= static_cast<U>(block->least_delta);
    block->bits[i / kPackBatch] |= block->above[i];
  }
}

// `miniblocks`: those that have values; the others have width 0 and no bytes.
template <typename U>
uint8_t* PutBlock(const Block<U>& block, int miniblocks, uint8_t* at) {
  at = PutVarint(ZigZag(block.least_delta), at);
  uint8_t* widths = at;
  at += kMiniblocks;
  for (int m = 0; m < kMiniblocks; ++m) {
    const int width = m < miniblocks ? std::bit_width(block.bits[m]) : 0;
    widths[m] = static_cast<uint8_t>(width);
    Pack32(block.above + m * kPackBatch, width, at);
    at += kPackBatch / 8 * width;
  }
  return at;
}

template <typename T>
LeastAndGreatest<T> Append(const T* values, int64_t n, RawBuffer* out) {
  // At most 10 bytes and 4 widths beside the values of a block, and 25 for the header.
  const auto most = static_cast<size_t>((n / kBlock + 1) * (14 + kBlock * int64_t{sizeof(T)}) + 25);
  const size_t before = out->size();
  uint8_t* const begin = out->Extend(most);
  uint8_t* at = PutVarint(kBlock, begin);
  at = PutVarint(kMiniblocks, at);
  at = PutVarint(static_cast<uint64_t>(n), at);
  at = PutVarint(ZigZag(n > 0 ? values[0] : T{0}), at);
  LeastAndGreatest<T> range;
  if (n > 0) range = {values[0], values[0]};
  Block<std::make_unsigned_t<T>> block;
  int64_t done = 1;
  for (; done + kBlock <= n; done += kBlock) {
    MakeWholeBlock(values + done, &block);
    at = PutBlock(block, kMiniblocks, at);
    range.least = std::min(range.least, block.least);
    range.greatest = std::max(range.greatest, block.greatest);
  }
  if (done < n) {
    const auto rest = static_cast<int>(n - done);
    MakeLastBlock(values + done, rest, &block);
    at = PutBlock(block, (rest + kPackBatch - 1) / kPackBatch, at);
    range.least = std::min(range.least, block.least);
    range.greatest = std::max(range.greatest, block.greatest);
  }
  out->Truncate(before + static_cast<size_t>(at - begin));
  return range;
}

}  // namespace

LeastAndGreatest<int64_t> AppendDeltas(const int64_t* values, int64_t n, RawBuffer* out) {
  return Append(values, n, out);
}

LeastAndGreatest<int32_t> AppendDeltas(const int32_t* values, int64_t n, RawBuffer* out) {
  return Append(values, n, out);
}

}  // namespace fauxmart
