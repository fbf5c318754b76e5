// The data dictionary for a person at a terminal.
#pragma once

#include <string>

#include "cli/terminal.h"

namespace fauxmart {

// A table's columns, one below the other: name, type and meaning, wrapped to the terminal's width.
// `table` empty: all tables. A name that is unknown makes an empty text.
std::string DescribeText(const std::string& table, const Terminal& terminal);

}  // namespace fauxmart
