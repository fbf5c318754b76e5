#include "cli/chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "cli/render.h"

namespace fauxmart {
namespace {

constexpr int kHeight = 5, kMostColumns = 96, kAxis = 10;

std::vector<double> Means(const std::vector<int64_t>& values, size_t cells) {
  std::vector<double> means;
  for (size_t i = 0; i < cells; ++i) {
    const size_t begin = i * values.size() / cells, end = (i + 1) * values.size() / cells;
    double sum = 0;
    for (size_t k = begin; k < end; ++k) sum += static_cast<double>(values[k]);
    means.push_back(sum / static_cast<double>(end - begin));
  }
  return means;
}

}  // namespace

std::string Chart(std::string_view title, const std::vector<int64_t>& values,
                  const Terminal& terminal) {
  constexpr std::array<std::string_view, 9> kBlocks = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  constexpr std::array<std::string_view, 9> kAscii = {" ", ".", ".", ".", ":", ":", ":", "|", "|"};
  const auto& marks = terminal.unicode ? kBlocks : kAscii;
  const int width = terminal.width == 0 ? kMostColumns : std::max(terminal.width - kAxis - 3, 8);
  const auto room = static_cast<size_t>(std::min(width, kMostColumns));
  // A short series gets broad columns.
  const size_t cells = std::min(values.size(), room);
  const size_t broad = cells == 0 ? 1 : std::min<size_t>(room / cells, 4);
  const std::vector<double> means = cells == 0 ? std::vector<double>() : Means(values, cells);
  const double top = means.empty() ? 0 : std::ranges::max(means);
  std::string text = terminal.Bold(title) + "\n";
  for (int line = kHeight - 1; line >= 0; --line) {
    std::string label;
    if (line == kHeight - 1) label = Grouped(std::llround(top));
    if (line == 0) label = "0";
    std::string row = fmt::format("{:>{}} ", label, kAxis);
    row += terminal.unicode ? "┤" : "|";
    for (const double mean : means) {
      const double height = top > 0 ? mean / top * kHeight * 8 - line * 8 : 0;
      const auto mark = static_cast<size_t>(std::clamp(std::ceil(height), 0.0, 8.0));
      for (size_t i = 0; i < broad; ++i) row += marks[mark];
    }
    while (row.ends_with(' ')) row.pop_back();
    text += row + "\n";
  }
  return text;
}

}  // namespace fauxmart
