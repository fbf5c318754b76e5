// Completions for zsh and fish: both describe each flag where bash only names it.
#include <fmt/format.h>

#include "cli/completions.h"
#include "cli/flags.h"

namespace fauxmart {

namespace {

std::string Escaped(std::string_view text, std::string_view special) {
  std::string escaped;
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

// Inside '...' a single quote ends the string, is written by itself, and the string goes on.
std::string Quoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

// ":message:action" of an _arguments specification.
std::string ZshValue(const Flag& flag) {
  const std::string message = Escaped(flag.argument.empty() ? flag.name : flag.argument, "\\:[]");
  const std::string words = fmt::format("{}", fmt::join(KnownValues(flag), " "));
  switch (flag.kind) {
    case Kind::kTables:
      return fmt::format(":{}:_values -s , table {}", message, words);
    case Kind::kScenario:
      return fmt::format(":{}:{{ compadd {}; _files }}", message, words);
    case Kind::kFile:
      return fmt::format(":{}:_files", message);
    case Kind::kDirectory:
      return fmt::format(":{}:_files -/", message);
    default:
      return words.empty() ? fmt::format(":{}: ", message)
                           : fmt::format(":{}:({})", message, words);
  }
}

std::string ZshCommand(const Command& command) {
  std::string text = fmt::format("    {})\n      _arguments", command.name);
  int position = 1;
  for (const Flag& flag : command.flags) {
    if (flag.hidden) continue;
    std::string spec;
    if (flag.positional()) {
      spec = (flag.repeatable ? "*" : std::to_string(position++)) + ZshValue(flag);
    } else {
      const bool valued = flag.kind != Kind::kSwitch;
      spec = (flag.repeatable ? "*" : "") + flag.name + (valued ? "=" : "") + "[" +
             Escaped(flag.help, "\\[]:") + "]";
      if (valued) spec += ZshValue(flag);
    }
    text += " \\\n        " + Quoted(spec);
  }
  return text + "\n      ;;\n";
}

}  // namespace

std::string ZshCompletions() {
  std::string commands;
  std::string cases;
  for (const Command& command : Commands()) {
    if (command.name.empty() || command.hidden) continue;
    commands += fmt::format("    {}\n", Quoted(command.name + ":" + command.summary));
    cases += ZshCommand(command);
  }
  std::string text =
      "#compdef fauxmart\n# Completions of fauxmart for zsh. Made by `fauxmart completions "
      "zsh`.\n\n"
      "_fauxmart() {\n  local context state state_descr line\n  typeset -A opt_args\n"
      "  local -a commands\n  commands=(\n" +
      commands + "  )\n  _arguments -C";
  for (const Flag& flag : RootCommand().flags) {
    text += " \\\n    " + Quoted(flag.name + "[" + Escaped(flag.help, "\\[]:") + "]");
  }
  text += " \\\n    '1:command:->command' \\\n    '*::argument:->argument'\n";
  text += "  if [[ $state == command ]]; then\n    _describe command commands\n    return\n  fi\n";
  text += "  case $words[1] in\n" + cases + "  esac\n}\n\n";
  // Autoloaded from fpath it runs at once; sourced, it registers itself.
  text +=
      "if [[ $funcstack[1] == _fauxmart ]]; then\n  _fauxmart \"$@\"\nelse\n"
      "  compdef _fauxmart fauxmart\nfi\n";
  return text;
}

std::string FishCompletions() {
  std::string text =
      "# Completions of fauxmart for fish. Made by `fauxmart completions fish`.\n\n"
      "complete -c fauxmart -f\n";
  for (const Command& command : Commands()) {
    const bool root = command.name.empty();
    if (command.hidden) continue;
    const std::string when =
        Quoted(root ? "__fish_use_subcommand" : "__fish_seen_subcommand_from " + command.name);
    if (!root) {
      text += fmt::format("\ncomplete -c fauxmart -n __fish_use_subcommand -a {} -d {}\n",
                          command.name, Quoted(command.summary));
    }
    for (const Flag& flag : command.flags) {
      if (flag.hidden) continue;
      std::string line = "complete -c fauxmart -n " + when;
      const bool files = flag.kind == Kind::kScenario || flag.kind == Kind::kFile;
      std::string offer = fmt::format("{}", fmt::join(KnownValues(flag), " "));
      if (flag.kind == Kind::kDirectory) offer = "(__fish_complete_directories)";
      if (flag.kind == Kind::kTables) {
        offer.insert(0, "(__fish_append , ").append(")");
      }
      if (flag.positional()) {
        if (files) line += " -F";
      } else {
        line += " -l " + flag.name.substr(2);
        if (flag.name == "--help") line += " -s h";
        if (flag.kind != Kind::kSwitch) line += files ? " -r -F" : " -x";
      }
      if (!offer.empty()) line += " -a " + Quoted(offer);
      text += line + " -d " + Quoted(flag.help) + "\n";
    }
  }
  return text;
}

}  // namespace fauxmart
