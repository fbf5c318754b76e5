#include "cli/stats_text.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace fauxmart {
namespace {

Progress Half() {
  Progress progress{.orders_done = 250, .orders_planned = 1000, .bytes_written = 600, .seconds = 2};
  progress.tables = {{.table = "orders", .rows = 300, .bytes = 500, .generate_seconds = 0.25},
                     {.table = "returns", .rows = 30, .bytes = 100, .encode_seconds = 0.125}};
  progress.stages = {{"plan", 0.5}, {"write", 0.0000012}};
  progress.threads = 4;
  progress.threads_busy = 3;
  progress.queue_depth = 2;
  progress.resident_bytes = 1000;
  progress.peak_bytes = 2000;
  return progress;
}

bool Contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

TEST(StatsTextTest, ALineIsOneObject) {
  Progress before;
  before.seconds = 1.5;
  before.tables = {{.table = "orders", .rows = 100}};
  const std::string line = StatsLine(Half(), before, RunState::kRunning);
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  const auto json = nlohmann::json::parse(line);
  EXPECT_EQ(json["seconds"], 2.0);
  EXPECT_EQ(json["orders"], 250);
  EXPECT_EQ(json["orders_planned"], 1000);
  EXPECT_EQ(json["rows"]["orders"], 300);
  EXPECT_EQ(json["bytes"]["returns"], 100);
  EXPECT_EQ(json["stage_seconds"]["plan"], 0.5);
  EXPECT_EQ(json["stage_seconds"]["write"], 0.000001);
  EXPECT_EQ(json["queue_depth"], 2);
  EXPECT_EQ(json["resident_bytes"], 1000);
  EXPECT_EQ(json["peak_bytes"], 2000);
  EXPECT_EQ(json["threads"], 4);
  EXPECT_EQ(json["threads_busy"], 3);
}

TEST(StatsTextTest, RatesAreThoseSinceTheLastLine) {
  Progress before;
  before.seconds = 1.5;
  before.tables = {{.table = "orders", .rows = 100}};
  auto json = nlohmann::json::parse(StatsLine(Half(), before, RunState::kRunning));
  EXPECT_EQ(json["rows_per_second"]["orders"], 400);  // 200 rows in half a second
  EXPECT_EQ(json["rows_per_second"]["returns"], 60);
  json = nlohmann::json::parse(StatsLine(Half(), Half(), RunState::kDone));
  EXPECT_EQ(json["rows_per_second"]["orders"], 0);
}

TEST(StatsTextTest, TheEndSaysWhichItIs) {
  const auto final_of = [](RunState state) {
    const auto json = nlohmann::json::parse(StatsLine({}, {}, state));
    return std::pair(json["final"].get<bool>(), json["state"].get<std::string>());
  };
  EXPECT_EQ(final_of(RunState::kRunning), std::pair(false, std::string("running")));
  EXPECT_EQ(final_of(RunState::kDone), std::pair(true, std::string("done")));
  EXPECT_EQ(final_of(RunState::kInterrupted), std::pair(true, std::string("interrupted")));
  EXPECT_EQ(final_of(RunState::kFailed), std::pair(true, std::string("failed")));
}

TEST(StatsTextTest, MetricsHaveUnitsTypesAndAnEnd) {
  const std::string text = StatsMetrics(Half(), RunState::kRunning);
  EXPECT_TRUE(Contains(text, "# TYPE fauxmart_rows counter\n"));
  EXPECT_TRUE(Contains(text, "\nfauxmart_rows_total{table=\"orders\"} 300\n"));
  EXPECT_TRUE(Contains(text, "\nfauxmart_bytes_total{table=\"returns\"} 100\n"));
  EXPECT_TRUE(Contains(text, "\nfauxmart_stage_seconds_total{stage=\"plan\"} 0.5\n"));
  EXPECT_TRUE(Contains(text, "\nfauxmart_orders_total 250\n"));
  EXPECT_TRUE(Contains(text, "\nfauxmart_queue_depth 2\n"));
  EXPECT_TRUE(Contains(text, "\nfauxmart_run_state{state=\"running\"} 1\n"));
  EXPECT_TRUE(Contains(text, "\nfauxmart_run_state{state=\"done\"} 0\n"));
  EXPECT_TRUE(text.ends_with("\n# EOF\n"));
}

}  // namespace
}  // namespace fauxmart
