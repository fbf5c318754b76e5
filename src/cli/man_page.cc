#include "cli/man_page.h"

#include <fmt/format.h>

#include "cli/flags.h"
#include "cli/help.h"
#include "fauxmart/version.h"

namespace fauxmart {

namespace {

// Backslashes and hyphens mean something else to roff; a dot or quote at a line's begin, too.
std::string Roff(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\\') {
      escaped += "\\e";
    } else if (c == '-') {
      escaped += "\\-";
    } else if ((c == '.' || c == '\'') && (escaped.empty() || escaped.back() == '\n')) {
      escaped += "\\&";
      escaped += c;
    } else {
      escaped += c;
    }
  }
  return escaped;
}

// Inside the quotes of a request's argument, a quote would end it.
std::string Argument(std::string_view text) {
  std::string escaped;
  for (const char c : Roff(text)) escaped += c == '"' ? std::string("\\(dq") : std::string(1, c);
  return "\"" + escaped + "\"";
}

std::string Item(std::string_view shown, std::string_view sentence) {
  return ".TP\n.B " + Argument(shown) + "\n" + Roff(sentence) + ".\n";
}

std::string CommandSection(const Command& command) {
  std::string text = ".SS " + Argument(command.Usage()) + "\n" + Roff(command.description) + "\n";
  for (const Flag& flag : command.flags) {
    if (!flag.hidden && flag.name != "--help") text += Item(flag.Shown(), FlagSentence(flag));
  }
  return text;
}

}  // namespace

std::string ManPage() {
  const Command& root = RootCommand();
  std::string text =
      fmt::format(".TH FAUXMART 1 \"\" \"fauxmart {}\" \"User Commands\"\n", Roff(Version()));
  text += ".SH NAME\nfauxmart \\- generate the complete data of an online shop\n.SH SYNOPSIS\n";
  for (const Command& command : Commands()) {
    if (!command.hidden && !command.name.empty()) {
      text += ".B " + Argument(command.Usage()) + "\n.br\n";
    }
  }
  text += ".B \"fauxmart \\-\\-version\"\n.SH DESCRIPTION\n" + Roff(root.description) + "\n";
  text += ".SH OPTIONS\n";
  for (const Flag& flag : root.flags) text += Item(flag.Shown(), FlagSentence(flag));
  text += ".SH COMMANDS\n";
  for (const Command& command : Commands()) {
    if (!command.hidden && !command.name.empty()) text += CommandSection(command);
  }
  text += ".SH \"EXIT STATUS\"\n";
  for (const ExitMeaning& exit : kExitMeanings) {
    text += Item(std::to_string(exit.status), exit.words);
  }
  text += ".SH ENVIRONMENT\n";
  text += Item("NO_COLOR", "If set and not empty, nothing is bold or dim");
  text += Item("COLUMNS", "Width to write for, instead of the terminal's own");
  text += ".SH EXAMPLES\n";
  for (const Command& command : Commands()) {
    if (command.hidden || command.name.empty()) continue;
    for (const Example& example : command.examples) {
      text += Item(example.command, example.words);
    }
  }
  return text;
}

}  // namespace fauxmart
