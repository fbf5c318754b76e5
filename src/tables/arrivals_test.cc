// Arrivals: exactly the planned entities, the same ones in every twin and however the hour is cut.
#include "tables/arrivals.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "plan/keys.h"
#include "plan/plan_test_util.h"

namespace fauxmart {
namespace {

struct Arrival {
  uint64_t key;
  int64_t rank, time;
  uint32_t word1, word2, word3;
  bool operator==(const Arrival&) const = default;
};
using Arrivals = std::vector<Arrival>;

constexpr int64_t kHour = 31;

const auto kRun = SmallSetup(100);

void Append(const ArrivalTile& tile, Arrivals* out) {
  for (size_t i = 0; i < tile.n; ++i) {
    out->push_back(
        {tile.keys[i], tile.ranks[i], tile.times[i], tile.word1[i], tile.word2[i], tile.word3[i]});
  }
}

// The hour's arrivals in blocks [first, end), `step` blocks at a time.
Arrivals Sample(uint32_t population, int64_t planned, uint32_t first, uint32_t end, uint32_t step,
                const ArrivalStreams& streams = kOrderArrivals) {
  ArrivalSampler sampler(kRun, streams);
  sampler.LoadHour(kHour, population, planned, first, end);
  ArrivalTile tile;
  Arrivals out;
  for (uint32_t block = first; block < end; block += std::min(step, end - block)) {
    sampler.Sample(block, block + std::min(step, end - block), &tile);
    Append(tile, &out);
  }
  return out;
}

Arrivals SampleAll(uint32_t population, int64_t planned) {
  const uint32_t blocks = BlockCount(population);
  return Sample(population, planned, 0, blocks, blocks);
}

TEST(Arrivals, ExactlyThePlannedOnesExist) {
  for (const uint32_t population : {1u, 2u, 7u, 60u, 240u, 801u}) {
    for (const double factor : {0.0, 0.1, 0.5, 0.99, 1.0, 1.01, 1.5, 2.0, 7.3, 20.0, 64.0}) {
      const auto planned = static_cast<int64_t>(factor * population);
      const Arrivals all = SampleAll(population, planned);
      std::vector<int64_t> ranks;
      for (const Arrival& a : all) ranks.push_back(a.rank);
      std::sort(ranks.begin(), ranks.end());
      ASSERT_EQ(static_cast<int64_t>(ranks.size()), planned) << population << " x " << factor;
      for (int64_t r = 0; r < planned; ++r) ASSERT_EQ(ranks[static_cast<size_t>(r)], r);
    }
  }
}

TEST(Arrivals, AreBornInTheOrderOfTimeWithinTheirHour) {
  for (const int64_t planned : {100, 240, 1000, 15'000}) {
    const Arrivals all = SampleAll(240, planned);
    const int64_t start = kRun.HourStart(kHour);
    for (size_t i = 0; i < all.size(); ++i) {
      ASSERT_EQ(HourOfKey(all[i].key), kHour);
      ASSERT_GE(all[i].time, start);
      ASSERT_LT(all[i].time, start + kMicrosPerHour);
      if (i == 0) continue;
      ASSERT_LT(all[i - 1].key, all[i].key);
      ASSERT_LE(all[i - 1].time, all[i].time);
    }
  }
}

// Thinning and superposition: who exists in both plans is the same, in everything.
TEST(Arrivals, TwinsShareAllThatBothHave) {
  const int64_t plans[] = {0, 1, 100, 239, 240, 241, 480, 1000, 4800};
  std::map<uint64_t, Arrival> most;
  for (const Arrival& a : SampleAll(240, 4800)) most.emplace(a.key, a);
  for (const int64_t planned : plans) {
    size_t expected = 0;
    for (const auto& [key, a] : most) expected += a.rank < planned ? 1 : 0;
    const Arrivals some = SampleAll(240, planned);
    EXPECT_EQ(some.size(), expected);
    for (const Arrival& a : some) {
      const auto same = most.find(a.key);
      ASSERT_NE(same, most.end());
      ASSERT_EQ(a, same->second);
    }
  }
}

TEST(Arrivals, DoNotDependOnHowManyAreAskedForAtATime) {
  for (const int64_t planned : {150, 500}) {
    const Arrivals whole = SampleAll(240, planned);
    const uint32_t blocks = BlockCount(240);
    for (const uint32_t step : {1u, 2u, 3u, 5u, blocks - 1}) {
      EXPECT_EQ(Sample(240, planned, 0, blocks, step), whole) << step;
    }
  }
}

TEST(Arrivals, AnHourCutByBlocksIsTheWholeHour) {
  const uint32_t population = 12'305, blocks = BlockCount(population);
  const uint32_t cuts[][5] = {{0, 1, 511, 512, blocks}, {0, 0, 3, blocks - 1, blocks}};
  for (const ArrivalStreams& streams : {kOrderArrivals, kCartArrivals}) {
    for (const int64_t planned : {int64_t{population} / 2, int64_t{population} * 3}) {
      const Arrivals whole = Sample(population, planned, 0, blocks, blocks, streams);
      for (const auto& cut : cuts) {
        Arrivals parts;
        for (int i = 0; i < 4; ++i) {
          const Arrivals part = Sample(population, planned, cut[i], cut[i + 1], 100, streams);
          parts.insert(parts.end(), part.begin(), part.end());
        }
        EXPECT_EQ(parts, whole);
      }
    }
  }
}

TEST(Arrivals, OrdersAndCartsComeByThemselves) {
  const Arrivals orders = SampleAll(240, 240);
  const Arrivals carts = Sample(240, 240, 0, BlockCount(240), BlockCount(240), kCartArrivals);
  int together = 0;
  for (size_t i = 0; i < 240; ++i) together += orders[i].time == carts[i].time ? 1 : 0;
  EXPECT_LT(together, 3);
}

double VariationOfGaps(const Arrivals& all) {
  double sum = 0, squares = 0;
  const auto n = static_cast<double>(all.size() - 1);
  for (size_t i = 1; i < all.size(); ++i) {
    const auto gap = static_cast<double>(all[i].time - all[i - 1].time);
    sum += gap / n;
    squares += gap * gap / n;
  }
  return std::sqrt(squares - sum * sum) / sum;
}

// The variance of the counts in equal spans, as a part of the multinomial law's: 1 if times are
// independent and uniform.
double Dispersion(const Arrivals& all, int spans) {
  std::vector<double> counts(static_cast<size_t>(spans));
  const int64_t start = kRun.HourStart(kHour);
  for (const Arrival& a : all) {
    ++counts[static_cast<size_t>((a.time - start) * spans / kMicrosPerHour)];
  }
  const double mean = static_cast<double>(all.size()) / spans;
  double squares = 0;
  for (const double count : counts) squares += (count - mean) * (count - mean);
  return squares / (mean * (spans - 1));
}

// Thinned, undisturbed, and with many layers: gaps have a coefficient of variation of 1 (even
// strata: .41), and whatever the span, its count has a Poisson stream's variance.
TEST(Arrivals, AreAsIrregularAsAPoissonStream) {
  constexpr uint32_t kPopulation = 20'000;
  for (const double factor : {0.3, 1.0, 1.5, 2.0, 4.0, 10.0}) {
    const Arrivals all = SampleAll(kPopulation, static_cast<int64_t>(factor * kPopulation));
    const auto n = static_cast<double>(all.size());
    // Of n exponential gaps it has a standard error of 1 / sqrt(n).
    EXPECT_NEAR(VariationOfGaps(all), 1.0, 4 / std::sqrt(n)) << factor;
    for (const int spans : {60, 1000, 3000, 16384}) {
      EXPECT_NEAR(Dispersion(all, spans), 1.0, 4 * std::sqrt(2.0 / spans))
          << factor << ' ' << spans;
    }
  }
}

// With the most layers half of all places are taken, and some find none at their time.
TEST(Arrivals, AreHardlyMoreEvenWithTheMostLayers) {
  EXPECT_NEAR(VariationOfGaps(SampleAll(16'383, 64 * 16'383)), 0.9, 0.03);
}

// The third of an hour's orders that thinning removes is no particular third.
TEST(Arrivals, ThinningTakesFromEverywhere) {
  EXPECT_NEAR(Dispersion(SampleAll(10'000, 6'667), 10), 1.0, 4 * std::sqrt(2.0 / 10));
}

TEST(ArrivalSampler, SaysHowManyBlocksHoldSoManyEntities) {
  ArrivalSampler sampler(kRun, kOrderArrivals);
  sampler.LoadHour(kHour, 256, 2560, 0, 32);
  EXPECT_EQ(sampler.BlocksFor(160), 2u);
  EXPECT_EQ(sampler.BlocksFor(1), 1u);
  EXPECT_EQ(sampler.BlocksFor(1'000'000), 32u);
  sampler.LoadHour(kHour, 256, 0, 0, 32);
  EXPECT_EQ(sampler.BlocksFor(80), 10u);
}

}  // namespace
}  // namespace fauxmart
