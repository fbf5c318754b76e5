// Values as text, for CSV and JSON: no allocation, no locale, no branch on a table of digits.
//
// Every Write function writes at `out` and returns the end of what it wrote. It may scribble on up
// to kTextSlack bytes beyond that.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace fauxmart {

inline constexpr int kTextSlack = 32;
inline constexpr int kMaxIntChars = 20;
inline constexpr int kMaxMoneyChars = 21;
inline constexpr int kMaxDoubleChars = 28;
inline constexpr int kTimestampChars = 27;

namespace text_internal {

inline constexpr char kPairs[] =
    "00010203040506070809101112131415161718192021222324252627282930313233343536373839"
    "40414243444546474849505152535455565758596061626364656667686970717273747576777879"
    "8081828384858687888990919293949596979899";

inline void WritePair(char* out, uint32_t v) { std::memcpy(out, kPairs + 2 * v, 2); }

// The eight decimal digits of v < 10^8, the first in the lowest byte, each 0 to 9.
inline uint64_t EightDigits(uint32_t v) {
  const uint64_t halves = (v / 10000) | (static_cast<uint64_t>(v % 10000) << 32);
  const uint64_t high_pairs = ((halves * 10486u) >> 20) & 0x0000007f0000007fu;
  const uint64_t pairs = high_pairs + ((halves - 100 * high_pairs) << 16);
  const uint64_t tens = ((pairs * 103u) >> 10) & 0x000f000f000f000fu;
  return tens + ((pairs - 10 * tens) << 8);
}

inline constexpr uint64_t kZeros = 0x3030303030303030u;

inline char* WriteEight(char* out, uint32_t v) {
  const uint64_t digits = EightDigits(v) | kZeros;
  std::memcpy(out, &digits, 8);
  return out + 8;
}

// Without leading zeros; v < 10^8.
inline char* WriteTrimmed(char* out, uint32_t v) {
  const uint64_t digits = EightDigits(v);
  const int zeros = std::countr_zero(digits | (uint64_t{1} << 56)) & ~7;
  const uint64_t text = (digits | kZeros) >> zeros;
  std::memcpy(out, &text, 8);
  return out + 8 - zeros / 8;
}

}  // namespace text_internal

inline char* WriteUint(char* out, uint64_t v) {
  constexpr uint64_t kEight = 100000000;
  if (v < kEight) return text_internal::WriteTrimmed(out, static_cast<uint32_t>(v));
  const uint64_t high = v / kEight;
  if (high < kEight) {
    out = text_internal::WriteTrimmed(out, static_cast<uint32_t>(high));
  } else {
    out = text_internal::WriteTrimmed(out, static_cast<uint32_t>(high / kEight));
    out = text_internal::WriteEight(out, static_cast<uint32_t>(high % kEight));
  }
  return text_internal::WriteEight(out, static_cast<uint32_t>(v % kEight));
}

// Writes the sign; returns the magnitude, also that of INT64_MIN.
inline uint64_t WriteSign(char*& out, int64_t v) {
  *out = '-';
  out += v < 0;
  const auto magnitude = static_cast<uint64_t>(v);
  return v < 0 ? 0 - magnitude : magnitude;
}

inline char* WriteInt(char* out, int64_t v) {
  const uint64_t magnitude = WriteSign(out, v);
  return WriteUint(out, magnitude);
}

// Cents as "-12.05".
inline char* WriteMoney(char* out, int64_t cents) {
  const uint64_t magnitude = WriteSign(out, cents);
  out = WriteUint(out, magnitude / 100);
  *out = '.';
  text_internal::WritePair(out + 1, static_cast<uint32_t>(magnitude % 100));
  return out + 3;
}

// "false" or "true".
inline char* WriteBool(char* out, bool v) {
  std::memcpy(out, v ? "true " : "false", 5);
  return out + 5 - v;
}

// The shortest text that reads back as v, always with a point or an exponent: 5.0, 0.25, 1e+30.
// NaN and infinities: "nan", "inf", "-inf".
char* WriteDouble(char* out, double v);

// The text of the last day written; rows are sorted in time, so it is nearly always the next one's.
struct DayCache {
  int64_t day = INT64_MIN;
  char text[16];  // "2025-01-01T"
};
void FillDay(DayCache& cache, int64_t day);

// Microseconds since 1970 as "2025-01-01T00:00:00.000000Z"; years 0000 to 9999.
inline char* WriteTimestamp(char* out, int64_t micros, DayCache& cache) {
  constexpr int64_t kDay = 86400ll * 1000000;
  int64_t day = micros / kDay;
  int64_t rest = micros % kDay;
  if (rest < 0) {
    rest += kDay;
    --day;
  }
  if (day != cache.day) FillDay(cache, day);
  const auto seconds = static_cast<uint32_t>(rest / 1000000);
  const auto fraction = static_cast<uint32_t>(rest % 1000000);
  const uint32_t hour = seconds / 3600;
  const uint32_t minute = seconds / 60 % 60;
  const uint64_t digits = text_internal::EightDigits(fraction) | text_internal::kZeros;
  std::memcpy(out + 18, &digits, 8);  // its two leading zeros are written over below
  std::memcpy(out, cache.text, 16);
  text_internal::WritePair(out + 11, hour);
  out[13] = ':';
  text_internal::WritePair(out + 14, minute);
  out[16] = ':';
  text_internal::WritePair(out + 17, seconds % 60);
  out[19] = '.';
  out[26] = 'Z';
  return out + kTimestampChars;
}

// A JSON string, with its quotes; at most 6 times the text's size and 2.
char* WriteJsonString(char* out, std::string_view text);

// A CSV field (RFC 4180): quoted if it is empty, or has a comma, a quote or a line end, so that an
// empty field is left to mean null. At most 2 times the text's size and 2.
char* WriteCsvField(char* out, std::string_view text);

}  // namespace fauxmart
