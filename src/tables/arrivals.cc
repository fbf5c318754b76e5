#include "tables/arrivals.h"

#include <algorithm>

#include "base/permutation.h"
#include "base/philox.h"
#include "base/portable_math.h"
#include "base/time.h"
#include "base/vector_clones.h"
#include "plan/keys.h"
#include "plan/streams.h"

namespace fauxmart {

const ArrivalStreams kOrderArrivals = {kStreamOrderBlocks, kStreamOrderRanks, kStreamOrderTimes,
                                       kStreamOrderWho};
const ArrivalStreams kCartArrivals = {kStreamCartBlocks, kStreamCartRanks, kStreamCartTimes,
                                      kStreamCartWho};

namespace {

// Times in a block are parts of it in 32 bits, of which a moment of the hour has the upper ones:
// with the block they are exact in doubles.
constexpr int kMomentBits = 29;
static_assert(kPopulationBits - 4 + kMomentBits <= 52);

uint64_t TimesOf(int64_t hour, uint32_t layer) {
  static_assert(kMaxLayers * (kMaxPopulation / 4) <= int64_t{1} << 32);
  return (static_cast<uint64_t>(hour) << 32) + layer * static_cast<uint64_t>(kMaxPopulation / 4);
}

FAUXMART_CLONES
void FillTimes(size_t n, int64_t hour_start, double micros_per_block,
               const uint64_t* __restrict moments, int64_t* __restrict times) {
  const double micros_per_step = micros_per_block / static_cast<double>(1u << kMomentBits);
  for (size_t i = 0; i < n; ++i) {
    times[i] = hour_start + static_cast<int64_t>(ToWhole(ToDouble(moments[i]) * micros_per_step));
  }
}

}  // namespace

void ArrivalSampler::LoadHour(int64_t hour, uint32_t population, int64_t planned, uint32_t first,
                              uint32_t end) {
  hour_ = hour;
  population_ = population;
  planned_ = planned;
  first_ = first;
  end_ = end;
  layers_ = static_cast<uint32_t>((planned + population - 1) / population);
  place_bits_ = PlaceBits(population);
  micros_per_block_ =
      static_cast<double>(kMicrosPerHour) / static_cast<double>(BlockCount(population));
  if (first == end) return;
  const size_t width = end - first + 1;
  uint32_t* starts = starts_.Reserve(layers_ * width);
  for (uint32_t layer = 0; layer < layers_; ++layer) {
    CountBlocks({setup_.seed, streams_.blocks, hour, layer}, population, BlockBits(population),
                first, end, &coins_, starts + layer * width);
  }
}

uint32_t ArrivalSampler::BlocksFor(int64_t entities) const {
  const int64_t planned = std::max<int64_t>(planned_, population_);
  const int64_t blocks = BlockCount(population_);
  return static_cast<uint32_t>(std::clamp<int64_t>(entities * blocks / planned, 1, blocks));
}

int64_t ArrivalSampler::EndTime(uint32_t end) const {
  return setup_.HourStart(hour_) + static_cast<int64_t>(end * micros_per_block_);
}

// Sets the runs of blocks [first, end). Returns how many entities they have, planned or not.
size_t ArrivalSampler::DrawLayers(uint32_t first, uint32_t end) {
  const size_t width = end_ - first_ + 1;
  const uint32_t* starts = starts_.get() + (first - first_);
  const auto count = [&](uint32_t layer) {
    return size_t{starts[layer * width + (end - first)] - starts[layer * width]};
  };
  size_t total = 0;
  for (uint32_t layer = 0; layer < layers_; ++layer) total += count(layer);
  uint32_t* ranks = layer_ranks_.Reserve(total);
  uint32_t* times = layer_times_.Reserve(total + size_t{8} * layers_);
  runs_.clear();
  for (uint32_t layer = 0; layer < layers_; ++layer) {
    const uint32_t from = starts[layer * width];
    const size_t n = count(layer);
    const Permutation permutation(setup_.seed, streams_.ranks,
                                  (static_cast<uint64_t>(hour_) << 8) | layer, population_);
    permutation.Run(from, n, ranks);
    const size_t blocks = (from % 4 + n + 3) / 4;
    DrawRun(setup_.seed, streams_.times, TimesOf(hour_, layer) + from / 4, blocks, times);
    runs_.push_back({from, ranks, times + from % 4});
    ranks += n;
    times += blocks * 4;
  }
  return total;
}

// Fills block_ with the next `starts[layer's] ..` entities of each layer's run.
void ArrivalSampler::PlaceBlock(const uint32_t* starts) {
  const size_t width = end_ - first_ + 1;
  size_t most = 0;
  for (uint32_t layer = 0; layer < layers_; ++layer) {
    most += starts[layer * width + 1] - starts[layer * width];
  }
  block_.Clear(place_bits_, most);
  for (uint32_t layer = 0; layer < layers_; ++layer) {
    LayerRun& run = runs_[layer];
    const uint32_t n = starts[layer * width + 1] - starts[layer * width];
    if (layer == 0) {
      block_.AddFirst(n, run.times, run.ranks);
    } else {
      for (uint32_t i = 0; i < n; ++i) {
        const uint32_t rank = layer * population_ + run.ranks[i];
        uint32_t time = run.times[i];
        for (uint32_t attempt = 1; !block_.Add(time, rank); ++attempt) {
          const uint32_t index = run.first + i;
          const uint64_t entity = TimesOf(hour_, layer) + index / 4;
          time = Draw(setup_.seed, streams_.times, entity, attempt).word[index % 4];
        }
      }
    }
    run.first += n;
    run.ranks += n;
    run.times += n;
  }
}

void ArrivalSampler::Sample(uint32_t first, uint32_t end, ArrivalTile* tile) {
  const size_t room = DrawLayers(first, end);
  uint64_t* keys = tile->keys.Reserve(room);
  int64_t* ranks = tile->ranks.Reserve(room);
  uint64_t* moments = moments_.Reserve(room);
  size_t n = 0;
  for (uint32_t block = first; block < end; ++block) {
    PlaceBlock(starts_.get() + (block - first_));
    const uint64_t begin = static_cast<uint64_t>(block) << place_bits_;
    const uint64_t moment = static_cast<uint64_t>(block) << kMomentBits;
    for (size_t i = 0; i < block_.size(); ++i) {
      keys[n] = MakeKey(hour_, begin | block_.place(i));
      ranks[n] = block_.rank(i);
      moments[n] = moment | (block_.time(i) >> (32 - kMomentBits));
      n += block_.rank(i) < planned_ ? 1 : 0;
    }
  }
  tile->n = n;
  DrawMany(setup_.seed, streams_.who, 0, keys, n, unused_.Reserve(n), tile->word1.Reserve(n),
           tile->word2.Reserve(n), tile->word3.Reserve(n));
  FillTimes(n, setup_.HourStart(hour_), micros_per_block_, moments, tile->times.Reserve(n));
}

}  // namespace fauxmart
