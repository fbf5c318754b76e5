// The values of flags: strictly parsed, whole words, with the range in the message.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <set>

#include "base/text.h"
#include "cli/parse.h"
#include "tables/tables.h"

namespace fauxmart {

namespace {

using arrow::Status;

constexpr int kMaxShards = 100000;

// Seeds go beyond int64, which the numbers of files do not.
std::optional<uint64_t> WholeSeed(std::string_view text) {
  uint64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || stop != end) return std::nullopt;
  return value;
}

std::optional<int64_t> Whole(std::string_view text) {
  const auto number = ParseWhole(text);
  return number.ok() ? std::optional(*number) : std::nullopt;
}

std::optional<double> Decimal(std::string_view text) {
  const auto number = ParseDecimal(text);
  return number.ok() ? std::optional(*number) : std::nullopt;
}

std::string Spelled(double number) { return fmt::format("{:.12g}", number); }

std::string Label(const Flag& flag) { return flag.positional() ? flag.name : flag.Shown(); }

Status CheckLeadingZero(const Flag& flag, std::string_view value) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  std::string_view rest = value;
  while (rest.size() > 1 && rest[0] == '0' && is_digit(rest[1])) rest.remove_prefix(1);
  if (rest.size() == value.size()) return Status::OK();
  return Status::Invalid(fmt::format(
      "{} '{}' has a leading zero, which some read as octal\nWrite {}", flag.name, value, rest));
}

Status CheckInteger(const Flag& flag, const std::string& value) {
  const auto number = Whole(value);
  if (number && static_cast<double>(*number) >= flag.min &&
      static_cast<double>(*number) <= flag.max) {
    return Status::OK();
  }
  const std::string range =
      flag.max == kNoLimit
          ? fmt::format("a whole number of at least {}", Spelled(flag.min))
          : fmt::format("a whole number from {} to {}", Spelled(flag.min), Spelled(flag.max));
  return Status::Invalid(fmt::format("{} '{}' is not {}", flag.name, value, range));
}

Status CheckNumber(const Flag& flag, const std::string& value) {
  const auto number = Decimal(value);
  if (number && *number > 0 && *number >= flag.min && *number <= flag.max) {
    return Status::OK();
  }
  const std::string range =
      flag.max == kNoLimit
          ? fmt::format("a number above {}", Spelled(flag.min))
          : fmt::format("a number from {} to {}", Spelled(flag.min), Spelled(flag.max));
  return Status::Invalid(fmt::format("{} '{}' is not {}", flag.name, value, range));
}

Status CheckPercent(const Flag& flag, const std::string& value) {
  const auto number = Decimal(value);
  if (number && *number >= 0 && *number <= flag.max) return Status::OK();
  return Status::Invalid(
      fmt::format("{} '{}' is not a number from 0 to {}", flag.name, value, Spelled(flag.max)));
}

Status CheckKnown(std::string_view what, const Flag& flag, const std::string& value) {
  const std::vector<std::string> known = KnownValues(flag);
  for (const std::string& word : known) {
    if (word == value) return Status::OK();
  }
  return Status::Invalid(fmt::format("{} '{}' is unknown{}\nKnown: {}", what, value,
                                     NearestHint(value, known), fmt::join(known, ", ")));
}

Status CheckTables(const Flag& flag, const std::string& value) {
  std::set<std::string> seen;
  for (const std::string& name : TableNames(value)) {
    if (name.empty()) {
      return Status::Invalid(fmt::format("{} '{}' has an empty name", flag.name, value));
    }
    ARROW_RETURN_NOT_OK(CheckKnown(flag.name + ": table", flag, name));
    if (!seen.insert(name).second) {
      return Status::Invalid(
          fmt::format("{} '{}' names {} twice; once is right", flag.name, value, name));
    }
  }
  return Status::OK();
}

// Are the letters of `word` all in `name`, in their order, and half of its letters or more?
bool Abbreviates(std::string_view word, std::string_view name) {
  if (word.size() < 3 || word.size() * 2 < name.size() || word.front() != name.front()) {
    return false;
  }
  size_t at = 0;
  for (const char c : name) at += at < word.size() && word[at] == c ? 1 : 0;
  return at == word.size();
}

}  // namespace

arrow::Status CheckValue(const Flag& flag, const std::string& value) {
  switch (flag.kind) {
    case Kind::kInteger:
      ARROW_RETURN_NOT_OK(CheckLeadingZero(flag, value));
      return CheckInteger(flag, value);
    case Kind::kNumber:
      ARROW_RETURN_NOT_OK(CheckLeadingZero(flag, value));
      return CheckNumber(flag, value);
    case Kind::kPercent:
      ARROW_RETURN_NOT_OK(CheckLeadingZero(flag, value));
      return CheckPercent(flag, value);
    case Kind::kSeed:
      ARROW_RETURN_NOT_OK(CheckLeadingZero(flag, value));
      if (WholeSeed(value)) return Status::OK();
      return Status::Invalid(fmt::format(
          "{} '{}' is not a whole number from 0 to 18446744073709551615", flag.name, value));
    case Kind::kShard:
      if (ParseShard(value)) return Status::OK();
      return Status::Invalid(
          fmt::format("{} '{}' is not I/N with 1 <= I <= N <= {}, such as 1/4 (the first of four)",
                      flag.name, value, kMaxShards));
    case Kind::kChoice:
      return CheckKnown(Label(flag).substr(0, Label(flag).find(' ')), flag, value);
    case Kind::kTable:
      return CheckKnown("table", flag, TableName(value));
    case Kind::kTables:
      return CheckTables(flag, value);
    case Kind::kCommand:
      return CheckKnown("command", flag, value);
    case Kind::kSwitch:
    case Kind::kText:
    case Kind::kScenario:
    case Kind::kFile:
    case Kind::kDirectory:
      return Status::OK();
  }
  return Status::OK();
}

std::optional<Shard> ParseShard(std::string_view text) {
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto index = Whole(text.substr(0, slash));
  const auto count = Whole(text.substr(slash + 1));
  if (!index || !count || *index < 1 || *index > *count || *count > kMaxShards) return std::nullopt;
  return Shard{static_cast<int>(*index), static_cast<int>(*count)};
}

std::string NearestHint(std::string_view word, const std::vector<std::string>& known) {
  std::string nearest = Nearest(word, known);
  if (nearest.empty()) {
    const auto meant = std::ranges::find_if(
        known, [word](const std::string& name) { return Abbreviates(word, name); });
    if (meant != known.end()) nearest = *meant;
  }
  return nearest.empty() ? "" : "; did you mean " + nearest + "?";
}

std::vector<std::string> SplitCommas(std::string_view text) {
  std::vector<std::string> parts;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t comma = std::min(text.find(',', begin), text.size());
    std::string_view part = text.substr(begin, comma - begin);
    while (part.starts_with(' ')) part.remove_prefix(1);
    while (part.ends_with(' ')) part.remove_suffix(1);
    parts.emplace_back(part);
    begin = comma + 1;
  }
  return parts;
}

std::string TableName(std::string_view text) {
  constexpr std::string_view kFolder = "truth/";
  if (text.starts_with(kFolder)) {
    const std::string inside(text.substr(kFolder.size()));
    const TableDecl* table = FindTable(inside);
    if (table != nullptr && table->kind == TableKind::kTruth) return inside;
  }
  return std::string(text);
}

std::vector<std::string> TableNames(std::string_view text) {
  std::vector<std::string> names = SplitCommas(text);
  for (std::string& name : names) name = TableName(name);
  return names;
}

std::optional<std::string> Invocation::Text(std::string_view flag) const {
  const auto found = values.find(flag);
  if (found == values.end() || found->second.empty()) return std::nullopt;
  return found->second.front();
}

std::string Invocation::TextOr(std::string_view flag, std::string_view otherwise) const {
  return Text(flag).value_or(std::string(otherwise));
}

std::vector<std::string> Invocation::All(std::string_view flag) const {
  const auto found = values.find(flag);
  return found == values.end() ? std::vector<std::string>() : found->second;
}

std::optional<int64_t> Invocation::Integer(std::string_view flag) const {
  const auto text = Text(flag);
  return text ? Whole(*text) : std::nullopt;
}

std::optional<double> Invocation::Number(std::string_view flag) const {
  const auto text = Text(flag);
  return text ? Decimal(*text) : std::nullopt;
}

std::optional<uint64_t> Invocation::Seed(std::string_view flag) const {
  const auto text = Text(flag);
  return text ? WholeSeed(*text) : std::nullopt;
}

}  // namespace fauxmart
