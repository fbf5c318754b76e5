// Times, durations and numbers: what parses prints, and parses again to the same.
#include <cmath>

#include "base/text.h"
#include "base/time.h"
#include "fuzz_target.h"

using namespace fauxmart;

FUZZ_TARGET(time) {
  const std::string_view text = fuzz::TextOf(data, size);
  if (const auto time = ParseTime(text); time.ok()) {
    const auto again = ParseTime(FormatTime(*time));
    fuzz::Require(again.ok() && *again == *time, "a time reads back", text);
    const Date date = DateOf(*time);
    const int64_t midnight = MicrosOf(date);
    fuzz::Require(midnight <= *time && *time < midnight + kMicrosPerDay, "a time is in its day",
                  text);
    fuzz::Require(date.day >= 1 && date.day <= DaysInMonth(date.year, date.month),
                  "a date is one of the calendar", text);
  }
  for (const auto parse : {ParseDuration, ParseOffset}) {
    const auto hours = parse(text);
    if (!hours.ok()) continue;
    fuzz::Require(*hours >= 0 && *hours <= kMaxDurationHours, "a duration is in bounds", text);
    const auto again = parse(FormatDuration(*hours));
    fuzz::Require(again.ok() && *again == *hours, "a duration reads back", text);
  }
  const auto whole = ParseWhole(text);
  if (whole.ok()) {
    fuzz::Require(*ParseWhole(std::to_string(*whole)) == *whole, "a whole number reads back", text);
  }
  const auto decimal = ParseDecimal(text);
  if (decimal.ok()) {
    fuzz::Require(std::isfinite(*decimal) && !(*decimal == 0 && std::signbit(*decimal)),
                  "a number is finite and not minus zero", text);
    const auto again = ParseDecimal(FormatNumber(*decimal));
    fuzz::Require(again.ok() && *again == *decimal, "a number reads back", text);
  }
  fuzz::Require(!whole.ok() || decimal.ok(), "a whole number is a number", text);
  return 0;
}
