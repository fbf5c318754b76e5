#include "base/time.h"

#include <gtest/gtest.h>

namespace fauxmart {
namespace {

std::string Message(const arrow::Result<int64_t>& result) { return result.status().message(); }

TEST(Time, ReadsTheFormsOfATime) {
  EXPECT_EQ(*ParseTime("1970-01-01"), 0);
  EXPECT_EQ(*ParseTime("2025-01-01"), 1735689600 * kMicrosPerSecond);
  EXPECT_EQ(*ParseTime("2025-01-01T06:00"), 1735711200 * kMicrosPerSecond);
  EXPECT_EQ(*ParseTime("2025-01-01T06:00Z"), 1735711200 * kMicrosPerSecond);
  EXPECT_EQ(*ParseTime("2025-01-01T06:00:01Z"), 1735711201 * kMicrosPerSecond);
  EXPECT_EQ(*ParseTime("2025-01-01T06:00:01.25"), 1735711201 * kMicrosPerSecond + 250'000);
  EXPECT_EQ(*ParseTime("2024-02-29"), 1709164800 * kMicrosPerSecond);
}

TEST(Time, RefusesWhatIsNoTime) {
  for (const char* bad : {"",
                          "2025",
                          "2025-1-1",
                          "2025-13-01",
                          "2025-00-01",
                          "2025-02-29",
                          "2100-02-29",
                          "2025-01-00",
                          "2025-01-32",
                          "1969-12-31",
                          "2201-01-01",
                          "2025-01-01T",
                          "2025-01-01T24:00",
                          "2025-01-01T06",
                          "2025-01-01T06:60",
                          "2025-01-01T06:00:60",
                          "2025-01-01 06:00",
                          "2025-01-01T06:00:00+02:00",
                          "2025-01-01T06:00:00.",
                          "2025-01-01T06:00:00.1234567",
                          "2025-01-01Z",
                          "2025-01-01x",
                          "20250101",
                          "yesterday",
                          "-025-01-01"}) {
    EXPECT_TRUE(ParseTime(bad).status().IsInvalid()) << bad;
    EXPECT_NE(Message(ParseTime(bad)).find("2025-01-01T06:00:00Z"), std::string::npos) << bad;
  }
  EXPECT_NE(Message(ParseTime("2025-01-01T06:00+01:00")).find("times are UTC"), std::string::npos);
  EXPECT_NE(Message(ParseTime("2025-02-30")).find("no such day"), std::string::npos);
}

TEST(Time, WritesWhatItReads) {
  EXPECT_EQ(FormatTime(*ParseTime("2025-01-01")), "2025-01-01T00:00:00Z");
  EXPECT_EQ(FormatTime(*ParseTime("2199-12-31T23:59:59.000001Z")), "2199-12-31T23:59:59.000001Z");
  EXPECT_EQ(FormatTime(-1), "1969-12-31T23:59:59.999999Z");  // accounts may be older than 1970
  EXPECT_EQ(FormatTime(-kMicrosPerDay), "1969-12-31T00:00:00Z");
}

// Every day of the years that can be written, against counting them.
TEST(Time, KnowsTheCalendar) {
  int64_t day = 0;
  for (int year = 1970; year <= 2200; ++year) {
    for (int month = 1; month <= 12; ++month) {
      for (int d = 1; d <= DaysInMonth(year, month); ++d, ++day) {
        ASSERT_EQ(MicrosOf({year, month, d}), day * kMicrosPerDay);
        const Date date = DateOf(day * kMicrosPerDay + kMicrosPerDay - 1);
        ASSERT_TRUE(date.year == year && date.month == month && date.day == d)
            << year << "-" << month << "-" << d;
      }
    }
  }
}

TEST(Time, ReadsDurations) {
  EXPECT_EQ(*ParseDuration("24h"), 24);
  EXPECT_EQ(*ParseDuration("30d"), 720);
  EXPECT_EQ(*ParseDuration("2w"), 336);
  EXPECT_EQ(*ParseDuration("36600d"), kMaxDurationHours);
  EXPECT_EQ(*ParseOffset("0h"), 0);
  EXPECT_EQ(*ParseOffset("2d"), 48);
}

TEST(Time, SaysWhatADurationShouldBe) {
  const std::pair<const char*, const char*> cases[] = {
      {"", "an empty duration; write whole hours, days or weeks, such as 24h, 30d or 2w"},
      {"0h", "\"0h\" is no time at all; write 1h or more"},
      {"-2h", "\"-2h\" is negative; write 1h or more"},
      {"4x", "\"4x\" has the unit \"x\"; units are h (hours), d (days) and w (weeks), such as 24h"},
      {"1.5h", "\"1.5h\" is not a whole number of hours; write 1h or 2h"},
      {"1.5d", "\"1.5d\" is not written in whole hours, days or weeks; write 36h"},
      {"90m", "\"90m\" is not a whole number of hours; write 1h or 2h"},
      {"120m", "\"120m\" is not written in whole hours, days or weeks; write 2h"},
      {"30s",
       "\"30s\" is not a whole number; write whole hours, days or weeks, such as 24h, 30d "
       "or 2w"},
      {"24", "\"24\" has no unit; write whole hours, days or weeks, such as 24h, 30d or 2w"},
      {"h", "\"h\" is not a duration; write whole hours, days or weeks, such as 24h, 30d or 2w"},
      {"024h", "\"024\" has a leading zero, which some read as octal; write 24"},
      {"36601d", "\"36601d\" is too long; write at most 36600d"},
  };
  for (const auto& [text, message] : cases) EXPECT_EQ(Message(ParseDuration(text)), message);
  for (const char* bad : {" 24h", "24 h", "24H", "1d12h", "1e3h", "99999999999999999999h", "--1h",
                          "1.h", "inf", "9223372036854775807w"}) {
    EXPECT_FALSE(ParseDuration(bad).ok()) << bad;
  }
  EXPECT_FALSE(ParseOffset("-1h").ok());
  EXPECT_FALSE(ParseOffset("0").ok());
}

TEST(Time, WritesDurations) {
  EXPECT_EQ(FormatDuration(720), "30d");
  EXPECT_EQ(FormatDuration(25), "25h");
  EXPECT_EQ(FormatDuration(0), "0h");
}

}  // namespace
}  // namespace fauxmart
