// Numbers, tables and sparklines as text for people.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cli/terminal.h"

namespace fauxmart {

// 1559991 -> "1,559,991".
std::string Grouped(int64_t number);
// 1234567 -> "1.23 M", 850 -> "850": three digits are enough for a rate.
std::string Scaled(double number);
// 1536 -> "1.5 KiB".
std::string Bytes(double bytes);
// 0.314 -> "0.31 s", 75 -> "1 min 15 s".
std::string Seconds(double seconds);
// The same without a fraction, for a figure that is an estimate: 6.2 -> "6 s".
std::string WholeSeconds(double seconds);

// A table of text cells. Numeric columns stand right. On a terminal that is too narrow, long cells
// are shortened first, then the last columns are left out and named below.
struct TextTable {
  std::vector<std::string> columns;
  std::vector<bool> numeric;
  std::vector<std::vector<std::string>> rows;
};

// With a frame: for looking at rows of data.
std::string DrawTable(const TextTable& table, const Terminal& terminal);
// Without: names, numbers and nothing between them, each line behind `indent` blanks.
std::string AlignTable(const TextTable& table, int indent, const Terminal& terminal);

// The course of `values` in at most `width` characters, each the mean of its share.
std::string Sparkline(const std::vector<int64_t>& values, int width, bool unicode);

// One word for a POSIX shell, quoted where it must be.
std::string ShellQuoted(std::string_view word);

}  // namespace fauxmart
