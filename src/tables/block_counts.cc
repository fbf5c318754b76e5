#include "tables/block_counts.h"

#include <algorithm>
#include <bit>

#include "base/philox.h"
#include "base/vector_clones.h"

namespace fauxmart {
namespace {

constexpr uint32_t kCoins = 128;  // in a block of random numbers
constexpr int kPieceBits = 20;    // 2^27 coins are as many blocks
constexpr size_t kRun = 128;

// The coins of a node (1: the hour, 2 and 3: its halves, ...) are at consecutive addresses.
uint64_t CoinsOf(int64_t hour, uint32_t node) {
  return (static_cast<uint64_t>(hour) << 44) | (static_cast<uint64_t>(node) << kPieceBits);
}

// The lowest `n` bits of a word, all of them from 32 on.
inline uint32_t LowBits(uint32_t n) {
  return static_cast<uint32_t>((uint64_t{1} << std::min(n, 32u)) - 1);
}
inline uint32_t Heads(uint32_t word, uint32_t coins) {
  return static_cast<uint32_t>(std::popcount(word & LowBits(coins)));
}
inline uint32_t Rest(uint32_t coins, uint32_t before) { return coins - std::min(coins, before); }

// heads[i]: of the first coins[i], at most 128, in the numbers a[i], b[i], c[i], d[i].
FAUXMART_CLONES
void CountFew(size_t n, const uint32_t* __restrict coins, const uint32_t* __restrict a,
              const uint32_t* __restrict b, const uint32_t* __restrict c,
              const uint32_t* __restrict d, uint32_t* __restrict heads) {
  for (size_t i = 0; i < n; ++i) {
    heads[i] = Heads(a[i], coins[i]) + Heads(b[i], Rest(coins[i], 32)) +
               Heads(c[i], Rest(coins[i], 64)) + Heads(d[i], Rest(coins[i], 96));
  }
}

// Likewise for one node with more coins than a block of random numbers has.
uint32_t CountMany(const CoinAddress& address, uint32_t node, uint32_t coins) {
  uint64_t at[kRun];
  uint32_t a[kRun], b[kRun], c[kRun], d[kRun], in_piece[kRun], of_piece[kRun];
  uint32_t heads = 0;
  uint64_t next = CoinsOf(address.hour, node);
  for (uint32_t left = coins; left > 0;) {
    size_t pieces = 0;
    for (; pieces < kRun && left > 0; ++pieces) {
      at[pieces] = next++;
      in_piece[pieces] = std::min(left, kCoins);
      left = Rest(left, kCoins);
    }
    DrawMany(address.seed, address.stream, address.layer, at, pieces, a, b, c, d);
    CountFew(pieces, in_piece, a, b, c, d, of_piece);
    for (size_t i = 0; i < pieces; ++i) heads += of_piece[i];
  }
  return heads;
}

}  // namespace

void CountBlocks(const CoinAddress& address, uint32_t n, int bits, uint32_t first, uint32_t end,
                 CoinScratch* scratch, uint32_t* starts) {
  const size_t room = size_t{end - first} + 3;
  uint64_t* nodes = scratch->nodes.Reserve(room);
  uint32_t* counts = scratch->counts.Reserve(room);
  uint32_t* next = scratch->next.Reserve(2 * room);
  uint32_t* heads = next + room;
  uint32_t *a = scratch->a.Reserve(room), *b = scratch->b.Reserve(room),
           *c = scratch->c.Reserve(room), *d = scratch->d.Reserve(room);

  // Level by level, only the spans that have some of the blocks asked for: first_span .. last_span.
  uint32_t before = 0, first_span = 0, last_span = 0;
  counts[0] = n;
  for (int level = 1; level <= bits; ++level) {
    const size_t spans = last_span - first_span + 1;
    const uint32_t first_node = (1u << (level - 1)) + first_span;
    for (size_t i = 0; i < spans; ++i) {
      nodes[i] = CoinsOf(address.hour, first_node + static_cast<uint32_t>(i));
    }
    DrawMany(address.seed, address.stream, address.layer, nodes, spans, a, b, c, d);
    CountFew(spans, counts, a, b, c, d, heads);
    for (size_t i = 0; i < spans; ++i) {
      if (counts[i] > kCoins) {
        heads[i] = CountMany(address, first_node + static_cast<uint32_t>(i), counts[i]);
      }
    }
    const uint32_t first_half = first >> (bits - level), last_half = (end - 1) >> (bits - level);
    if (first_half % 2 == 1) before += heads[0];
    for (uint32_t half = first_half; half <= last_half; ++half) {
      const uint32_t i = half / 2 - first_span;
      next[half - first_half] = half % 2 == 0 ? heads[i] : counts[i] - heads[i];
    }
    std::copy(next, next + (last_half - first_half + 1), counts);
    first_span = first_half;
    last_span = last_half;
  }
  for (uint32_t i = 0; i < end - first; ++i) {
    starts[i] = before;
    before += counts[i];
  }
  starts[end - first] = before;
}

}  // namespace fauxmart
