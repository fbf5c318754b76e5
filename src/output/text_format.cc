#include "output/text_format.h"

#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdlib>

namespace fauxmart {
namespace {

// Values of at most 4 decimals and 15 digits, which most are: true, and written, if v is one. No
// two such decimals are the same double, so the one that is v is its shortest text.
bool WriteShortDecimal(char*& out, double v) {
  const double scaled = v * 10000.0;
  if (!(std::fabs(scaled) < 1e15)) return false;
  const int64_t rounded = std::llrint(scaled);
  if (static_cast<double>(rounded) / 10000.0 != v) return false;
  *out = '-';
  out += std::signbit(v);
  const auto magnitude = static_cast<uint64_t>(std::llabs(rounded));
  out = WriteUint(out, magnitude / 10000);
  const auto fraction = static_cast<uint32_t>(magnitude % 10000);
  out[0] = '.';
  text_internal::WritePair(out + 1, fraction / 100);
  text_internal::WritePair(out + 3, fraction % 100);
  out += 5;
  while (out[-1] == '0' && out[-2] != '.') --out;
  return true;
}

}  // namespace

char* WriteDouble(char* out, double v) {
  if (WriteShortDecimal(out, v)) return out;
  char* end = std::to_chars(out, out + kMaxDoubleChars, v).ptr;
  for (const char* c = out; c != end; ++c) {
    if (*c == '.' || *c == 'e' || *c == 'n') return end;
  }
  std::memcpy(end, ".0", 2);
  return end + 2;
}

void FillDay(DayCache& cache, int64_t day) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  const auto year = static_cast<uint32_t>(static_cast<int>(date.year()));
  text_internal::WritePair(cache.text, year / 100 % 100);
  text_internal::WritePair(cache.text + 2, year % 100);
  cache.text[4] = '-';
  text_internal::WritePair(cache.text + 5, static_cast<unsigned>(date.month()));
  cache.text[7] = '-';
  text_internal::WritePair(cache.text + 8, static_cast<unsigned>(date.day()));
  cache.text[10] = 'T';
  cache.day = day;
}

char* WriteJsonString(char* out, std::string_view text) {
  constexpr char kHex[] = "0123456789abcdef";
  *out++ = '"';
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      *out++ = '\\';
      *out++ = c;
    } else if (byte >= 0x20) {
      *out++ = c;
    } else if (c == '\n' || c == '\t' || c == '\r') {
      *out++ = '\\';
      *out++ = c == '\n' ? 'n' : c == '\t' ? 't' : 'r';
    } else {
      std::memcpy(out, "\\u00", 4);
      out[4] = kHex[byte >> 4];
      out[5] = kHex[byte & 15];
      out += 6;
    }
  }
  *out++ = '"';
  return out;
}

char* WriteCsvField(char* out, std::string_view text) {
  if (!text.empty() && text.find_first_of(",\"\r\n") == std::string_view::npos) {
    std::memcpy(out, text.data(), text.size());
    return out + text.size();
  }
  *out++ = '"';
  for (const char c : text) {
    if (c == '"') *out++ = '"';
    *out++ = c;
  }
  *out++ = '"';
  return out;
}

}  // namespace fauxmart
