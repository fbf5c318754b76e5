#include "cli/render.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace fauxmart {

namespace {

constexpr int kLongCell = 24;  // cells are not shortened below this to make room

struct Frame {
  std::string_view line, bar, top_left, top_mid, top_right, left, mid, right, low_left, low_mid,
      low_right;
};
constexpr Frame kUnicodeFrame{"─", "│", "┌", "┬", "┐", "├", "┼", "┤", "└", "┴", "┘"};
constexpr Frame kAsciiFrame{"-", "|", "+", "+", "+", "+", "+", "+", "+", "+", "+"};

std::vector<int> NaturalWidths(const TextTable& table) {
  std::vector<int> widths;
  for (size_t c = 0; c < table.columns.size(); ++c) {
    int width = DisplayWidth(table.columns[c]);
    for (const auto& row : table.rows) width = std::max(width, DisplayWidth(row[c]));
    widths.push_back(width);
  }
  return widths;
}

int FrameWidth(const std::vector<int>& widths) {
  int total = 1;
  for (const int width : widths) total += width + 3;
  return total;
}

// Shortens the widest text columns, then drops columns from the right, until the rest fits.
std::vector<int> FitWidths(const TextTable& table, int limit) {
  std::vector<int> widths = NaturalWidths(table);
  if (limit == 0) return widths;
  while (FrameWidth(widths) > limit) {
    const auto widest = std::ranges::max_element(widths);
    if (*widest <= kLongCell) break;
    --*widest;
  }
  while (widths.size() > 1 && FrameWidth(widths) > limit) widths.pop_back();
  if (FrameWidth(widths) > limit) widths[0] = std::max(1, limit - 4);
  return widths;
}

std::string Padded(const std::string& text, int width, bool right) {
  const std::string blanks(static_cast<size_t>(std::max(0, width - DisplayWidth(text))), ' ');
  return right ? blanks + text : text + blanks;
}

std::string Rule(const std::vector<int>& widths, std::string_view line, std::string_view left,
                 std::string_view mid, std::string_view right) {
  std::string text(left);
  for (size_t c = 0; c < widths.size(); ++c) {
    for (int i = 0; i < widths[c] + 2; ++i) text += line;
    text += c + 1 < widths.size() ? mid : right;
  }
  return text;
}

}  // namespace

std::string Grouped(int64_t number) {
  std::string digits = fmt::format("{}", number);
  const size_t first = number < 0 ? 1 : 0;
  for (size_t i = digits.size(); i > first + 3;) digits.insert(i -= 3, ",");
  return digits;
}

std::string Scaled(double number) {
  constexpr std::array<std::string_view, 4> kUnits = {"", " k", " M", " G"};
  size_t unit = 0;
  while (number >= 999.5 && unit + 1 < kUnits.size()) {
    number /= 1000;
    ++unit;
  }
  const int decimals = unit == 0 || number >= 99.95 ? 0 : number >= 9.995 ? 1 : 2;
  return fmt::format("{:.{}f}{}", number, decimals, kUnits[unit]);
}

std::string Bytes(double bytes) {
  constexpr std::array<std::string_view, 5> kUnits = {"B", "KiB", "MiB", "GiB", "TiB"};
  size_t unit = 0;
  while (bytes >= 1023.5 && unit + 1 < kUnits.size()) {
    bytes /= 1024;
    ++unit;
  }
  return fmt::format("{:.{}f} {}", bytes, unit == 0 || bytes >= 99.95 ? 0 : 1, kUnits[unit]);
}

std::string Seconds(double seconds) {
  return seconds < 9.995 ? fmt::format("{:.2f} s", seconds) : WholeSeconds(seconds);
}

std::string WholeSeconds(double seconds) {
  const auto whole = static_cast<int64_t>(std::llround(seconds));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

std::string DrawTable(const TextTable& table, const Terminal& terminal) {
  const Frame& frame = terminal.unicode ? kUnicodeFrame : kAsciiFrame;
  const std::vector<int> widths = FitWidths(table, terminal.width);
  const std::string bar = terminal.Dim(frame.bar);
  std::string text =
      terminal.Dim(Rule(widths, frame.line, frame.top_left, frame.top_mid, frame.top_right)) + "\n";
  const auto add_row = [&](const std::vector<std::string>& cells, bool heading) {
    text += bar;
    for (size_t c = 0; c < widths.size(); ++c) {
      const std::string cell =
          Padded(Shortened(cells[c], widths[c], terminal.unicode), widths[c], table.numeric[c]);
      text += " " + (heading ? terminal.Bold(cell) : cell) + " " + bar;
    }
    text += "\n";
  };
  add_row(table.columns, true);
  text += terminal.Dim(Rule(widths, frame.line, frame.left, frame.mid, frame.right)) + "\n";
  for (const auto& row : table.rows) add_row(row, false);
  text +=
      terminal.Dim(Rule(widths, frame.line, frame.low_left, frame.low_mid, frame.low_right)) + "\n";
  if (widths.size() < table.columns.size()) {
    std::string names = "not shown:";
    for (size_t c = widths.size(); c < table.columns.size(); ++c) {
      names += " " + table.columns[c] + (c + 1 < table.columns.size() ? "," : "");
    }
    text += terminal.Dim(Wrapped(names, terminal.width, 0)) + "\n";
  }
  return text;
}

std::string AlignTable(const TextTable& table, int indent, const Terminal& terminal) {
  const std::vector<int> widths = NaturalWidths(table);
  std::string text;
  const auto add_row = [&](const std::vector<std::string>& cells, bool heading) {
    std::string line(static_cast<size_t>(indent), ' ');
    for (size_t c = 0; c < widths.size(); ++c) {
      line += (c > 0 ? "  " : "") + Padded(cells[c], widths[c], table.numeric[c]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += (heading ? terminal.Dim(line) : line) + "\n";
  };
  const bool has_heading =
      std::ranges::any_of(table.columns, [](const auto& c) { return !c.empty(); });
  if (has_heading) add_row(table.columns, true);
  for (const auto& row : table.rows) add_row(row, false);
  return text;
}

std::string Sparkline(const std::vector<int64_t>& values, int width, bool unicode) {
  constexpr std::array<std::string_view, 8> kBlocks = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  constexpr std::array<std::string_view, 8> kAscii = {"_", ".", ",", "-", "=", "+", "*", "#"};
  const auto& marks = unicode ? kBlocks : kAscii;
  const size_t count = values.size();
  const size_t cells = std::min(count, static_cast<size_t>(std::max(width, 1)));
  std::vector<double> means;
  for (size_t i = 0; i < cells; ++i) {
    const size_t begin = i * count / cells, end = (i + 1) * count / cells;
    double sum = 0;
    for (size_t k = begin; k < end; ++k) sum += static_cast<double>(values[k]);
    means.push_back(sum / static_cast<double>(end - begin));
  }
  const double top = means.empty() ? 0 : std::ranges::max(means);
  std::string line;
  // Heights are shares of the highest, from zero: an even month must not look wild.
  for (const double mean : means) {
    const double height = top > 0 ? mean / top * 8 : 0;
    line += marks[static_cast<size_t>(std::clamp(std::ceil(height) - 1, 0.0, 7.0))];
  }
  return line;
}

std::string ShellQuoted(std::string_view word) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("_-./:=,@%+").find(c) != std::string_view::npos;
  };
  if (!word.empty() && std::ranges::all_of(word, plain)) return std::string(word);
  if (word.find_first_of("\"$`\\!") == std::string_view::npos) {
    return "\"" + std::string(word) + "\"";
  }
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

}  // namespace fauxmart
