#include "output/csv_guard.h"

#include <algorithm>

#include "output/text_format.h"

namespace fauxmart {
namespace {

constexpr char kMark = '\'';

// The first character of what spreadsheets compute: ASCII, and full-width in UTF-8.
constexpr std::string_view kStarts[] = {"=",  "+",      "-",      "@",      "\t",    "\r",
                                        "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"};

}  // namespace

bool NeedsGuard(std::string_view text) {
  if (text.starts_with(kMark)) return true;
  const std::string_view rest = text.substr(std::min(text.find_first_not_of(' '), text.size()));
  return std::ranges::any_of(kStarts,
                             [&](std::string_view start) { return rest.starts_with(start); });
}

char* WriteGuardedCsvField(char* out, std::string_view text) {
  if (!NeedsGuard(text)) return WriteCsvField(out, text);
  *out++ = '"';
  *out++ = kMark;
  for (const char c : text) {
    if (c == '"') *out++ = '"';
    *out++ = c;
  }
  *out++ = '"';
  return out;
}

std::optional<std::string_view> WithoutGuard(std::string_view field) {
  if (!field.starts_with(kMark)) {
    return NeedsGuard(field) ? std::nullopt : std::optional(field);
  }
  field.remove_prefix(1);
  return NeedsGuard(field) ? std::optional(field) : std::nullopt;
}

}  // namespace fauxmart
