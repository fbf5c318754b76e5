// Exact selections by arithmetic agree with counting, whatever the rate, the phase and the target.
#include "plan/selection.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

namespace fauxmart {
namespace {

struct Case {
  double p;
  uint32_t phase;
  int64_t n;
};

// Random ones, with the ends of every range among them.
std::vector<Case> Cases() {
  std::mt19937_64 random(1);
  std::uniform_real_distribution<double> unit(0, 1);
  std::vector<Case> cases;
  for (const double p : {0.0, 1.0, 0.5, 0.05, 1e-9, 1 - 1e-9, -0.5, 1.5}) {
    for (const uint32_t phase : {0u, 0xffffffffu}) cases.push_back({p, phase, 50});
  }
  for (int i = 0; i < 200; ++i) {
    const double p = i % 2 == 0 ? unit(random) : 0.1 * unit(random);
    cases.push_back({p, static_cast<uint32_t>(random()), static_cast<int64_t>(random() % 120)});
  }
  return cases;
}

int64_t BruteCount(const Selection& s, int64_t end) {
  int64_t count = 0;
  for (int64_t r = s.begin; r < end; ++r) count += s.Chosen(r) ? 1 : 0;
  return count;
}

TEST(Selection, CountsWhatItChooses) {
  for (const Case& c : Cases()) {
    Selection s = Selection::Of(c.p, c.phase);
    for (s.begin = 0; s.begin <= c.n; s.begin += 1 + c.n / 5) {
      EXPECT_EQ(s.Count(c.n), BruteCount(s, c.n)) << c.p << " " << c.phase << " " << c.n;
    }
  }
}

TEST(Selection, HoldsTheRateUpToRounding) {
  for (const Case& c : Cases()) {
    const double p = std::min(1.0, std::max(0.0, c.p));
    for (const int64_t n : {c.n, int64_t{1'000'000}}) {
      const auto count = static_cast<double>(Selection::Of(c.p, c.phase).Count(n));
      EXPECT_NEAR(count, p * static_cast<double>(n), 1.001) << c.p << " " << c.phase;
    }
  }
}

// Over all phases an hour's count has the rate as its mean: no hour is rounded the same way.
TEST(Selection, PhasesAverageOut) {
  int64_t sum = 0;
  constexpr int kPhases = 4096;
  for (uint32_t i = 0; i < kPhases; ++i) {
    sum += Selection::Of(0.0437, i * (0xffffffffu / kPhases)).Count(240);
  }
  EXPECT_NEAR(static_cast<double>(sum) / kPhases, 0.0437 * 240, 0.001);
}

TEST(Selection, ReachesEveryTarget) {
  for (const Case& c : Cases()) {
    for (const int64_t begin : {int64_t{0}, c.n / 3}) {
      for (int64_t target = 0; target <= c.n - begin; ++target) {
        Selection s = Selection::Of(c.p, c.phase);
        s.begin = begin;
        ASSERT_EQ(s.Reach(c.n, target), target) << c.p << " " << c.n << " " << begin;
        ASSERT_EQ(BruteCount(s, c.n), target) << c.p << " " << c.n << " " << begin;
      }
      Selection s = Selection::Of(c.p, c.phase);
      s.begin = begin;
      EXPECT_EQ(s.Reach(c.n, c.n + 5), c.n - begin);
      EXPECT_EQ(s.Reach(c.n, -5), 0);
    }
  }
}

// Another target changes just as many ranks as it must.
TEST(Selection, ChangesNoMoreThanItMust) {
  for (const Case& c : Cases()) {
    const Selection plain = Selection::Of(c.p, c.phase);
    const int64_t by_rate = plain.Count(c.n);
    for (int64_t target = 0; target <= c.n; target += 1 + c.n / 7) {
      Selection s = plain;
      s.Reach(c.n, target);
      int64_t changed = 0;
      for (int64_t r = 0; r < c.n; ++r) {
        if (s.Chosen(r) == plain.Chosen(r)) continue;
        ++changed;
        EXPECT_EQ(s.Chosen(r), target > by_rate);  // never one way and the other
      }
      EXPECT_EQ(changed, std::abs(target - by_rate));
    }
  }
}

// A choice made for one count of ranks is not touched by more ranks, promotions included.
TEST(Selection, MoreRanksKeepTheChoicesOfFewer) {
  for (const Case& c : Cases()) {
    Selection few = Selection::Of(c.p, c.phase), many = few;
    few.Reach(c.n, few.Count(c.n));
    many.Reach(c.n + 40, many.Count(c.n + 40));
    for (int64_t r = 0; r < c.n; ++r) EXPECT_EQ(few.Chosen(r), many.Chosen(r)) << r;
    // A target that grows with the ranks only adds.
    few.Reach(c.n, c.n);
    many.Reach(c.n + 40, c.n + 40);
    for (int64_t r = 0; r < c.n; ++r) EXPECT_TRUE(few.Chosen(r) && many.Chosen(r)) << r;
  }
}

TEST(Selection, PlacesAreRanksWithinTheirGroup) {
  for (const Case& c : Cases()) {
    for (const int64_t begin : {int64_t{0}, c.n / 2}) {
      Selection s = Selection::Of(c.p, c.phase);
      s.begin = begin;
      int64_t chosen = 0, others = 0;
      for (int64_t r = begin; r < c.n; ++r) {
        if (s.ByRate(r)) {
          EXPECT_EQ(s.PlaceChosen(r), chosen++);
        } else {
          EXPECT_EQ(s.PlaceOther(r), others++);
        }
      }
    }
  }
}

// Up to 32 times the largest hour (the plan refuses hours of 2^27) nothing overflows.
TEST(Selection, IsExactForTheLargestHours) {
  const int64_t most = (int64_t{1} << 32) - 2;
  EXPECT_EQ(Selection::Of(1.0, 0xffffffff).Count(most), most);
  EXPECT_EQ(Selection::Of(0.5, 0).Count(most), most / 2);
  EXPECT_EQ(Selection::Of(0.0, 0xffffffff).Count(most), 0);
}

// Under any lever: the groups hold what their counts say, the target is met, those that are moved
// have places without a gap, and the others the places that they have without the lever.
TEST(LeveledSelection, GroupsAreCountedAndPlacesStay) {
  for (const double before : {0.0, 0.05, 0.3, 1.0}) {
    for (const double after : {0.0, 0.02, 0.05, 0.5, 1.0}) {
      for (const int64_t n : {0, 1, 7, 240, 1000}) {
        LeveledSelection s;
        s.base = Selection::Of(before, 123456789);
        const auto target = static_cast<int64_t>(after * static_cast<double>(n) + 0.5);
        ASSERT_EQ(s.Reach(n, before, after, target, 77777777, 3333333333u), target);
        int64_t groups[4] = {};
        int64_t chosen = 0;
        for (int64_t r = 0; r < n; ++r) {
          int64_t place = -1;
          const auto group = s.GroupOf(r, &place);
          const bool moves = group == LeveledSelection::kTaken || group == LeveledSelection::kAdded;
          const int64_t own = groups[group]++;
          ASSERT_EQ(place, moves              ? own
                           : s.base.ByRate(r) ? s.base.PlaceChosen(r)
                                              : s.base.PlaceOther(r))
              << before << " " << after << " " << r;
          const bool is_chosen =
              group == LeveledSelection::kStays || group == LeveledSelection::kAdded;
          ASSERT_EQ(is_chosen, s.Chosen(r));
          chosen += is_chosen ? 1 : 0;
        }
        EXPECT_EQ(chosen, target);
        EXPECT_EQ(groups[LeveledSelection::kStays], s.Stays(n));
        EXPECT_EQ(groups[LeveledSelection::kTaken], s.Taken(n));
        EXPECT_EQ(groups[LeveledSelection::kAdded], s.Added(n));
        EXPECT_EQ(groups[LeveledSelection::kLeft], s.Left(n));
      }
    }
  }
}

// More ranks move no earlier one, but for the few that rounding corrects; and what the lever adds
// is spread over all of them.
TEST(LeveledSelection, ALeverIsStableAndSpread) {
  const auto under = [](int64_t n) {
    LeveledSelection s;
    s.base = Selection::Of(0.05, 99);
    s.Reach(n, 0.05, 0.15, static_cast<int64_t>(0.15 * static_cast<double>(n)), 5, 7);
    return s;
  };
  const LeveledSelection few = under(1000), many = under(3000);
  int64_t moved = 0, first_half = 0;
  for (int64_t r = 0; r < 1000; ++r) {
    moved += few.Chosen(r) != many.Chosen(r) ? 1 : 0;
    first_half += r < 500 && few.Chosen(r) ? 1 : 0;
  }
  EXPECT_LE(moved, 4);
  EXPECT_NEAR(static_cast<double>(first_half), 75, 3);
}

}  // namespace
}  // namespace fauxmart
