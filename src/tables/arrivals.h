// Arrivals: which of an hour's planned entities exist, who they are (key), and when they come.
//
// An hour's undisturbed population is layer 0; further layers of the same size add to it. The times
// of each layer are independent and uniform, so those of the hour are as irregular as a Poisson
// stream's however many exist: evenly spread or clustered ones would be a fingerprint. Entity i of
// layer j, by blocks of time, has rank j x population + permutation(i) and exists exactly if its
// rank is below the planned count: fewer thin layer 0, more add layers, and an entity keeps its
// key, time and numbers in every twin.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/scratch.h"
#include "plan/setup.h"
#include "tables/block_counts.h"
#include "tables/block_places.h"

namespace fauxmart {

// Orders and carts arrive by the same rules on streams of their own.
struct ArrivalStreams {
  uint32_t blocks, ranks, times, who;
};
extern const ArrivalStreams kOrderArrivals, kCartArrivals;

// What came in a run of blocks, in the order of time.
struct ArrivalTile {
  size_t n = 0;
  Scratch<uint64_t> keys;
  Scratch<int64_t> ranks;
  Scratch<int64_t> times;  // microseconds since 1970
  // Random numbers of each: cohort, and two words for the customer.
  Scratch<uint32_t> word1, word2, word3;
};

// The arrivals of one hour, a run of blocks at a time.
class ArrivalSampler {
 public:
  ArrivalSampler(const Setup& setup, const ArrivalStreams& streams)
      : setup_(setup), streams_(streams) {}

  // Sets the hour and the blocks [first, end) of it that will be asked for.
  void LoadHour(int64_t hour, uint32_t population, int64_t planned, uint32_t first, uint32_t end);
  // The arrivals of blocks [first, end), within those loaded.
  void Sample(uint32_t first, uint32_t end, ArrivalTile* tile);
  // Where block `end`, one behind a block loaded, begins: nothing before it comes later.
  int64_t EndTime(uint32_t end) const;
  // A number of blocks that holds about `entities` of them, at least 1.
  uint32_t BlocksFor(int64_t entities) const;

 private:
  // Ranks and times of one layer's entities in a run of blocks.
  struct LayerRun {
    uint32_t first = 0;  // index of the next in the layer
    const uint32_t* ranks = nullptr;  // of the next, in the layer
    const uint32_t* times = nullptr;  // of the next, in parts of its block
  };

  size_t DrawLayers(uint32_t first, uint32_t end);
  void PlaceBlock(const uint32_t* starts);

  const Setup& setup_;
  ArrivalStreams streams_;
  int64_t hour_ = 0, planned_ = 0;
  uint32_t population_ = 0, first_ = 0, end_ = 0, layers_ = 0;
  int place_bits_ = 0;
  double micros_per_block_ = 0;
  CoinScratch coins_;
  // Layer after layer, how many of it are before each of the blocks loaded, and before the end.
  Scratch<uint32_t> starts_;
  Scratch<uint32_t> layer_ranks_, layer_times_, unused_;
  std::vector<LayerRun> runs_;
  BlockPlaces block_;
  Scratch<uint64_t> moments_;  // of each arrival: block and part of it
};

}  // namespace fauxmart
