// What a scalar of a document means: a number within bounds, a name. Refusals read "what; what
// would be right".
#pragma once

#include <arrow/result.h>
#include <arrow/status.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "base/document.h"

namespace fauxmart {

// Where a number may lie, ends included. There is always an upper end: no absurd number gets by.
struct Bounds {
  double low = 0, high = 0;
};
inline constexpr Bounds kShare{0, 1};

arrow::Result<double> ScalarNumber(const Node& node, Bounds bounds);
arrow::Result<int64_t> ScalarWhole(const Node& node, int64_t low, int64_t high);

// A good name: not empty, no space around it, one line, at most 100 bytes.
arrow::Status CheckNameText(std::string_view name);

// "from 0 to 1"
std::string RangeWords(Bounds bounds);

// A text in quotes, unless it is too long to repeat.
std::string Quote(std::string_view text);

}  // namespace fauxmart
