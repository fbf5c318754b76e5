#include "tables/arrivals.h"

#include <algorithm>

#include "base/permutation.h"
#include "base/philox.h"
#include "base/portable_math.h"
#include "base/vector_clones.h"
#include "plan/keys.h"
#include "plan/streams.h"

namespace fauxmart {

const ArrivalStreams kOrderArrivals = {kStreamOrderGaps, kStreamOrderRanks, kStreamOrderPlaces,
                                       kStreamOrderWho};
const ArrivalStreams kCartArrivals = {kStreamCartGaps, kStreamCartRanks, kStreamCartPlaces,
                                      kStreamCartWho};

namespace {

uint64_t HourEntity(int64_t hour) { return static_cast<uint64_t>(hour) << 32; }

// Exponential gaps with 26 bits behind the point: whole numbers, so their sums do not depend on the
// order of adding. At most 22.9 x 2^26, below 2^31.
FAUXMART_CLONES
void ToGaps(size_t n, uint32_t* gaps) {
  for (size_t i = 0; i < n; ++i) {
    gaps[i] = static_cast<uint32_t>(static_cast<int32_t>(-Log(UnitInterval(gaps[i])) * 0x1p26));
  }
}

// Gaps of slots first .. end-1, first a multiple of 4; room for up to 3 more than that.
void DrawGaps(uint64_t seed, uint32_t stream, int64_t hour, uint32_t first, uint32_t end,
              uint32_t* gaps) {
  const size_t blocks = (end - first + 3) / 4;
  DrawRun(seed, stream, HourEntity(hour) + first / 4, blocks, gaps);
  ToGaps(blocks * 4, gaps);
}

// The margins before the first slot and after the last: half a gap each, in the sense of the Gamma
// distribution (z^2 / 2 of a normal z is Gamma(1/2)). With them, and places spread inside a slot by
// the arcsine law, one entity a slot makes an hour of independent uniform times.
struct Margins {
  uint32_t before, after;
};
Margins DrawMargins(uint64_t seed, uint32_t stream, int64_t hour) {
  const Philox4 words = Draw(seed, stream, HourEntity(hour) + 0xffffffffu);
  const auto half_gap = [](uint32_t word) {
    const double z = NormalQuantile(UnitInterval(word));
    return static_cast<uint32_t>(z * z * 0x1p25);
  };
  return {half_gap(words.word[0]), half_gap(words.word[1])};
}

// sin^2(pi v / 2): the arcsine law's quantile, which splits an exponential gap into two independent
// halves, so that the gaps between entities of neighbouring slots are exponential again. Monotone,
// with full relative accuracy at both ends.
inline double ArcsineQuantile(double v) {
  const double x = std::min(v, 1.0 - v) * 1.57079632679489661923;
  const double q = x * x;
  const double sine =
      x * (1.0 + q * (-1.0 / 6 +
                      q * (1.0 / 120 + q * (-1.0 / 5040 +
                                            q * (1.0 / 362880 + q * (-1.0 / 39916800 +
                                                                     q * (1.0 / 6227020800.0)))))));
  const double part = sine * sine;
  // part, or 1 - part.
  const double upper = OneIf(v > 0.5);
  return upper + (1.0 - 2.0 * upper) * part;
}

FAUXMART_CLONES
void FillTimes(size_t n, int64_t hour_start, const int64_t* __restrict begins,
               const int64_t* __restrict spans, const uint64_t* __restrict keys,
               const uint32_t* __restrict words, int64_t* __restrict times) {
  for (size_t i = 0; i < n; ++i) {
    const double span = ToDouble(static_cast<uint64_t>(spans[i]));
    const uint64_t place = keys[i] & (kMaxLayers - 1);
    const double v = (ToDouble((place << 20) | (words[i] >> 12)) + 0.5) * 0x1p-26;
    const int64_t offset = begins[i] + static_cast<int64_t>(ToWhole(span * ArcsineQuantile(v)));
    times[i] = hour_start + std::min(offset, kMicrosPerHour - 1);
  }
}

}  // namespace

std::vector<uint64_t> SumGaps(const Setup& setup, const ArrivalStreams& streams, int64_t hour,
                              uint32_t slots) {
  std::vector<uint64_t> sums;
  std::vector<uint32_t> gaps(kGapBlock + 4);
  const Margins margins = DrawMargins(setup.seed, streams.gaps, hour);
  uint64_t sum = margins.before;
  for (uint32_t first = 0; first < slots; first += kGapBlock) {
    const uint32_t end = std::min(first + kGapBlock, slots);
    sums.push_back(sum);
    DrawGaps(setup.seed, streams.gaps, hour, first, end, gaps.data());
    for (uint32_t i = 0; i < end - first; ++i) sum += gaps[i];
  }
  sums.push_back(sum + margins.after);
  return sums;
}

void ArrivalSampler::LoadHour(int64_t hour, uint32_t slots, int64_t planned, uint32_t first,
                              uint32_t end, const std::vector<uint64_t>* sums) {
  hour_ = hour;
  slots_ = slots;
  planned_ = planned;
  first_ = first;
  layers_ = static_cast<uint32_t>((planned + slots - 1) / slots);
  // From the block border before `first`, where the sum of the gaps before is known.
  const uint32_t from = sums != nullptr ? first / kGapBlock * kGapBlock : 0;
  uint32_t* gaps = gaps_.Reserve(end - from + 4);
  DrawGaps(setup_.seed, streams_.gaps, hour, from, end, gaps);
  const Margins margins = DrawMargins(setup_.seed, streams_.gaps, hour);
  uint64_t sum = margins.before, total = sum + margins.after;
  if (sums != nullptr) {
    total = sums->back();
    sum = (*sums)[from / kGapBlock];
  } else {
    for (uint32_t i = 0; i < end; ++i) total += gaps[i];
  }
  // t_k is the sum of the margin and the gaps before slot k, as a part of all.
  int64_t* bounds = bounds_.Reserve(end - first + 2);
  const double scale = static_cast<double>(kMicrosPerHour) / static_cast<double>(total);
  for (uint32_t k = from; k <= end; ++k) {
    if (k >= first) {
      bounds[k - first] = static_cast<int64_t>(static_cast<double>(sum) * scale);
    }
    if (k < end) sum += gaps[k - from];
  }
}

uint32_t ArrivalSampler::SlotsFor(int64_t entities) const {
  const int64_t planned = std::max<int64_t>(planned_, slots_);
  return static_cast<uint32_t>(std::clamp<int64_t>(entities * slots_ / planned, 1, slots_));
}

int64_t ArrivalSampler::EndTime(uint32_t end) const {
  return setup_.HourStart(hour_) + std::min(bounds_[end - first_], kMicrosPerHour - 1);
}

void ArrivalSampler::FillRanks(uint32_t first, uint32_t end, ArrivalTile* tile) {
  const size_t slots = end - first, room = slots * layers_;
  const uint64_t hour_entity = HourEntity(hour_);
  uint32_t* ranks = layer_ranks_.Reserve(room);
  for (uint32_t layer = 0; layer < layers_; ++layer) {
    const Permutation permutation(setup_.seed, streams_.ranks,
                                  (static_cast<uint64_t>(hour_) << 8) | layer, slots_);
    permutation.Run(first, slots, ranks + layer * slots);
  }
  uint32_t* places = place_keys_.Reserve(slots * 4 + 16);
  const uint32_t aligned = first / 4 * 4;
  DrawRun(setup_.seed, streams_.places, hour_entity + aligned / 4, (end - aligned + 3) / 4, places);
  places += first - aligned;

  uint64_t* keys = tile->keys.Reserve(room);
  int64_t* tile_ranks = tile->ranks.Reserve(room);
  int64_t* begins = begins_.Reserve(room);
  int64_t* spans = spans_.Reserve(room);
  const int64_t* bounds = bounds_.get() + (first - first_);
  size_t n = 0;
  for (uint32_t k = 0; k < slots; ++k) {
    const size_t begin = n;
    for (uint32_t layer = 0; layer < layers_; ++layer) {
      const int64_t rank = int64_t{layer} * slots_ + ranks[layer * slots + k];
      const uint64_t key = MakeKey(hour_, first + k, PermutePlace(layer, places[k]));
      keys[n] = key;
      tile_ranks[n] = rank;
      begins[n] = bounds[k];
      spans[n] = bounds[k + 1] - bounds[k];
      n += rank < planned_ ? 1 : 0;
    }
    // Layers of one slot by place: few, so by insertion.
    for (size_t i = begin + 1; i < n; ++i) {
      for (size_t j = i; j > begin && keys[j] < keys[j - 1]; --j) {
        std::swap(keys[j], keys[j - 1]);
        std::swap(tile_ranks[j], tile_ranks[j - 1]);
      }
    }
  }
  tile->n = n;
}

void ArrivalSampler::Sample(uint32_t first, uint32_t end, ArrivalTile* tile) {
  FillRanks(first, end, tile);
  const size_t n = tile->n;
  uint32_t* word0 = word0_.Reserve(n);
  DrawMany(setup_.seed, streams_.times, 0, tile->keys.get(), n, word0, tile->word1.Reserve(n),
           tile->word2.Reserve(n), tile->word3.Reserve(n));
  FillTimes(n, setup_.HourStart(hour_), begins_.get(), spans_.get(), tile->keys.get(), word0,
            tile->times.Reserve(n));
}

}  // namespace fauxmart
