#include <fmt/format.h>

#include "cli/completions.h"
#include "cli/flags.h"

namespace fauxmart {

namespace {

std::vector<std::string> FlagNames(const Command& command) {
  std::vector<std::string> names;
  for (const Flag& flag : command.flags) {
    if (!flag.positional() && !flag.hidden) names.push_back(flag.name);
  }
  return names;
}

// What to run when a value of this kind is wanted; empty: nothing can be offered.
std::string Offer(const Flag& flag) {
  const std::string words = fmt::format("{}", fmt::join(KnownValues(flag), " "));
  switch (flag.kind) {
    case Kind::kTables:
      return "_fauxmart_list '" + words + "'";
    case Kind::kScenario:
      return "_fauxmart_words '" + words + "'; _fauxmart_files -f";
    case Kind::kFile:
      return "_fauxmart_files -f";
    case Kind::kDirectory:
      return "_fauxmart_files -d";
    default:
      return words.empty() ? "" : "_fauxmart_words '" + words + "'";
  }
}

std::string CommandCase(const Command& command) {
  std::string valued;
  std::string by_flag;
  for (const Flag& flag : command.flags) {
    if (flag.positional() || flag.kind == Kind::kSwitch) continue;
    valued += (valued.empty() ? "" : "|") + flag.name;
    const std::string offer = Offer(flag);
    by_flag +=
        fmt::format("        {}) {} return ;;\n", flag.name, offer.empty() ? "" : offer + ";");
  }
  std::string text = fmt::format("    {})\n", command.name);
  if (!by_flag.empty()) text += "      case \"$prev\" in\n" + by_flag + "      esac\n";
  text += fmt::format(
      "      if [[ \"$cur\" == -* ]]; then\n        _fauxmart_words '{}'\n        return\n      "
      "fi\n",
      fmt::join(FlagNames(command), " "));
  const auto positionals = command.Positionals();
  if (!positionals.empty()) {
    text += fmt::format("      _fauxmart_position '{}'\n      case \"$position\" in\n", valued);
    for (size_t i = 0; i < positionals.size(); ++i) {
      // An argument that takes all that follow is offered at every later place.
      text +=
          fmt::format("        {}) {} ;;\n", positionals[i]->repeatable ? "*" : std::to_string(i),
                      Offer(*positionals[i]));
    }
    text += "      esac\n";
  }
  return text + "      ;;\n";
}

constexpr char kHelpers[] =
    R"(# Completions of fauxmart for bash. Made by `fauxmart completions bash`.

_fauxmart_words() {
  local word
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$1" -- "$cur")
}

_fauxmart_files() {
  local word
  compopt -o filenames 2>/dev/null
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen "$1" -- "$cur")
}

# Names with commas between: the last of them is completed.
_fauxmart_list() {
  local word head=
  if [[ "$cur" == *,* ]]; then head="${cur%,*},"; fi
  while IFS= read -r word; do COMPREPLY+=("$head$word"); done \
    < <(compgen -W "$1" -- "${cur##*,}")
}

# How many arguments by position stand before the cursor. $1: flags that take a value, as a|b.
_fauxmart_position() {
  local i
  position=0
  for (( i = 2; i < COMP_CWORD; i++ )); do
    case "${COMP_WORDS[i]}" in
      -*) if [[ "|$1|" == *"|${COMP_WORDS[i]}|"* ]]; then (( i++ )); fi ;;
      *) (( position++ )) ;;
    esac
  done
}

)";

}  // namespace

std::string BashCompletions() {
  std::vector<std::string> first =
      KnownValues({.name = "COMMAND", .argument = "", .kind = Kind::kCommand});
  for (const std::string& flag : FlagNames(RootCommand())) first.push_back(flag);
  std::string text = kHelpers;
  text +=
      "_fauxmart() {\n  local cur=\"${COMP_WORDS[COMP_CWORD]}\" position\n"
      "  local prev=\"${COMP_WORDS[COMP_CWORD-1]}\"\n  COMPREPLY=()\n"
      "  if (( COMP_CWORD == 1 )); then\n";
  text += fmt::format("    _fauxmart_words '{}'\n    return\n  fi\n", fmt::join(first, " "));
  text += "  case \"${COMP_WORDS[1]}\" in\n";
  for (const Command& command : Commands()) {
    if (!command.name.empty() && !command.hidden) text += CommandCase(command);
  }
  return text + "  esac\n}\n\ncomplete -F _fauxmart fauxmart\n";
}

}  // namespace fauxmart
