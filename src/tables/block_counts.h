// How many of an hour's independent, uniform times fall into each of its equal blocks.
//
// By halving: of the n times in a span, as many are in its first half as n fair coins show heads,
// and the coins are n addressed bits. That is the multinomial law exactly and in whole numbers, and
// the blocks of any part of an hour can be had without the others.
#pragma once

#include <cstdint>

#include "base/scratch.h"

namespace fauxmart {

struct CoinAddress {
  uint64_t seed;
  uint32_t stream;
  int64_t hour;
  uint32_t layer;
};

// Memory of CountBlocks, to be used again.
struct CoinScratch {
  Scratch<uint64_t> nodes;
  Scratch<uint32_t> counts, next, a, b, c, d;
};

// starts[b - first] is how many of n times, n < 2^27, are before block b of 2^bits, for b from
// first to end.
void CountBlocks(const CoinAddress& address, uint32_t n, int bits, uint32_t first, uint32_t end,
                 CoinScratch* scratch, uint32_t* starts);

}  // namespace fauxmart
