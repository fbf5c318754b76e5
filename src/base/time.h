// Times and durations: UTC, microseconds since 1970-01-01T00:00:00Z, the Gregorian calendar by
// arithmetic. No locale, no timezone database, no clock. Refusals read "what; what would be right".
#pragma once

#include <arrow/result.h>

#include <cstdint>
#include <string>
#include <string_view>

namespace fauxmart {

inline constexpr int64_t kMicrosPerSecond = 1'000'000;
inline constexpr int64_t kMicrosPerHour = 3600 * kMicrosPerSecond;
inline constexpr int64_t kMicrosPerDay = 24 * kMicrosPerHour;

// The longest window: a hundred years. Hours of a window fit 20 bits.
inline constexpr int64_t kMaxDurationHours = 100 * 366 * 24;

struct Date {
  int year = 1970, month = 1, day = 1;
};

// "2025-01-01", "2025-01-01T06:00", "2025-01-01T06:00:00Z", with up to six decimals of a second.
// Years 1970 to 2200.
arrow::Result<int64_t> ParseTime(std::string_view text);

// "2025-01-01T00:00:00Z", with six decimals where there are microseconds.
std::string FormatTime(int64_t micros);

Date DateOf(int64_t micros);
int64_t MicrosOf(Date date);  // midnight
int DaysInMonth(int year, int month);

// "24h", "30d", "2w" in hours: whole, at least 1, at most kMaxDurationHours.
arrow::Result<int64_t> ParseDuration(std::string_view text);

// The same from a start, where "0h" is as good as any.
arrow::Result<int64_t> ParseOffset(std::string_view text);

// "30d" or "25h".
std::string FormatDuration(int64_t hours);

}  // namespace fauxmart
