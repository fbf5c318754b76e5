#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "cli/perf_report.h"
#include "cli/stats_text.h"

namespace fauxmart {
namespace {

PerfRun Took(double wall) {
  PerfRun run;
  run.wall_seconds = wall;
  run.seconds = wall / 2;
  run.orders = 1000;
  run.peak_bytes = 100'000'000;
  run.threads = 2;
  run.rows = {{"customers", 10}, {"suppliers", 5}, {"orders", 1000}, {"returns", 50}};
  run.bytes = {{"orders", 4'000'000}};
  run.generate_seconds = {{"customers", 0.5}, {"orders", 1}, {"returns", 0.25}};
  run.stage_seconds = {
      {"plan", 0.25}, {"generate", 2}, {"encode", 4}, {"write", 1}, {"finish", 0.75}};
  return run;
}

PerfResult Result(double wall) {
  PerfResult result;
  for (auto& runs : result.runs) runs = {Took(wall), Took(wall * 2), Took(wall / 2)};
  result.place = "/there";
  return result;
}

TEST(PerfTest, TheMedianIsARun) {
  EXPECT_EQ(MedianRun({Took(3), Took(1), Took(2)}).wall_seconds, 2);
  EXPECT_EQ(MedianRun({Took(4), Took(1), Took(2), Took(3)}).wall_seconds, 2);
  EXPECT_EQ(MedianRun({Took(7)}).wall_seconds, 7);
}

TEST(PerfTest, ThePhaseIsTheBestOneReached) {
  EXPECT_EQ(PhaseReached(0.2), "stretch");
  EXPECT_EQ(PhaseReached(49.9), "stretch");
  EXPECT_EQ(PhaseReached(50), "Phase 3");
  EXPECT_EQ(PhaseReached(65), "Phase 2");
  EXPECT_EQ(PhaseReached(75), "Phase 1");
  EXPECT_EQ(PhaseReached(120), "");
}

TEST(PerfTest, StagesAddUp) {
  const std::vector<PerfStage> stages = PerfStages(Took(1));
  std::map<std::string, PerfStage> by_name;
  double sum = 0;
  for (const PerfStage& stage : stages) {
    by_name[stage.name] = stage;
    if (stage.name != "total") sum += stage.seconds;
  }
  EXPECT_EQ(stages.front().name, "plan");
  EXPECT_EQ(stages.back().name, "total");
  EXPECT_DOUBLE_EQ(sum, 8);  // all stages of the run, no second twice
  EXPECT_DOUBLE_EQ(by_name["total"].seconds, sum);
  EXPECT_EQ(by_name["dimension tables"].rows, 15);
  EXPECT_DOUBLE_EQ(by_name["dimension tables"].seconds, 0.5);
  EXPECT_DOUBLE_EQ(by_name["orders"].seconds, 1);
  EXPECT_DOUBLE_EQ(by_name["counts and labels"].seconds, 0.25);
}

TEST(PerfTest, TargetsAreMetOnTheirOwnSide) {
  // 1,000 orders: no target of a rate is met, those of time and memory are.
  for (const PerfTarget& target : PerfTargets(Result(0.1))) {
    EXPECT_EQ(target.met(), target.at_most) << target.key;
    EXPECT_GT(target.value, 0) << target.key;
  }
  const std::vector<PerfTarget> slow = PerfTargets(Result(1));
  const auto month = std::ranges::find(slow, "month", &PerfTarget::key);
  EXPECT_FALSE(month->met());
  PerfResult large = Result(0.1);
  for (PerfRun& run : large.runs[static_cast<size_t>(PerfJob::kDay)]) run.peak_bytes = 128'000'001;
  const std::vector<PerfTarget> targets = PerfTargets(large);
  EXPECT_FALSE(std::ranges::find(targets, "memory", &PerfTarget::key)->met());
}

TEST(PerfTest, TextAndJsonSayTheSame) {
  const PerfResult result = Result(0.1);
  const std::string text = PerfText(result, Terminal());
  for (const char* words : {"month: 1,000 orders", "median of 3 runs", "dimension tables", "total",
                            "stretch", "missed", "met", "/there"}) {
    EXPECT_NE(text.find(words), std::string::npos) << words << "\n" << text;
  }
  const auto json = nlohmann::json::parse(PerfJson(result));
  EXPECT_EQ(json["phase"], "stretch");
  EXPECT_EQ(json["targets"].size(), PerfTargets(result).size());
  EXPECT_EQ(json["jobs"].size(), kPerfJobs);
  EXPECT_EQ(json["jobs"]["day"]["orders_per_second"], 10000);
  EXPECT_EQ(json["jobs"]["day"]["wall_seconds_of_runs"].size(), 3U);
  EXPECT_TRUE(nlohmann::json::parse(PerfJson(Result(500)))["phase"].is_null());
}

TEST(PerfTest, TheLastLineOfAFileOfFiguresIsRead) {
  Progress now;
  now.orders_done = 7;
  now.seconds = 3;
  now.threads = 2;
  now.tables = {{.table = "orders", .rows = 7, .bytes = 70, .generate_seconds = 0.5}};
  now.stages = {{"plan", 0.25}};
  const std::string running = StatsLine({}, {}, RunState::kRunning);
  const auto run = ParsePerfRun(running + StatsLine(now, {}, RunState::kDone));
  ASSERT_TRUE(run.ok()) << run.status().ToString();
  EXPECT_EQ(run->orders, 7);
  EXPECT_EQ(run->seconds, 3);
  EXPECT_EQ(run->TotalRows(), 7);
  EXPECT_EQ(run->TotalBytes(), 70);
  EXPECT_GT(run->TotalCells(), 7);
  EXPECT_EQ(run->Stage("plan"), 0.25);
  for (const std::string& wrong : {std::string(), std::string("\n"), running, std::string("{}")}) {
    EXPECT_FALSE(ParsePerfRun(wrong).ok()) << wrong;
  }
}

}  // namespace
}  // namespace fauxmart
