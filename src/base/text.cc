#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace fauxmart {
namespace {

constexpr size_t kLongestWord = 64;   // nobody mistypes more; bounds the work of Nearest()
constexpr size_t kMostListed = 12;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

std::string Fold(std::string_view word) {
  std::string folded(word);
  for (char& c : folded) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '-') c = '_';
  }
  return folded;
}

// Edits (insert, delete, replace, swap neighbours) between two words; `most` if it is no less.
size_t Distance(std::string_view a, std::string_view b, size_t most) {
  std::vector<size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    size_t least = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
      least = std::min(least, row[j]);
    }
    if (least >= most) return most;  // no later row has less
    std::swap(before, last);
    std::swap(last, row);
  }
  return std::min(last[b.size()], most);
}

size_t CountDigits(std::string_view text, size_t from) {
  size_t to = from;
  while (to < text.size() && IsDigit(text[to])) ++to;
  return to - from;
}

// Long input is not worth repeating in full.
std::string Quoted(std::string_view text) {
  constexpr size_t kShown = 60;
  if (text.size() <= kShown) return fmt::format("\"{}\"", text);
  size_t end = kShown;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return fmt::format("\"{}...\"", text.substr(0, end));
}

// Checks the grammar of a number; std::from_chars alone would take "inf", "nan" and "012".
arrow::Status CheckNumber(std::string_view text, bool whole) {
  const std::string_view kind = whole ? "a whole number" : "a number";
  const std::string_view example =
      whole ? "write digits only, such as 15000" : "write a decimal number, such as 0.05";
  if (text.empty()) return arrow::Status::Invalid("empty, not ", kind, "; ", example);
  const size_t start = text[0] == '-' ? 1 : 0;
  const size_t digits = CountDigits(text, start);
  if (digits > 1 && text[start] == '0') {
    std::string_view rest = text.substr(start);
    while (rest.size() > 1 && rest[0] == '0' && IsDigit(rest[1])) rest.remove_prefix(1);
    return arrow::Status::Invalid(Quoted(text), " has a leading zero, which some read as octal; ",
                                  "write ", start == 1 ? "-" : "", std::string(rest));
  }
  size_t at = start + digits;
  bool ok = digits > 0;
  const bool ends_here = at == text.size();
  if (ok && at < text.size() && text[at] == '.') {
    const size_t fraction = CountDigits(text, at + 1);
    ok = fraction > 0;
    at += 1 + fraction;
  }
  if (ok && at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    const size_t exponent = CountDigits(text, at);
    ok = exponent > 0;
    at += exponent;
  }
  if (!ok || at != text.size() || (whole && !ends_here)) {
    return arrow::Status::Invalid(Quoted(text), " is not ", kind, "; ", example);
  }
  return arrow::Status::OK();
}

}  // namespace

arrow::Result<int64_t> ParseWhole(std::string_view text) {
  ARROW_RETURN_NOT_OK(CheckNumber(text, /*whole=*/true));
  int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    return arrow::Status::Invalid(Quoted(text), " is too large; write at most 9223372036854775807");
  }
  return value;
}

arrow::Result<double> ParseDecimal(std::string_view text) {
  ARROW_RETURN_NOT_OK(CheckNumber(text, /*whole=*/false));
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) {
    return arrow::Status::Invalid(Quoted(text),
                                  " does not fit a number; write one of a usual size");
  }
  return value + 0.0;  // minus zero becomes zero
}

std::string FormatNumber(double value) { return fmt::format("{}", value); }

std::string Nearest(std::string_view word, const std::vector<std::string>& names) {
  if (word.empty() || word.size() > kLongestWord) return "";
  const std::string wanted = Fold(word);
  // One edit in a short word, one in three letters of a long one, and never a whole new word.
  size_t best = std::min(std::max<size_t>(1, word.size() / 3), word.size() - 1) + 1;
  const std::string* nearest = nullptr;
  for (const std::string& name : names) {
    if (name.size() > kLongestWord || name.empty()) continue;
    // Words of such lengths are that far apart whatever their letters.
    if (std::max(name.size(), word.size()) - std::min(name.size(), word.size()) >= best) continue;
    const size_t distance = Distance(wanted, Fold(name), best);
    if (distance >= best || distance >= name.size()) continue;
    best = distance;
    nearest = &name;
  }
  return nearest == nullptr ? "" : *nearest;
}

std::string DidYouMean(std::string_view word, const std::vector<std::string>& names) {
  const std::string nearest = Nearest(word, names);
  if (!nearest.empty()) return fmt::format("; did you mean {}?", nearest);
  if (names.empty()) return "; none is known here";
  std::vector<std::string> listed(names.begin(),
                                  names.begin() + std::min(names.size(), kMostListed));
  return fmt::format("; known: {}{}", Join(listed), names.size() > kMostListed ? " ..." : "");
}

std::string Join(const std::vector<std::string>& words, std::string_view separator) {
  return fmt::format("{}", fmt::join(words, separator));
}

size_t FindNonText(std::string_view bytes) {
  size_t i = 0;
  while (i < bytes.size()) {
    const auto lead = static_cast<unsigned char>(bytes[i]);
    if (lead < 0x80) {
      if ((lead < 0x20 && lead != '\t' && lead != '\n' && lead != '\r') || lead == 0x7F) return i;
      ++i;
      continue;
    }
    const size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || i + length > bytes.size()) return i;
    uint32_t point = lead & (0xFFu >> (length + 1));
    for (size_t k = 1; k < length; ++k) {
      const auto next = static_cast<unsigned char>(bytes[i + k]);
      if ((next & 0xC0) != 0x80) return i;
      point = (point << 6) | (next & 0x3F);
    }
    // Overlong forms, surrogates, and what lies beyond Unicode.
    if ((length == 3 && point < 0x800) || (length == 4 && point < 0x10000) ||
        (point >= 0xD800 && point <= 0xDFFF) || point > 0x10FFFF) {
      return i;
    }
    i += length;
  }
  return std::string_view::npos;
}

}  // namespace fauxmart
