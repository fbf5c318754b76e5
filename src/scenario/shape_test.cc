#include "scenario/shape.h"

#include <gtest/gtest.h>

#include "base/time.h"
#include "scenario/scenario_test_util.h"

namespace fauxmart {
namespace {

constexpr int64_t kStart = 1767571200 * kMicrosPerSecond;  // 2026-01-05, a Monday

std::vector<double> Strengths(const Effect& effect, int64_t start = kStart) {
  std::vector<double> all;
  for (int64_t hour = effect.from; hour < effect.to; ++hour) {
    all.push_back(StrengthAt(effect, hour, start));
  }
  return all;
}

std::vector<double> Values(const Effect& effect) {
  std::vector<double> all;
  for (int64_t hour = effect.from; hour < effect.to; ++hour) {
    all.push_back(ValueAt(effect, hour, kStart));
  }
  return all;
}

using Doubles = std::vector<double>;

TEST(Shape, StartIsAMonday) { EXPECT_EQ(FormatTime(kStart), "2026-01-05T00:00:00Z"); }

TEST(Shape, ActsInItsSpanAndItsHours) {
  const Effect effect =
      ParseEffect("lever: traffic, scale: 2, from: 5h, to: 30h, where: {hours: [23, 6]}");
  for (int64_t hour = -2; hour < 60; ++hour) {
    const int64_t of_day = (hour + 24) % 24;
    EXPECT_EQ(ActsAt(effect, hour, kStart), hour >= 5 && hour < 30 && (of_day == 23 || of_day < 6))
        << hour;
    // Hours of the day are the clock's, not the scenario's.
    EXPECT_EQ(ActsAt(effect, hour, kStart + 3 * kMicrosPerHour),
              hour >= 5 && hour < 30 && ((of_day + 3) % 24 == 23 || (of_day + 3) % 24 < 6))
        << hour;
  }
}

TEST(Shape, Step) {
  const Effect effect = ParseEffect("lever: traffic, scale: 3, from: 1h, to: 4h");
  EXPECT_EQ(Strengths(effect), (Doubles{1, 1, 1}));
  EXPECT_EQ(Values(effect), (Doubles{3, 3, 3}));
}

// Means over the hour, so a ramp over one hour is at half in it.
TEST(Shape, RampAndFade) {
  const Effect ramp =
      ParseEffect("lever: traffic, scale: 3, shape: ramp, from: 2h, to: 8h, over: 4h");
  EXPECT_EQ(Strengths(ramp), (Doubles{0.125, 0.375, 0.625, 0.875, 1, 1}));
  EXPECT_EQ(Values(ramp), (Doubles{1.25, 1.75, 2.25, 2.75, 3, 3}));
  const Effect fade =
      ParseEffect("lever: traffic, scale: 0, shape: fade, from: 2h, to: 8h, over: 4h");
  EXPECT_EQ(Strengths(fade), (Doubles{1, 1, 0.875, 0.625, 0.375, 0.125}));
  EXPECT_EQ(Values(fade), (Doubles{0, 0, 0.125, 0.375, 0.625, 0.875}));
  EXPECT_EQ(Strengths(ParseEffect("lever: traffic, scale: 0, shape: fade, to: 3h, over: 1h")),
            (Doubles{1, 1, 0.5}));
}

TEST(Shape, Pulse) {
  const Effect effect = ParseEffect("lever: traffic, scale: 2, shape: pulse, from: 1h, to: 5h");
  EXPECT_EQ(Strengths(effect), (Doubles{0, 0.5, 1, 0.5}));
}

TEST(Shape, PeriodicHasItsPeakWhereItIsAsked) {
  const Effect daily =
      ParseEffect("lever: traffic, scale: 2, shape: periodic, period: daily, peak: 20h");
  const Doubles day = Strengths(daily);
  EXPECT_EQ(day[20], 1);
  EXPECT_EQ(day[8], 0);
  EXPECT_NEAR(day[14], 0.5, 1e-15);
  EXPECT_EQ(day[19], day[21]);
  // By the clock: two hours later, the peak comes two hours earlier.
  EXPECT_EQ(Strengths(daily, kStart + 2 * kMicrosPerHour)[18], 1);
  const Effect weekly =
      ParseEffect("lever: traffic, scale: 2, shape: periodic, period: weekly, peak: 30h, to: 3w");
  const Doubles weeks = Strengths(weekly);
  for (const int week : {0, 168, 336}) {
    EXPECT_EQ(weeks[week + 30], 1);
    EXPECT_EQ(weeks[week + 114], 0);
  }
  EXPECT_EQ(Strengths(weekly, kStart - kMicrosPerDay)[54], 1);
}

TEST(Shape, ExponentialIsExactAtWholeMultiples) {
  EXPECT_EQ(Values(ParseEffect(
                "lever: traffic, scale: 2, shape: exponential, every: 1h, from: 1h, to: 5h")),
            (Doubles{1, 2, 4, 8}));
  const double e = 2.718281828459045;
  const Doubles values = Values(ParseEffect(
      "lever: traffic, scale: 2.718281828459045, shape: exponential, every: 3h, to: 9h"));
  EXPECT_EQ(values[0], 1);
  EXPECT_EQ(values[3], e);
  EXPECT_EQ(values[6], e * e);
  EXPECT_NEAR(values[1], 1.3956124250860895, 1e-15);
  EXPECT_NEAR(values[8], 14.391916095149892, 1e-13);
}

TEST(Shape, DecayHalvesWhatItAdds) {
  const Effect up =
      ParseEffect("lever: traffic, scale: 9, shape: decay, half_life: 2h, from: 1h, to: 8h");
  const Doubles values = Values(up);
  EXPECT_EQ(values[0], 9);
  EXPECT_EQ(values[2], 5);
  EXPECT_EQ(values[4], 3);
  EXPECT_NEAR(values[1], 1 + 8 / 1.4142135623730951, 1e-14);
  EXPECT_EQ(
      ValueAt(ParseEffect("lever: traffic, scale: 0, shape: decay, half_life: 1h"), 2, kStart),
      0.75);
}

TEST(Shape, TableStepsFromOffsetToOffset) {
  EXPECT_EQ(Values(ParseEffect("lever: traffic, scale: {0h: 1, 1h: 2, 4h: 0.5}, from: 2h, to: 8h")),
            (Doubles{1, 2, 2, 2, 0.5, 0.5}));
  EXPECT_EQ(Values(ParseEffect("lever: lateness, add: {0h: 0.1, 2h: -0.1}, to: 3h")),
            (Doubles{0.1, 0.1, -0.1}));
}

// What is set or added goes by strength; the value is that of full strength.
TEST(Shape, SetAndAddKeepTheirValue) {
  EXPECT_EQ(Values(ParseEffect("lever: lateness, set: 0.7, shape: ramp, to: 2h")),
            (Doubles{0.7, 0.7}));
  EXPECT_EQ(Values(ParseEffect("lever: lateness, add: 0.3, shape: fade, to: 2h")),
            (Doubles{0.3, 0.3}));
}

}  // namespace
}  // namespace fauxmart
