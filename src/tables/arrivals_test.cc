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

// The hour's arrivals in slots [first, end), `step` slots at a time.
Arrivals Sample(uint32_t slots, int64_t planned, uint32_t first, uint32_t end,
                const std::vector<uint64_t>* sums, uint32_t step,
                const ArrivalStreams& streams = kOrderArrivals) {
  ArrivalSampler sampler(kRun, streams);
  sampler.LoadHour(kHour, slots, planned, first, end, sums);
  ArrivalTile tile;
  Arrivals out;
  for (uint32_t slot = first; slot < end; slot += std::min(step, end - slot)) {
    sampler.Sample(slot, slot + std::min(step, end - slot), &tile);
    Append(tile, &out);
  }
  return out;
}

Arrivals SampleAll(uint32_t slots, int64_t planned) {
  return Sample(slots, planned, 0, slots, nullptr, slots);
}

TEST(Arrivals, ExactlyThePlannedOnesExist) {
  for (const uint32_t slots : {1u, 2u, 7u, 60u, 240u, 801u}) {
    for (const double factor : {0.0, 0.1, 0.5, 0.99, 1.0, 1.01, 1.5, 2.0, 7.3, 20.0, 64.0}) {
      const auto planned = static_cast<int64_t>(factor * slots);
      const Arrivals all = SampleAll(slots, planned);
      std::vector<int64_t> ranks;
      for (const Arrival& a : all) ranks.push_back(a.rank);
      std::sort(ranks.begin(), ranks.end());
      ASSERT_EQ(static_cast<int64_t>(ranks.size()), planned) << slots << " x " << factor;
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
    for (const uint32_t step : {1u, 2u, 3u, 5u, 64u, 239u}) {
      EXPECT_EQ(Sample(240, planned, 0, 240, nullptr, step), whole) << step;
    }
  }
}

// A chunk that is a part of an hour knows where it begins from the sums of gaps.
TEST(Arrivals, AnHourCutBySlotsIsTheWholeHour) {
  const uint32_t slots = 3 * kGapBlock + 17;
  const uint32_t cuts[][5] = {{0, 1, kGapBlock - 1, 2 * kGapBlock, slots},
                              {0, kGapBlock, kGapBlock + 3, slots - 1, slots},
                              {0, 5001, 5002, 10'003, slots}};
  for (const ArrivalStreams& streams : {kOrderArrivals, kCartArrivals}) {
    const auto sums = SumGaps(kRun, streams, kHour, slots);
    for (const int64_t planned : {int64_t{slots} / 2, int64_t{slots} * 3}) {
      const Arrivals whole = Sample(slots, planned, 0, slots, nullptr, slots, streams);
      for (const auto& cut : cuts) {
        Arrivals parts;
        for (int i = 0; i < 4; ++i) {
          const Arrivals part = Sample(slots, planned, cut[i], cut[i + 1], &sums, 1000, streams);
          parts.insert(parts.end(), part.begin(), part.end());
        }
        EXPECT_EQ(parts, whole);
      }
    }
  }
}

TEST(Arrivals, OrdersAndCartsComeByThemselves) {
  const Arrivals orders = SampleAll(240, 240);
  const Arrivals carts = Sample(240, 240, 0, 240, nullptr, 240, kCartArrivals);
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

// Gaps have a coefficient of variation of 1, as a Poisson stream's: even strata have .41, uniform
// places inside the slots .91. Many layers have more, because they share spans.
TEST(Arrivals, AreAsIrregularAsAPoissonStream) {
  constexpr uint32_t kSlots = 20'000;
  EXPECT_NEAR(VariationOfGaps(SampleAll(kSlots, kSlots)), 1.0, 0.03);
  EXPECT_NEAR(VariationOfGaps(SampleAll(kSlots, kSlots * 3 / 10)), 1.0, 0.05);
  const double four_layers = VariationOfGaps(SampleAll(kSlots, 4 * kSlots));
  EXPECT_GT(four_layers, 1.0);
  EXPECT_LT(four_layers, std::sqrt(3.0));
}

// The third of an hour's slots that thinning removes is no particular third.
TEST(Arrivals, ThinningTakesFromEverywhere) {
  std::vector<int> kept(10);
  for (const Arrival& a : SampleAll(10'000, 6'667)) {
    ++kept[((a.key >> kPlaceBits) & (kMaxSlots - 1)) / 1000];
  }
  for (const int count : kept) EXPECT_NEAR(count, 667, 60);
}

TEST(ArrivalSampler, SaysHowManySlotsHoldSoManyEntities) {
  ArrivalSampler sampler(kRun, kOrderArrivals);
  sampler.LoadHour(kHour, 240, 2400, 0, 240, nullptr);
  EXPECT_EQ(sampler.SlotsFor(100), 10u);
  EXPECT_EQ(sampler.SlotsFor(1), 1u);
  EXPECT_EQ(sampler.SlotsFor(1'000'000), 240u);
  sampler.LoadHour(kHour, 240, 0, 0, 240, nullptr);
  EXPECT_EQ(sampler.SlotsFor(100), 100u);
}

}  // namespace
}  // namespace fauxmart
