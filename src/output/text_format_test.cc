#include "output/text_format.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <limits>
#include <random>
#include <string>

namespace fauxmart {
namespace {

template <typename Write>
std::string Text(Write write) {
  char out[256];
  return std::string(out, write(out));
}
std::string Int(int64_t v) {
  return Text([&](char* out) { return WriteInt(out, v); });
}
std::string Money(int64_t v) {
  return Text([&](char* out) { return WriteMoney(out, v); });
}
std::string Double(double v) {
  return Text([&](char* out) { return WriteDouble(out, v); });
}
std::string Time(int64_t v) {
  DayCache cache;
  return Text([&](char* out) { return WriteTimestamp(out, v, cache); });
}

TEST(TextFormat, Integers) {
  EXPECT_EQ(Int(0), "0");
  EXPECT_EQ(Int(INT64_MIN), "-9223372036854775808");
  EXPECT_EQ(Int(INT64_MAX), "9223372036854775807");
  for (int64_t power = 1; power < INT64_MAX / 10; power *= 10) {
    for (const int64_t v : {power - 1, power, power + 1, power * 7, -power, -power + 1}) {
      EXPECT_EQ(Int(v), std::to_string(v));
    }
  }
  std::mt19937_64 random(1);
  for (int i = 0; i < 100000; ++i) {
    const auto v = static_cast<int64_t>(random()) >> (random() % 64);
    ASSERT_EQ(Int(v), std::to_string(v));
  }
}

TEST(TextFormat, Money) {
  EXPECT_EQ(Money(0), "0.00");
  EXPECT_EQ(Money(5), "0.05");
  EXPECT_EQ(Money(-5), "-0.05");
  EXPECT_EQ(Money(-123456), "-1234.56");
  EXPECT_EQ(Money(999999999999), "9999999999.99");
  EXPECT_EQ(Money(INT64_MIN), "-92233720368547758.08");
}

TEST(TextFormat, Doubles) {
  EXPECT_EQ(Double(0), "0.0");
  EXPECT_EQ(Double(-0.0), "-0.0");
  EXPECT_EQ(Double(5), "5.0");
  EXPECT_EQ(Double(-0.25), "-0.25");
  EXPECT_EQ(Double(0.1 + 0.2), "0.30000000000000004");
  EXPECT_EQ(Double(100000), "100000.0");
  EXPECT_EQ(Double(1e300), "1e+300");
  EXPECT_EQ(Double(123456789012345680), "123456789012345680.0");
  std::mt19937_64 random(2);
  for (int i = 0; i < 100000; ++i) {
    const auto whole = static_cast<double>(static_cast<int64_t>(random()) >> (random() % 64));
    for (const double v : {whole / 10000, whole / 100, whole / 3, std::sqrt(std::fabs(whole))}) {
      const std::string text = Double(v);
      ASSERT_EQ(std::strtod(text.c_str(), nullptr), v) << text;
      ASSERT_LE(text.size(), static_cast<size_t>(kMaxDoubleChars));
      ASSERT_NE(text.find_first_of("e."), std::string::npos) << text;
      const size_t exponent = std::min(text.find('e'), text.size());
      const auto digits = std::count_if(text.begin(), text.begin() + static_cast<int>(exponent),
                                        [](char c) { return c >= '0' && c <= '9'; });
      ASSERT_LE(digits, 22) << text;
    }
  }
}

TEST(TextFormat, Timestamps) {
  EXPECT_EQ(Time(0), "1970-01-01T00:00:00.000000Z");
  EXPECT_EQ(Time(1735689600000000), "2025-01-01T00:00:00.000000Z");
  EXPECT_EQ(Time(1735689600000000 + 86399999999), "2025-01-01T23:59:59.999999Z");
  EXPECT_EQ(Time(1709210096000007), "2024-02-29T12:34:56.000007Z");
  EXPECT_EQ(Time(-1), "1969-12-31T23:59:59.999999Z");
  DayCache cache;
  char out[64];
  WriteTimestamp(out, 0, cache);
  EXPECT_EQ(std::string(out, WriteTimestamp(out, 86400000000, cache)),
            "1970-01-02T00:00:00.000000Z");
}

TEST(TextFormat, Booleans) {
  EXPECT_EQ(Text([](char* out) { return WriteBool(out, true); }), "true");
  EXPECT_EQ(Text([](char* out) { return WriteBool(out, false); }), "false");
}

std::string Json(std::string_view text) {
  return Text([&](char* out) { return WriteJsonString(out, text); });
}
std::string Csv(std::string_view text) {
  return Text([&](char* out) { return WriteCsvField(out, text); });
}

TEST(TextFormat, Strings) {
  EXPECT_EQ(Json("a\"b\\c\n\t\r\x01/é"), "\"a\\\"b\\\\c\\n\\t\\r\\u0001/é\"");
  EXPECT_EQ(Json(""), "\"\"");
  EXPECT_EQ(Csv("plain text"), "plain text");
  EXPECT_EQ(Csv(""), "\"\"");
  EXPECT_EQ(Csv("a,b"), "\"a,b\"");
  EXPECT_EQ(Csv("say \"hi\""), "\"say \"\"hi\"\"\"");
  EXPECT_EQ(Csv("two\nlines"), "\"two\nlines\"");
}

}  // namespace
}  // namespace fauxmart
