#include "cli/help.h"

#include <fmt/format.h>

#include <algorithm>

#include "fauxmart/version.h"

namespace fauxmart {

namespace {

constexpr int kMaxWidth = 100;     // lines longer than this are hard to read
constexpr int kSentenceColumn = 25;

int WidthFor(const Terminal& terminal) {
  return terminal.width == 0 ? kMaxWidth : std::min(terminal.width, kMaxWidth);
}

// "  left            words", the words wrapped; on a line of their own where left is too long.
std::string Entry(const std::string& left, std::string_view words, int width,
                  const Terminal& terminal) {
  std::string line = "  " + terminal.Bold(left);
  const int used = 2 + DisplayWidth(left);
  if (used + 2 > kSentenceColumn) {
    line += "\n" + std::string(kSentenceColumn, ' ');
  } else {
    line += std::string(static_cast<size_t>(kSentenceColumn - used), ' ');
  }
  return line + Wrapped(words, width, kSentenceColumn) + "\n";
}

std::string FlagList(const Command& command, bool positional, int width, const Terminal& terminal) {
  std::vector<std::string> headings;
  for (const Flag& flag : command.flags) {
    const std::string heading = positional           ? "Arguments"
                                : flag.group.empty() ? "Flags"
                                                     : flag.group;
    if (flag.positional() != positional || flag.hidden) continue;
    if (std::ranges::find(headings, heading) == headings.end()) headings.push_back(heading);
  }
  std::string text;
  for (const std::string& heading : headings) {
    text += "\n" + terminal.Bold(heading) + "\n";
    for (const Flag& flag : command.flags) {
      const std::string own = positional ? "Arguments" : flag.group.empty() ? "Flags" : flag.group;
      if (flag.positional() != positional || flag.hidden || own != heading) continue;
      text += Entry(flag.Shown(), FlagSentence(flag), width, terminal);
    }
  }
  return text;
}

std::string CommandList(int width, const Terminal& terminal) {
  std::string text = "\n" + terminal.Bold("Commands") + "\n";
  for (const Command& command : Commands()) {
    if (command.hidden || command.name.empty()) continue;
    text += Entry(command.name, command.summary, width, terminal);
  }
  return text;
}

}  // namespace

std::string FlagSentence(const Flag& flag) {
  std::string sentence = flag.help;
  if (!flag.choices.empty()) {
    sentence += fmt::format(": {}", fmt::join(flag.choices, ", "));
    // The help of an argument like ACTION names its choices with what each does.
    if (flag.help.find(flag.choices.front()) != std::string::npos) sentence = flag.help;
  }
  if (flag.repeatable && !flag.positional()) sentence += "; may be repeated";
  if (!flag.fallback.empty()) sentence += fmt::format(" (default: {})", flag.fallback);
  return sentence;
}

std::string HelpText(const Command& command, const Terminal& terminal) {
  const int width = WidthFor(terminal);
  std::string text = terminal.Bold("Usage:") + " " + command.Usage() + "\n\n" +
                     Wrapped(command.description, width, 0) + "\n";
  if (command.name.empty()) text += CommandList(width, terminal);
  text += FlagList(command, true, width, terminal);
  text += FlagList(command, false, width, terminal);
  text += "\n" + terminal.Bold(command.examples.size() == 1 ? "Example" : "Examples") + "\n";
  for (const Example& example : command.examples) {
    text += fmt::format("  {}\n      {}\n", example.command, terminal.Dim(example.words));
  }
  if (command.name.empty()) text += "\nHelp of a command: fauxmart COMMAND --help\n";
  return text;
}

std::string WelcomeText(const Terminal& terminal) {
  std::string text =
      fmt::format("{} {}: the complete data of an online shop that does not exist.\n\nTry\n",
                  terminal.Bold("fauxmart"), Version());
  const std::vector<Example>& tries = RootCommand().examples;
  size_t longest = 0;
  for (const Example& example : tries) longest = std::max(longest, example.command.size());
  for (const Example& example : tries) {
    text += fmt::format("  {}{}  {}\n", terminal.Bold(example.command),
                        std::string(longest - example.command.size(), ' '),
                        terminal.Dim(example.words));
  }
  return text + "\nAll commands: fauxmart --help\n";
}

}  // namespace fauxmart
