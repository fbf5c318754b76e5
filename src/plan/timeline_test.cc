// The undisturbed hours: what ids have no room for is refused with its hour, and rare extremes of
// the world's own variation are no cause for a warning.
#include "plan/timeline.h"

#include <gtest/gtest.h>

#include <functional>

#include "plan/plan_test_util.h"

namespace fauxmart {
namespace {

// GoogleTest has a Setup of its own.
using Run = fauxmart::Setup;

void ExpectRefused(const Run& setup, const std::function<void(World&)>& change) {
  World world = DefaultWorld();
  change(world);
  const auto timeline = MakeTimeline(world, setup);
  ASSERT_TRUE(timeline.status().IsInvalid());
  const std::string& message = timeline.status().message();
  EXPECT_EQ(message.find("hour "), 0u) << message;
  EXPECT_NE(message.find("are more than can be made"), std::string::npos) << message;
}

// Each is within bounds as asked for, and beyond them where the daily curve has its peak.
TEST(Timeline, RefusesHoursThatIdsHaveNoRoomFor) {
  ExpectRefused(SmallSetup(24, 100e6), [](World& w) { w.arrivals.daily_curve.floor = 1; });
  ExpectRefused(SmallSetup(24, 20e6), [](World& w) { w.abandonment.rate = 0.95; });
  ExpectRefused(SmallSetup(15'000, 60e6), [](World& w) { w.arrivals.daily_curve.floor = 1; });
}

// Beyond the normal numbers that hours have once in ten thousand; all hours that ids have room for.
TEST(Timeline, RareExtremesAreNoWarning) {
  const auto timeline = MakeTimeline(DefaultWorld(), SmallSetup(65'535));
  ASSERT_TRUE(timeline.ok()) << timeline.status();
  EXPECT_TRUE(timeline->warnings.empty());
  EXPECT_EQ(timeline->hours.size(), 65'535u);
}

}  // namespace
}  // namespace fauxmart
