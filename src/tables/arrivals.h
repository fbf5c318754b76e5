// Arrivals: which of an hour's planned entities exist, who they are (key), and when they come.
//
// An hour has `slots` undisturbed entities. Slot k spans [t_k, t_k+1), from exponential gaps, and
// an entity lies inside its slot by the arcsine law, so that an undisturbed hour's times are those
// of independent uniforms and arrivals as irregular as a Poisson stream's: evenly spread ones would
// be a fingerprint. Layer j of slot k has rank j x slots + perm(k) and exists exactly if its rank
// is below the planned count: fewer thin layer 0, more add layers, and an entity keeps its key,
// time and numbers in every twin.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/scratch.h"
#include "plan/setup.h"

namespace fauxmart {

// Orders and carts arrive by the same rules on streams of their own.
struct ArrivalStreams {
  uint32_t gaps, ranks, places, times;
};
extern const ArrivalStreams kOrderArrivals, kCartArrivals;

// What came in a run of slots, in the order of time.
struct ArrivalTile {
  size_t n = 0;
  Scratch<uint64_t> keys;
  Scratch<int64_t> ranks;
  Scratch<int64_t> times;  // microseconds since 1970
  // The rest of the time's block of random numbers: cohort, and two words for the customer.
  Scratch<uint32_t> word1, word2, word3;
};

// Sums of gaps before every kGapBlock-th slot of an hour, and of them all (the last entry). Only
// chunks that are a part of an hour need them.
inline constexpr uint32_t kGapBlock = 4096;
std::vector<uint64_t> SumGaps(const Setup& setup, const ArrivalStreams& streams, int64_t hour,
                              uint32_t slots);

// The arrivals of one hour, a run of slots at a time.
class ArrivalSampler {
 public:
  ArrivalSampler(const Setup& setup, const ArrivalStreams& streams)
      : setup_(setup), streams_(streams) {}

  // Sets the hour and the slots [first, end) of it that will be asked for. `sums` are of the whole
  // hour; null if first .. end is all of it.
  void LoadHour(int64_t hour, uint32_t slots, int64_t planned, uint32_t first, uint32_t end,
                const std::vector<uint64_t>* sums);
  // The arrivals of slots [first, end), within those loaded.
  void Sample(uint32_t first, uint32_t end, ArrivalTile* tile);
  // Where slot `end`, one behind a slot loaded, begins: nothing before it comes later.
  int64_t EndTime(uint32_t end) const;
  // A number of slots that holds about `entities` of them, at least 1.
  uint32_t SlotsFor(int64_t entities) const;

 private:
  void FillRanks(uint32_t first, uint32_t end, ArrivalTile* tile);

  const Setup& setup_;
  ArrivalStreams streams_;
  int64_t hour_ = 0, planned_ = 0;
  uint32_t slots_ = 0, first_ = 0, layers_ = 0;
  Scratch<int64_t> bounds_;  // offsets of t_first .. t_end in the hour
  Scratch<uint32_t> gaps_, place_keys_, layer_ranks_, offsets_in_slot_, word0_;
  Scratch<int64_t> begins_, spans_;  // of the slot of each arrival
};

}  // namespace fauxmart
