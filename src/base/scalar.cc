#include "base/scalar.h"

#include <fmt/format.h>

#include "base/text.h"

namespace fauxmart {
namespace {

constexpr size_t kLongestName = 100;

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

arrow::Result<double> ScalarNumber(const Node& node, Bounds bounds) {
  if (node.quoted) {
    return arrow::Status::Invalid(Quote(node.text), " is a text in quotes; write a number ",
                                  RangeWords(bounds), " without them");
  }
  ARROW_ASSIGN_OR_RAISE(const double value, ParseDecimal(node.text));
  if (!(value >= bounds.low && value <= bounds.high)) {
    return arrow::Status::Invalid(node.text, " is out of range; write a number ",
                                  RangeWords(bounds));
  }
  return value;
}

arrow::Result<int64_t> ScalarWhole(const Node& node, int64_t low, int64_t high) {
  if (node.quoted) {
    return arrow::Status::Invalid(Quote(node.text), " is a text in quotes; write a whole number ",
                                  "from ", low, " to ", high, " without them");
  }
  ARROW_ASSIGN_OR_RAISE(const int64_t value, ParseWhole(node.text));
  if (value < low || value > high) {
    return arrow::Status::Invalid(node.text, " is out of range; write a whole number from ", low,
                                  " to ", high);
  }
  return value;
}

arrow::Status CheckNameText(std::string_view name) {
  if (name.empty()) return arrow::Status::Invalid("an empty name; write at least one letter");
  if (name.size() > kLongestName) {
    return arrow::Status::Invalid("a name of ", name.size(), " bytes; write at most ",
                                  kLongestName);
  }
  if (IsSpace(name.front()) || IsSpace(name.back()) ||
      name.find_first_of("\n\r\t") != std::string_view::npos) {
    return arrow::Status::Invalid(
        "a name with space around it or of several lines; write one line without");
  }
  return arrow::Status::OK();
}

std::string RangeWords(Bounds bounds) {
  return fmt::format("from {} to {}", FormatNumber(bounds.low), FormatNumber(bounds.high));
}

std::string Quote(std::string_view text) {
  return text.size() <= kLongestName ? fmt::format("\"{}\"", text) : "a text of some length";
}

}  // namespace fauxmart
