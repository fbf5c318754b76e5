// Seasons follow the calendar: through their points, linearly between them, round the year.
#include "plan/seasons.h"

#include <gtest/gtest.h>

#include <cmath>

#include "plan/plan_test_util.h"

namespace fauxmart {
namespace {

const Season kPeak = {"peak", {{3, 1, 1.0}, {3, 11, 2.0}, {11, 1, 3.0}, {12, 31, 1.5}}};

TEST(SeasonDemand, PassesThroughItsPoints) {
  for (const SeasonPoint& p : kPeak.points)
    EXPECT_EQ(SeasonDemand(kPeak, p.month, p.day), p.demand);
}

TEST(SeasonDemand, IsLinearBetweenThemAndRoundTheYear) {
  EXPECT_DOUBLE_EQ(SeasonDemand(kPeak, 3, 6), 1.5);
  EXPECT_DOUBLE_EQ(SeasonDemand(kPeak, 3, 2), 1.1);
  // 60 days from 31 December (1.5) to 1 March (1.0).
  EXPECT_DOUBLE_EQ(SeasonDemand(kPeak, 1, 30), 1.25);
  EXPECT_DOUBLE_EQ(SeasonDemand(kPeak, 1, 1), 1.5 - 0.5 / 60);
}

TEST(SeasonDemand, WithoutPointsIsOneAndWithOneIsConstant) {
  for (int month = 1; month <= 12; ++month) {
    EXPECT_EQ(SeasonDemand({"none", {}}, month, 15), 1.0);
    EXPECT_EQ(SeasonDemand({"one", {{6, 15, 1.7}}}, month, 15), 1.7);
  }
}

TEST(SeasonDemand, TheLeapDayIsLikeTheDayBefore) {
  EXPECT_EQ(SeasonDemand(kPeak, 2, 29), SeasonDemand(kPeak, 2, 28));
}

TEST(SeasonDemand, OfTheDefaultWorldNeverJumps) {
  for (const Season& season : DefaultWorld().seasons) {
    double before = SeasonDemand(season, 12, 31);
    for (int month = 1; month <= 12; ++month) {
      for (int day = 1; day <= DaysInMonth(2025, month); ++day) {
        const double demand = SeasonDemand(season, month, day);
        EXPECT_LT(std::fabs(demand - before), 0.16) << season.name << " " << month << "-" << day;
        before = demand;
      }
    }
  }
}

// A catalogue that has products in the given categories only.
ProductCatalogue Catalogue(const std::vector<bool>& has) {
  const std::vector<uint32_t> one = {1};
  ProductCatalogue catalogue;
  for (const bool some : has)
    catalogue.by_category.push_back(some ? AliasTable(one, one) : AliasTable());
  return catalogue;
}

TEST(CategorySharesByDay, WeighsSharesByTheDaysDemand) {
  const World& world = DefaultWorld();
  const auto& categories = world.products.categories;
  auto setup = SmallSetup(400 * 24);
  setup.first_hour = 30;  // on the second day
  const std::vector<Shares> by_day = CategorySharesByDay(
      world, setup, Catalogue(std::vector<bool>(categories.size(), true)), false);
  for (const size_t row : {size_t{0}, size_t{160}, size_t{330}, size_t{398}}) {
    const Date date = DateOf(setup.midnight_us + (static_cast<int64_t>(row) + 1) * kMicrosPerDay);
    std::vector<double> expected;
    double total = 0;
    for (const Category& c : categories) {
      const Season& season = world.seasons[static_cast<size_t>(c.season)];
      expected.push_back(c.share * SeasonDemand(season, date.month, date.day));
      total += expected.back();
    }
    const Shares& shares = by_day[row];
    for (size_t c = 0; c < expected.size(); ++c) EXPECT_NEAR(shares[c], expected[c] / total, 1e-12);
  }
}

TEST(CategorySharesByDay, LeavesOutCategoriesWithoutProducts) {
  std::vector<bool> has(DefaultWorld().products.categories.size(), true);
  has.front() = has.back() = false;
  const Thresholds by_day(
      CategorySharesByDay(DefaultWorld(), SmallSetup(48), Catalogue(has), false));
  for (const uint32_t word : {0u, 1u, 0x80000000u, 0xffffffffu}) {
    for (const size_t day : {size_t{0}, size_t{1}}) {
      EXPECT_TRUE(has[static_cast<size_t>(by_day.Pick(word, day))]);
    }
  }
}

}  // namespace
}  // namespace fauxmart
