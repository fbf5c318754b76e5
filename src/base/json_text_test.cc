#include "base/json_text.h"

#include <gtest/gtest.h>

#include <string>

namespace fauxmart {
namespace {

using nlohmann::json;

std::string Nested(size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST(JsonText, ReadsWhatJsonIs) {
  EXPECT_EQ(ParseJson<json>(R"({"a": [1, 2.5, "x", null, true]})"),
            (json{{"a", {1, 2.5, "x", nullptr, true}}}));
  const auto ordered = ParseJson<nlohmann::ordered_json>(R"({"b": 1, "a": 2})");
  EXPECT_EQ(ordered.dump(), R"({"b":1,"a":2})");
  EXPECT_EQ(ParseJson<json>("7"), json(7));
}

TEST(JsonText, DiscardsWhatIsNone) {
  for (const char* text : {"", "{", "[1,]", "{} {}", "nan", "[\"\xff\"]", "{'a': 1}"}) {
    EXPECT_TRUE(ParseJson<json>(text).is_discarded()) << text;
  }
}

TEST(JsonText, DiscardsWhatIsDeep) {
  EXPECT_TRUE(ParseJson<json>(Nested(kMaxJsonDepth)).is_array());
  EXPECT_TRUE(ParseJson<json>(Nested(kMaxJsonDepth + 1)).is_discarded());
  // Deeper than any stack.
  EXPECT_TRUE(ParseJson<json>("{\"a\": " + Nested(1'000'000) + "}").is_discarded());
}

}  // namespace
}  // namespace fauxmart
