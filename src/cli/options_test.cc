#include "cli/options.h"

#include <gtest/gtest.h>

namespace fauxmart {
namespace {

arrow::Result<GenerateOptions> Read(std::vector<std::string> args) {
  args.insert(args.begin(), "generate");
  ARROW_ASSIGN_OR_RAISE(const Invocation invocation, ParseCommandLine(args));
  return ReadGenerateOptions(invocation);
}

std::string Refusal(const std::vector<std::string>& args) {
  const auto options = Read(args);
  EXPECT_TRUE(options.status().IsInvalid()) << options.status().ToString();
  return options.status().message();
}

TEST(OptionsTest, EveryFlagReachesItsPlace) {
  const auto read = Read({"x",
                          "--seed",
                          "7",
                          "--start",
                          "2025-02-01",
                          "--duration",
                          "2w",
                          "--intensity",
                          "1.5",
                          "--orders-per-hour",
                          "900",
                          "--customers",
                          "10",
                          "--products",
                          "20",
                          "--hours",
                          "1:5",
                          "--set",
                          "a=b",
                          "--world",
                          "w.yaml",
                          "--data-version",
                          "1",
                          "--format",
                          "csv",
                          "--compression",
                          "none",
                          "--tables",
                          "orders,returns",
                          "--ids",
                          "uuid",
                          "--money",
                          "float64",
                          "--out",
                          "there",
                          "--threads",
                          "3",
                          "--batch-size",
                          "1000",
                          "--shard",
                          "2/5",
                          "--overwrite",
                          "--no-sync",
                          "--json",
                          "--quiet"});
  ASSERT_TRUE(read.ok()) << read.status().ToString();
  const Request& request = read->request;
  EXPECT_EQ(request.scenario, "x");
  EXPECT_EQ(request.seed, 7U);
  EXPECT_EQ(request.start, "2025-02-01");
  EXPECT_EQ(request.duration, "2w");
  EXPECT_EQ(request.intensity, 1.5);
  EXPECT_EQ(request.orders_per_hour, 900);
  EXPECT_EQ(request.customers, 10);
  EXPECT_EQ(request.products, 20);
  EXPECT_EQ(request.hours, "1:5");
  EXPECT_EQ(request.set, std::vector<std::string>{"a=b"});
  EXPECT_EQ(request.world, "w.yaml");
  EXPECT_EQ(request.data_version, 1);
  EXPECT_EQ(read->write.format, "csv");
  EXPECT_EQ(read->write.compression, "none");
  EXPECT_EQ(read->write.tables, (std::vector<std::string>{"orders", "returns"}));
  EXPECT_TRUE(read->write.ids_as_uuid);
  EXPECT_TRUE(read->write.money_as_float64);
  EXPECT_EQ(read->run.out, "there");
  EXPECT_EQ(read->run.threads, 3);
  EXPECT_EQ(read->run.batch_size, 1000);
  EXPECT_EQ(read->run.shard, 2);
  EXPECT_EQ(read->run.shards, 5);
  EXPECT_TRUE(read->run.overwrite);
  EXPECT_FALSE(read->run.sync);
  EXPECT_TRUE(read->json);
  EXPECT_TRUE(read->quiet);
}

TEST(OptionsTest, WhatIsNotSaidIsLeftToTheScenario) {
  const auto read = Read({"x"});
  ASSERT_TRUE(read.ok());
  EXPECT_FALSE(read->request.start || read->request.duration || read->request.intensity);
  EXPECT_EQ(read->write.compression, "auto");
  EXPECT_TRUE(read->write.tables.empty());
  EXPECT_EQ(read->run.out, "out/x");
  EXPECT_TRUE(read->run.sync);
}

TEST(OptionsTest, WhatIsShownMeanwhile) {
  const auto mode = [](std::vector<std::string> flags) {
    flags.insert(flags.begin(), "x");
    return Read(flags)->progress;
  };
  EXPECT_EQ(mode({}), ProgressMode::kAuto);
  EXPECT_EQ(mode({"--json"}), ProgressMode::kNever);
  EXPECT_EQ(mode({"--quiet"}), ProgressMode::kNever);
  EXPECT_EQ(mode({"--progress", "never"}), ProgressMode::kNever);
  EXPECT_EQ(mode({"--progress", "always"}), ProgressMode::kAlways);
  EXPECT_EQ(mode({"--progress", "always", "--json"}), ProgressMode::kAlways);
  EXPECT_EQ(mode({"--progress", "always", "--quiet"}), ProgressMode::kNever);
  EXPECT_EQ(Read({"x", "--stats", "f"})->stats, "f");
  EXPECT_NE(Refusal({"x", "--dry-run", "--stats", "f"}).find("exclude"), std::string::npos);
  Refusal({"x", "--progress", "sometimes"});
}

TEST(OptionsTest, WhereADatasetGoesIfNobodySays) {
  EXPECT_EQ(DefaultOut("thing", 1, 1), "out/thing");
  EXPECT_EQ(DefaultOut("my/files/thing.yaml", 1, 1), "out/thing");
  EXPECT_EQ(DefaultOut("thing", 2, 7), "out/thing-2-of-7");
}

TEST(OptionsTest, FlagsThatExcludeEachOther) {
  EXPECT_NE(Refusal({"x", "--orders-per-hour", "1", "--orders-per-day", "1"}).find("exclude"),
            std::string::npos);
  EXPECT_NE(Refusal({"x", "--overwrite", "--resume"}).find("exclude"), std::string::npos);
  EXPECT_NE(Refusal({"x", "--from", "m.json"}).find("exclude"), std::string::npos);
  EXPECT_NE(Refusal({}).find("needs a scenario"), std::string::npos);
}

TEST(OptionsTest, StandardOutputTakesOneTableAndNothingElse) {
  EXPECT_TRUE(Read({"x", "--out", "-", "--tables", "orders"}).ok());
  EXPECT_NE(Refusal({"x", "--out", "-"}).find("one table"), std::string::npos);
  EXPECT_NE(Refusal({"x", "--out", "-", "--tables", "orders,returns"}).find("one table"),
            std::string::npos);
  for (const char* flag : {"--overwrite", "--resume", "--json"}) {
    EXPECT_NE(Refusal({"x", "--out", "-", "--tables", "orders", flag}).find(flag),
              std::string::npos);
  }
  Refusal({"x", "--out", "-", "--tables", "orders", "--shard", "1/2"});
  Refusal({"x", "--out", "-", "--tables", "orders", "--stats", "f"});
  EXPECT_TRUE(Read({"x", "--out", "-", "--tables", "orders", "--json", "--dry-run"}).ok());
}

}  // namespace
}  // namespace fauxmart
