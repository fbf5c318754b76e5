// Charts in the terminal: a series as columns, several lines high.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cli/terminal.h"

namespace fauxmart {

// A chart of `values` under its title, from zero to the highest, at most as wide as the terminal.
// Each column is the mean of its share of the values.
std::string Chart(std::string_view title, const std::vector<int64_t>& values,
                  const Terminal& terminal);

}  // namespace fauxmart
