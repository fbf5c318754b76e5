#include "cli/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace fauxmart {

namespace {

std::string_view Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

// The first of these that is set decides, as for the C library.
bool LocaleIsUtf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const std::string_view value = Environment(name);
    if (value.empty()) continue;
    std::string upper(value);
    std::ranges::transform(upper, upper.begin(), [](unsigned char c) {
      return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : static_cast<char>(c);
    });
    return upper.find("UTF-8") != std::string::npos || upper.find("UTF8") != std::string::npos;
  }
  return false;
}

int WidthOf(int fd) {
  const std::string_view columns = Environment("COLUMNS");
  int width = 0;
  const auto [end, error] = std::from_chars(columns.data(), columns.data() + columns.size(), width);
  if (error == std::errc() && end == columns.data() + columns.size() && width > 0) {
    return std::max(width, 20);
  }
  winsize size{};
  if (ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return std::max<int>(size.ws_col, 20);
  return 80;
}

bool StartsCodePoint(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

}  // namespace

std::string Terminal::Bold(std::string_view text) const {
  return colour ? "\033[1m" + std::string(text) + "\033[0m" : std::string(text);
}

std::string Terminal::Dim(std::string_view text) const {
  return colour ? "\033[2m" + std::string(text) + "\033[0m" : std::string(text);
}

Terminal LookAt(int fd) {
  Terminal terminal;
  terminal.unicode = LocaleIsUtf8();
  terminal.interactive = isatty(fd) == 1;
  if (!terminal.interactive) return terminal;
  terminal.width = WidthOf(fd);
  terminal.colour = Environment("NO_COLOR").empty() && Environment("TERM") != "dumb";
  return terminal;
}

int DisplayWidth(std::string_view text) {
  return static_cast<int>(std::ranges::count_if(text, StartsCodePoint));
}

std::string Shortened(std::string_view text, int width, bool unicode) {
  if (DisplayWidth(text) <= width) return std::string(text);
  const std::string_view ellipsis = unicode ? "…" : "~";
  std::string cut;
  int taken = 0;
  for (const char c : text) {
    if (StartsCodePoint(c) && ++taken >= width) break;
    cut += c;
  }
  return width < 1 ? std::string() : cut + std::string(ellipsis);
}

std::string Wrapped(std::string_view text, int width, int indent) {
  std::string lines;
  int column = indent;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find(' ', begin), text.size());
    const std::string_view word = text.substr(begin, end - begin);
    begin = end + 1;
    if (word.empty()) continue;
    const int length = DisplayWidth(word);
    if (column > indent && column + 1 + length > width) {
      lines += "\n" + std::string(static_cast<size_t>(indent), ' ');
      column = indent;
    } else if (column > indent) {
      lines += ' ';
      ++column;
    }
    lines += word;
    column += length;
  }
  return lines;
}

}  // namespace fauxmart
