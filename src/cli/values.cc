// The values of flags: strictly parsed, whole words, with the range in the message.
#include <fmt/format.h>

#include <charconv>

#include "base/text.h"
#include "cli/parse.h"

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

std::string Spelled(double number) { return fmt::format("{:.0f}", number); }

std::string Label(const Flag& flag) { return flag.positional() ? flag.name : flag.Shown(); }

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
  if (number && *number > flag.min && *number <= flag.max) {
    return Status::OK();
  }
  std::string range = fmt::format("a number above {}", Spelled(flag.min));
  if (flag.max != kNoLimit) range += fmt::format(" and not above {}", Spelled(flag.max));
  return Status::Invalid(fmt::format("{} '{}' is not {}", flag.name, value, range));
}

Status CheckKnown(std::string_view what, const Flag& flag, const std::string& value) {
  const std::vector<std::string> known = KnownValues(flag);
  for (const std::string& word : known) {
    if (word == value) return Status::OK();
  }
  return Status::Invalid(fmt::format("{} '{}' is unknown{}\nKnown: {}", what, value,
                                     NearestHint(value, known), fmt::join(known, ", ")));
}

}  // namespace

arrow::Status CheckValue(const Flag& flag, const std::string& value) {
  switch (flag.kind) {
    case Kind::kInteger:
      return CheckInteger(flag, value);
    case Kind::kNumber:
      return CheckNumber(flag, value);
    case Kind::kSeed:
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
      return CheckKnown("table", flag, value);
    case Kind::kTables:
      for (const std::string& name : SplitCommas(value)) {
        if (name.empty()) {
          return Status::Invalid(fmt::format("{} '{}' has an empty name", flag.name, value));
        }
        ARROW_RETURN_NOT_OK(CheckKnown(flag.name + ": table", flag, name));
      }
      return Status::OK();
    case Kind::kScenarioName:
      return CheckKnown("scenario", flag, value);
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
  const std::string nearest = Nearest(word, known);
  return nearest.empty() ? "" : "; did you mean " + nearest + "?";
}

std::vector<std::string> SplitCommas(std::string_view text) {
  std::vector<std::string> parts;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t comma = std::min(text.find(',', begin), text.size());
    parts.emplace_back(text.substr(begin, comma - begin));
    begin = comma + 1;
  }
  return parts;
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
