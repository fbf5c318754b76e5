// For the tests of scenarios: the default world, and scenarios out of a few lines.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "scenario/parse.h"
#include "world/parse.h"

namespace fauxmart {

inline const World& TestWorld() {
  static const World world =
      *ParseWorld(*Document::ReadFile(FAUXMART_SOURCE_DIR "/worlds/default.yaml"));
  return world;
}

// Four lines that every test's file begins with.
constexpr std::string_view kTestHead =
    "name: a_day\ndescription: A day.\nduration: 1d\nintensity: 2\n";

inline arrow::Result<Scenario> ParseText(std::string_view text) {
  ARROW_ASSIGN_OR_RAISE(const Document document, Document::Parse(text, "s.yaml"));
  return ParseScenario(document, TestWorld());
}

inline arrow::Result<Scenario> ParseMore(const std::string& more) {
  return ParseText(std::string(kTestHead) + more);
}

// One effect, of these keys: "lever: traffic, scale: 2".
inline Effect ParseEffect(const std::string& keys) {
  const auto scenario = ParseMore("effects:\n  e: {" + keys + "}\n");
  EXPECT_TRUE(scenario.ok()) << keys << ": " << scenario.status();
  return scenario.ok() ? scenario->effects.at(0) : Effect();
}

// The message of a refusal; the effect's map stands at s.yaml:6:6.
inline std::string RefusalOfMore(const std::string& more) {
  const auto scenario = ParseMore(more);
  EXPECT_TRUE(scenario.status().IsInvalid()) << more;
  return scenario.status().message();
}

inline std::string RefusalOfEffect(const std::string& keys) {
  return RefusalOfMore("effects:\n  e: {" + keys + "}\n");
}

}  // namespace fauxmart
