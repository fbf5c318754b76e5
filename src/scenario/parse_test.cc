#include "scenario/parse.h"

#include <gtest/gtest.h>

namespace fauxmart {
namespace {

constexpr std::string_view kPlain =
    "name: a_day\ndescription: A day.\nduration: 1d\nintensity: 2\n";

arrow::Result<Scenario> Parse(const std::string& text) {
  ARROW_ASSIGN_OR_RAISE(const Document document, Document::Parse(text, "s.yaml"));
  return ParseScenario(document);
}

std::string Refusal(const std::string& more) {
  const auto scenario = Parse(std::string(kPlain) + more);
  EXPECT_TRUE(scenario.status().IsInvalid()) << more;
  return scenario.status().message();
}

std::string RefusalOf(std::string text, const std::string& find, const std::string& replace) {
  text.replace(text.find(find), find.size(), replace);
  const auto scenario = Parse(text);
  EXPECT_TRUE(scenario.status().IsInvalid()) << text;
  return scenario.status().message();
}

TEST(ParseScenario, ReadsTheBaseline) {
  const auto document = Document::ReadFile(FAUXMART_SOURCE_DIR "/scenarios/baseline.yaml");
  ASSERT_TRUE(document.ok()) << document.status();
  const auto scenario = ParseScenario(*document);
  ASSERT_TRUE(scenario.ok()) << scenario.status();
  EXPECT_EQ(scenario->name, "baseline");
  EXPECT_EQ(scenario->duration_hours, 720);
  EXPECT_EQ(scenario->intensity, 1.0);
  EXPECT_FALSE(scenario->start_us || scenario->orders_per_hour || scenario->customers ||
               scenario->products);
}

TEST(ParseScenario, ReadsEveryKey) {
  const auto scenario = Parse(std::string(kPlain) +
                              "start: 2025-12-26T06:00\norders_per_hour: 1000\ncustomers: 500\n"
                              "products: 20\n");
  ASSERT_TRUE(scenario.ok()) << scenario.status();
  EXPECT_EQ(scenario->duration_hours, 24);
  EXPECT_EQ(scenario->intensity, 2.0);
  EXPECT_EQ(*scenario->start_us, 1766728800LL * 1'000'000);
  EXPECT_EQ(*scenario->orders_per_hour, 1000);
  EXPECT_EQ(*scenario->customers, 500);
  EXPECT_EQ(*scenario->products, 20);
}

TEST(ParseScenario, ReadsJson) {
  EXPECT_TRUE(Parse("{\"name\": \"x\", \"description\": \"\", \"duration\": \"4h\", "
                    "\"intensity\": 1}")
                  .ok());
}

TEST(ParseScenario, RefusesWithPlaceKeyAndHint) {
  EXPECT_EQ(Refusal("start: 2025-12-26T06:30\n"),
            "s.yaml:5:8: start: 2025-12-26T06:30:00Z is not a whole hour; write "
            "2025-12-26T06:00:00Z");
  EXPECT_EQ(Refusal("start: Monday\n"),
            "s.yaml:5:8: start: \"Monday\" is not a time; write a UTC time such as 2025-01-01 or "
            "2025-01-01T06:00:00Z");
  EXPECT_EQ(Refusal("custmers: 5\n"), "s.yaml:5:1: custmers: unknown key; did you mean customers?");
  EXPECT_EQ(Refusal("customers: 0\n"),
            "s.yaml:5:12: customers: 0 is out of range; write a whole number from 1 to 50000000");
  EXPECT_EQ(Refusal("products: ~\n"),
            "s.yaml:5:11: products: nothing is here; write a whole number from 1 to 5000000");
  const std::string plain(kPlain);
  EXPECT_EQ(RefusalOf(plain, "1d", "90m"),
            "s.yaml:3:11: duration: \"90m\" is not a whole number of hours; write 1h or 2h");
  EXPECT_EQ(RefusalOf(plain, "a_day", "A Day"),
            "s.yaml:1:7: name: \"A Day\" is not a scenario's name; write small letters, digits and "
            "_, such as flash_sale");
  EXPECT_EQ(RefusalOf(plain, "intensity: 2", "intensity: 0"),
            "s.yaml:4:12: intensity: 0 is out of range; write a number from 0.001 to 1000");
  EXPECT_EQ(RefusalOf(plain, "duration: 1d\n", ""), "s.yaml:1:1: duration: missing; write a text");
}

}  // namespace
}  // namespace fauxmart
