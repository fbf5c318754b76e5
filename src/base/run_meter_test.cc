#include "base/run_meter.h"

#include <gtest/gtest.h>

#include <set>
#include <thread>
#include <vector>

#include "base/memory_use.h"

namespace fauxmart {
namespace {

TEST(RunMeterTest, StagesHaveNames) {
  std::set<std::string_view> names;
  for (size_t stage = 0; stage < kStages; ++stage) {
    EXPECT_TRUE(names.insert(StageName(static_cast<RunStage>(stage))).second);
  }
  EXPECT_EQ(StageName(RunStage::kPlan), "plan");
  EXPECT_EQ(StageName(RunStage::kFinish), "finish");
}

TEST(RunMeterTest, NothingIsLostBetweenThreads) {
  RunMeter meter;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&meter] {
      for (int i = 0; i < 10000; ++i) {
        meter.Add(RunStage::kEncode, 3);
        RunMeter::Add(&meter.tables[2].rows, 1);
        RunMeter::Add(&meter.tables[5].rows, 2);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(meter.Nanoseconds(RunStage::kEncode), 120000);
  EXPECT_EQ(meter.Nanoseconds(RunStage::kWrite), 0);
  EXPECT_EQ(RunMeter::Read(meter.tables[2].rows), 40000);
  EXPECT_EQ(meter.TotalRows(), 120000);
}

TEST(LapClockTest, LapsAddUp) {
  LapClock whole, parts;
  int64_t sum = 0;
  for (int i = 0; i < 1000; ++i) {
    const int64_t lap = parts.Lap();
    EXPECT_GE(lap, 0);
    sum += lap;
  }
  EXPECT_LE(sum, whole.Lap());
}

TEST(MemoryUseTest, ThePeakIsNotBelowWhatIsThere) {
  const int64_t resident = ResidentBytes();
  EXPECT_GE(PeakResidentBytes(), resident);
#ifdef __linux__
  EXPECT_GT(resident, 1 << 20);
  std::vector<char> more(64 << 20, 'x');
  EXPECT_GT(PeakResidentBytes(), int64_t{64} << 20);
  EXPECT_EQ(more.back(), 'x');
#endif
}

}  // namespace
}  // namespace fauxmart
