#include "validate/tallies.h"

#include <gtest/gtest.h>

#include <cmath>

namespace fauxmart {
namespace {

TEST(ShareZ, IsTheNormalOneWhereThereAreManyRows) {
  // 1,000,000 rows of chance .2: a standard error is 400.
  EXPECT_NEAR(ShareZ(200'400, 1'000'000, 200'000), 1, 0.002);
  EXPECT_NEAR(ShareZ(198'000, 1'000'000, 200'000), -5, 0.02);
  EXPECT_EQ(ShareZ(200'000, 1'000'000, 200'000), 0);
  EXPECT_EQ(ShareZ(0, 0, 0), 0);
}

TEST(ShareZ, DoesNotTakeARareRowForAWonder) {
  // One row of which .01 were expected: once in a hundred, and not ten standard errors.
  EXPECT_NEAR(ShareZ(1, 100, 0.01), 2.7, 0.1);
  EXPECT_LT(ShareZ(2, 100, 0.01), 4.2);
  // None where 12 were expected: e^-12.
  EXPECT_NEAR(ShareZ(0, 1'000'000, 12), -std::sqrt(24), 0.01);
}

TEST(ShareZ, OfWhatCannotBeIsBeyondAllLimitsAndFinite) {
  EXPECT_EQ(ShareZ(1, 1'000'000, 0), 1000);
  EXPECT_EQ(ShareZ(999'999, 1'000'000, 1'000'000), -1000);
  EXPECT_NEAR(ShareZ(1'000'000, 1'000'000, 1'000'000 * (1 - 1e-16)), 0, 1e-3);
}

TEST(ShareTally, AddsUpWhatIsExpectedOfEachRow) {
  ShareTally tally(1, 2);
  tally.Expect({{0.25, 0.75}});
  for (int i = 0; i < 4; ++i) tally.Count(0, i == 0 ? 0 : 1);
  tally.Expect({{0.5, 0.5}});
  for (int i = 0; i < 4; ++i) tally.Count(0, i % 2 == 0 ? 0 : 1);
  std::vector<Comparison> figures;
  tally.Compare({""}, {"a", "b"}, &figures);
  ASSERT_EQ(figures.size(), 2);
  EXPECT_EQ(figures[0].what, "a");
  EXPECT_EQ(figures[0].of, 8);
  EXPECT_DOUBLE_EQ(figures[0].planned, 3.0 / 8);
  EXPECT_DOUBLE_EQ(figures[0].measured, 3.0 / 8);
  EXPECT_EQ(figures[0].z, 0);
}

TEST(ShareTally, OfPartsIsThatOfAll) {
  ShareTally all(2, 1), one(2, 1), other(2, 1);
  for (ShareTally* tally : {&all, &one, &other}) tally->Expect({{0.5}, {0.1}});
  for (int i = 0; i < 10; ++i) {
    all.Count(static_cast<size_t>(i % 2), 0);
    (i < 5 ? one : other).Count(static_cast<size_t>(i % 2), 0);
  }
  one.Add(other);
  std::vector<Comparison> of_all, of_parts;
  all.Compare({"x", "y"}, {""}, &of_all);
  one.Compare({"x", "y"}, {""}, &of_parts);
  ASSERT_EQ(of_all.size(), of_parts.size());
  for (size_t i = 0; i < of_all.size(); ++i) {
    EXPECT_EQ(of_all[i].what, of_parts[i].what);
    EXPECT_EQ(of_all[i].of, of_parts[i].of);
    EXPECT_DOUBLE_EQ(of_all[i].z, of_parts[i].z);
  }
}

TEST(ShareTally, HasAWordThatIsNoneOfTheMix) {
  ShareTally tally(1, 2);
  tally.Expect({{0.5, 0.5}});
  tally.Count(0, 1);
  tally.Count(0, 7);
  std::vector<Comparison> figures;
  tally.Compare({"row"}, {"a", "b"}, &figures);
  ASSERT_EQ(figures.size(), 3);
  EXPECT_EQ(figures[2].what, "row (another)");
  EXPECT_EQ(figures[2].z, 1000);
}

TEST(MeanTally, StandardErrorsOfTheMeanAndSpread) {
  MeanTally tally(true);
  // Half a deviation above the mean, 400 times: ten standard errors, and far too close together.
  for (int i = 0; i < 400; ++i) tally.Count(6, 5, 2);
  std::vector<Comparison> figures;
  tally.Compare("x", &figures);
  ASSERT_EQ(figures.size(), 2);
  EXPECT_EQ(figures[0].what, "x mean");
  EXPECT_NEAR(figures[0].z, 10, 1e-9);
  EXPECT_EQ(figures[1].what, "x spread");
  EXPECT_DOUBLE_EQ(figures[1].measured, 0.5);
  EXPECT_LT(figures[1].z, -15);
}

TEST(MeanTally, OfValuesThatCannotVary) {
  MeanTally same, other;
  for (int i = 0; i < 1000; ++i) {
    same.Count(0.1, 0.1, 0);
    other.Count(0.2, 0.1, 0);
  }
  std::vector<Comparison> figures;
  same.Compare("", &figures);
  other.Compare("", &figures);
  EXPECT_EQ(figures[0].z, 0);
  EXPECT_EQ(figures[1].z, 1000);
}

}  // namespace
}  // namespace fauxmart
