#include "cli/parse.h"

#include <gtest/gtest.h>

namespace fauxmart {
namespace {

std::string Refusal(const std::vector<std::string>& args) {
  const auto parsed = ParseCommandLine(args);
  EXPECT_FALSE(parsed.ok()) << "was accepted";
  EXPECT_TRUE(parsed.status().IsInvalid());
  return parsed.status().message();
}

Invocation Accepted(const std::vector<std::string>& args) {
  auto parsed = ParseCommandLine(args);
  EXPECT_TRUE(parsed.ok()) << parsed.status().ToString();
  return parsed.ok() ? *parsed : Invocation();
}

bool Says(const std::string& message, const std::string& part) {
  return message.find(part) != std::string::npos;
}

TEST(ParseTest, NoWordsAreTheRootCommand) {
  EXPECT_EQ(Accepted({}).command, &RootCommand());
  EXPECT_TRUE(Accepted({"--version", "--json"}).Has("--json"));
}

TEST(ParseTest, ReadsFlagsInAnyOrderAndBothSpellings) {
  const Invocation made = Accepted({"generate", "--seed=18446744073709551615", "thing",
                                    "--intensity", "2.5", "--json", "--threads", "2"});
  EXPECT_EQ(made.Text("SCENARIO|FILE"), "thing");
  EXPECT_EQ(made.Seed("--seed"), 18446744073709551615U);
  EXPECT_EQ(made.Number("--intensity"), 2.5);
  EXPECT_EQ(made.Integer("--threads"), 2);
  EXPECT_TRUE(made.Has("--json"));
  EXPECT_FALSE(made.Has("--quiet"));
}

TEST(ParseTest, RepeatedFlagsKeepTheirOrder) {
  const Invocation made = Accepted({"generate", "x", "--set", "a=[1, 2]", "--set", "b=2"});
  EXPECT_EQ(made.All("--set"), (std::vector<std::string>{"a=[1, 2]", "b=2"}));
  EXPECT_TRUE(Says(Refusal({"generate", "x", "--seed", "1", "--seed", "2"}), "2 times"));
}

TEST(ParseTest, ArgumentsThatTakeAllThatFollow) {
  const Invocation made = Accepted({"merge", "a", "b", "--out", "c", "d"});
  EXPECT_EQ(made.All("DIR"), (std::vector<std::string>{"a", "b", "d"}));
  EXPECT_EQ(made.Text("--out"), "c");
}

TEST(ParseTest, AValueMayBeTheNameOfACommandOrADash) {
  EXPECT_EQ(Accepted({"generate", "x", "--out", "merge"}).Text("--out"), "merge");
  EXPECT_EQ(Accepted({"generate", "x", "--out", "-"}).Text("--out"), "-");
}

TEST(ParseTest, UnknownWordsNameTheNearest) {
  EXPECT_TRUE(Says(Refusal({"genrate"}), "did you mean generate?"));
  EXPECT_TRUE(Says(Refusal({"generate", "x", "--sed", "1"}), "did you mean --seed?"));
  EXPECT_TRUE(Says(Refusal({"generate", "x", "--format", "parqet"}), "did you mean parquet?"));
  EXPECT_TRUE(Says(Refusal({"generate", "x", "--tables", "orders,retruns"}), "returns?"));
  EXPECT_TRUE(Says(Refusal({"describe", "ordrs"}), "did you mean orders?"));
  EXPECT_TRUE(Says(Refusal({"completions", "tcsh"}), "bash, zsh, fish"));
}

TEST(ParseTest, AHiddenFlagIsAcceptedButNeverSuggested) {
  EXPECT_TRUE(Accepted({"generate", "x", "--no-sync"}).Has("--no-sync"));
  EXPECT_FALSE(Says(Refusal({"generate", "x", "--no-synk"}), "--no-sync?"));
}

TEST(ParseTest, MissingValues) {
  EXPECT_TRUE(Says(Refusal({"generate", "x", "--seed"}), "--seed needs a value"));
  EXPECT_TRUE(Says(Refusal({"generate", "x", "--out", "--json"}), "--out needs a value"));
  EXPECT_TRUE(Says(Refusal({"generate", "x", "--out=", "y"}), "--out needs a value"));
  EXPECT_TRUE(Says(Refusal({"generate", ""}), "is empty"));
  EXPECT_TRUE(Says(Refusal({"merge"}), "DIR..."));
  EXPECT_TRUE(Says(Refusal({"merge", "a"}), "--out DIR"));
}

TEST(ParseTest, SurplusWords) {
  EXPECT_TRUE(Says(Refusal({"generate", "x", "y"}), "no use for 'y'"));
  EXPECT_TRUE(Says(Refusal({"generate", "--", "x", "--y"}), "no use for '--y'"));
  EXPECT_TRUE(Says(Refusal({"generate", "x", "--json=1"}), "takes no value"));
}

TEST(ParseTest, HelpWinsOverEverythingElse) {
  EXPECT_TRUE(Accepted({"merge", "--help"}).Has("--help"));
  EXPECT_TRUE(Accepted({"generate", "x", "--threads", "0", "-h"}).Has("--help"));
}

TEST(ParseTest, NumbersAreWholeWordsInTheirRange) {
  for (const char* bad : {"0", "1025", "-1", "4x", "", "1.0", "0x2", "+2", " 2", "1e2", "1_0"}) {
    EXPECT_FALSE(ParseCommandLine({"generate", "x", "--threads", bad}).ok()) << bad;
  }
  EXPECT_TRUE(Says(Refusal({"generate", "x", "--threads", "0"}), "from 1 to 1024"));
  EXPECT_TRUE(Says(Refusal({"generate", "x", "--batch-size", "1048577"}), "from 1 to 1048576"));
  for (const char* bad : {"0", "-1", "nan", "inf", "1000001", "1,5", "x"}) {
    EXPECT_FALSE(ParseCommandLine({"generate", "x", "--intensity", bad}).ok()) << bad;
  }
  for (const char* bad : {"-1", "18446744073709551616", "1.5", "x"}) {
    EXPECT_FALSE(ParseCommandLine({"generate", "x", "--seed", bad}).ok()) << bad;
  }
  for (const char* flag : {"--customers", "--products", "--orders-per-hour", "--orders-per-day"}) {
    EXPECT_FALSE(ParseCommandLine({"generate", "x", flag, "0"}).ok()) << flag;
    EXPECT_TRUE(ParseCommandLine({"generate", "x", flag, "1"}).ok()) << flag;
  }
}

TEST(ParseTest, Shards) {
  EXPECT_EQ(ParseShard("7/7")->index, 7);
  EXPECT_EQ(ParseShard("1/100000")->count, 100000);
  for (const char* bad :
       {"8/7", "0/7", "1/0", "1", "1/", "/1", "1/100001", "a/b", "1/2/3", "-1/2"}) {
    EXPECT_FALSE(ParseShard(bad).has_value()) << bad;
  }
}

TEST(ParseTest, Commas) {
  EXPECT_EQ(SplitCommas("a,b"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(SplitCommas("a,"), (std::vector<std::string>{"a", ""}));
  EXPECT_EQ(SplitCommas(" a , b c "), (std::vector<std::string>{"a", "b c"}));
  EXPECT_EQ(TableNames("truth/incidents, truth/orders"),
            (std::vector<std::string>{"incidents", "truth/orders"}));
  EXPECT_TRUE(Says(Refusal({"generate", "x", "--tables", "orders,"}), "empty name"));
}

}  // namespace
}  // namespace fauxmart
