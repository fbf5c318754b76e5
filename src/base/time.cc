#include "base/time.h"

#include <fmt/format.h>

#include <cmath>

#include "base/text.h"

namespace fauxmart {
namespace {

constexpr int kFirstYear = 1970;
constexpr int kLastYear = 2200;

// Days since 1970-01-01, after Howard Hinnant: years begin in March, so the leap day comes last.
int64_t DaysFromCivil(int64_t year, int64_t month, int64_t day) {
  year -= month <= 2;
  const int64_t era = (year >= 0 ? year : year - 399) / 400;
  const int64_t year_of_era = year - era * 400;
  const int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  const int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

int64_t FloorDiv(int64_t a, int64_t b) { return a / b - (a % b < 0); }

// Takes exactly `digits` digits off the front.
bool TakeDigits(std::string_view* text, int digits, int* value) {
  if (text->size() < static_cast<size_t>(digits)) return false;
  *value = 0;
  for (int i = 0; i < digits; ++i) {
    const char c = (*text)[i];
    if (c < '0' || c > '9') return false;
    *value = *value * 10 + (c - '0');
  }
  text->remove_prefix(digits);
  return true;
}

bool TakeChar(std::string_view* text, char c) {
  if (text->empty() || text->front() != c) return false;
  text->remove_prefix(1);
  return true;
}

arrow::Status BadTime(std::string_view text, std::string_view what) {
  return arrow::Status::Invalid("\"", text, "\" ", what,
                                "; write a UTC time such as 2025-01-01 or 2025-01-01T06:00:00Z");
}

int64_t HoursOfUnit(char unit) {
  return unit == 'h' ? 1 : unit == 'd' ? 24 : unit == 'w' ? 168 : 0;
}

constexpr std::string_view kDurationHint =
    "write whole hours, days or weeks, such as 24h, 30d or 2w";

// "1.5d" is 36h; "1.5h" is no whole hour, so the neighbours are offered.
arrow::Status NotWholeHours(std::string_view text, double hours) {
  if (!(hours >= 1 && hours <= static_cast<double>(kMaxDurationHours))) {
    return arrow::Status::Invalid("\"", text, "\" is not a whole number; ", kDurationHint);
  }
  const auto low = static_cast<int64_t>(std::floor(hours));
  if (static_cast<double>(low) == hours) {
    return arrow::Status::Invalid("\"", text, "\" is not written in whole hours, days or weeks; ",
                                  "write ", low, "h");
  }
  return arrow::Status::Invalid("\"", text, "\" is not a whole number of hours; write ", low,
                                "h or ", low + 1, "h");
}

arrow::Result<int64_t> ParseHours(std::string_view text, int64_t least) {
  if (text.empty()) return arrow::Status::Invalid("an empty duration; ", kDurationHint);
  const size_t number_end = text.find_first_not_of("0123456789.-+");
  const std::string_view number = text.substr(0, number_end);
  const std::string_view unit =
      number_end == std::string_view::npos ? std::string_view() : text.substr(number_end);
  if (number.empty()) {
    return arrow::Status::Invalid("\"", text, "\" is not a duration; ", kDurationHint);
  }
  if (unit.empty()) {
    return arrow::Status::Invalid("\"", text, "\" has no unit; ", kDurationHint);
  }
  const auto decimal = ParseDecimal(number);
  if (unit == "m" || unit == "min" || unit == "s") {
    const double hours = decimal.ok() ? *decimal / (unit == "s" ? 3600 : 60) : 0;
    return NotWholeHours(text, hours);
  }
  const int64_t unit_hours = unit.size() == 1 ? HoursOfUnit(unit[0]) : 0;
  if (unit_hours == 0) {
    return arrow::Status::Invalid("\"", text, "\" has the unit \"", unit,
                                  "\"; units are h (hours), d (days) and w (weeks), such as 24h");
  }
  const auto whole = ParseWhole(number);
  if (!whole.ok()) {
    if (!decimal.ok()) return whole.status();
    return NotWholeHours(text, *decimal * static_cast<double>(unit_hours));
  }
  if (*whole < 0) {
    return arrow::Status::Invalid("\"", text, "\" is negative; write ", least, "h or more");
  }
  if (*whole * 1.0 * unit_hours < least) {
    return arrow::Status::Invalid("\"", text, "\" is no time at all; write ", least, "h or more");
  }
  if (*whole > kMaxDurationHours / unit_hours) {
    return arrow::Status::Invalid("\"", text, "\" is too long; write at most ",
                                  FormatDuration(kMaxDurationHours));
  }
  return *whole * unit_hours;
}

}  // namespace

arrow::Result<int64_t> ParseTime(std::string_view text) {
  std::string_view rest = text;
  int year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0;
  int64_t fraction = 0;
  if (!TakeDigits(&rest, 4, &year) || !TakeChar(&rest, '-') || !TakeDigits(&rest, 2, &month) ||
      !TakeChar(&rest, '-') || !TakeDigits(&rest, 2, &day)) {
    return BadTime(text, "is not a time");
  }
  if (!rest.empty()) {
    if (!TakeChar(&rest, 'T') || !TakeDigits(&rest, 2, &hour) || !TakeChar(&rest, ':') ||
        !TakeDigits(&rest, 2, &minute)) {
      return BadTime(text, "is not a time");
    }
    if (TakeChar(&rest, ':')) {
      if (!TakeDigits(&rest, 2, &second)) return BadTime(text, "is not a time");
      if (TakeChar(&rest, '.')) {
        int64_t unit = kMicrosPerSecond;
        int digit = 0;
        while (unit > 1 && TakeDigits(&rest, 1, &digit)) fraction += digit * (unit /= 10);
        if (unit == kMicrosPerSecond) return BadTime(text, "is not a time");
      }
    }
    if (!rest.empty() && (rest[0] == '+' || rest[0] == '-')) {
      return BadTime(text, "has a timezone, but times are UTC");
    }
    TakeChar(&rest, 'Z');
    if (!rest.empty()) return BadTime(text, "is not a time");
  }
  if (year < kFirstYear || year > kLastYear) {
    return BadTime(text, "is outside the years 1970 to 2200");
  }
  if (month < 1 || month > 12) return BadTime(text, "has no such month");
  if (day < 1 || day > DaysInMonth(year, month)) return BadTime(text, "has no such day");
  if (hour > 23 || minute > 59 || second > 59) return BadTime(text, "has no such time of day");
  return MicrosOf({year, month, day}) + hour * kMicrosPerHour + minute * 60 * kMicrosPerSecond +
         second * kMicrosPerSecond + fraction;
}

std::string FormatTime(int64_t micros) {
  const Date date = DateOf(micros);
  const int64_t of_day = micros - FloorDiv(micros, kMicrosPerDay) * kMicrosPerDay;
  const int64_t seconds = of_day / kMicrosPerSecond;
  const int64_t fraction = of_day % kMicrosPerSecond;
  std::string text = fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", date.year, date.month,
                                 date.day, seconds / 3600, seconds / 60 % 60, seconds % 60);
  if (fraction != 0) text += fmt::format(".{:06}", fraction);
  return text + "Z";
}

Date DateOf(int64_t micros) {
  const int64_t days = FloorDiv(micros, kMicrosPerDay) + 719468;
  const int64_t era = FloorDiv(days, 146097);
  const int64_t day_of_era = days - era * 146097;
  const int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t march_month = (5 * day_of_year + 2) / 153;
  const auto month = static_cast<int>(march_month < 10 ? march_month + 3 : march_month - 9);
  return {static_cast<int>(year_of_era + era * 400 + (month <= 2)), month,
          static_cast<int>(day_of_year - (153 * march_month + 2) / 5 + 1)};
}

int64_t MicrosOf(Date date) {
  return DaysFromCivil(date.year, date.month, date.day) * kMicrosPerDay;
}

int DaysInMonth(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return kDays[month - 1] + (month == 2 && leap);
}

arrow::Result<int64_t> ParseDuration(std::string_view text) { return ParseHours(text, 1); }

arrow::Result<int64_t> ParseOffset(std::string_view text) { return ParseHours(text, 0); }

std::string FormatDuration(int64_t hours) {
  if (hours != 0 && hours % 24 == 0) return fmt::format("{}d", hours / 24);
  return fmt::format("{}h", hours);
}

}  // namespace fauxmart
