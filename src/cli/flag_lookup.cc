// Finding commands, flags and their values in the table.
#include <algorithm>

#include "cli/flags.h"
#include "fauxmart/dataset.h"
#include "tables/tables.h"

namespace fauxmart {

std::string Flag::Shown() const {
  if (name == "--help") return "-h, --help";
  if (positional()) return repeatable ? name + "..." : name;
  return argument.empty() ? name : name + " " + argument;
}

const Flag* Command::Find(std::string_view flag) const {
  if (flag == "-h") flag = "--help";
  const auto it = std::ranges::find(flags, flag, &Flag::name);
  return it == flags.end() ? nullptr : &*it;
}

std::vector<const Flag*> Command::Positionals() const {
  std::vector<const Flag*> found;
  for (const Flag& flag : flags) {
    if (flag.positional()) found.push_back(&flag);
  }
  return found;
}

std::string Command::Usage() const {
  if (name.empty()) return "fauxmart COMMAND [arguments] [flags]";
  std::string usage = "fauxmart " + name;
  for (const Flag& flag : flags) {
    if (flag.positional()) {
      // generate's scenario may be left out only where --from stands for it.
      const bool needed = flag.required || name == "generate";
      usage += needed ? " " + flag.Shown() : " [" + flag.Shown() + "]";
    } else if (flag.required) {
      usage += " " + flag.Shown();
    }
  }
  return usage + " [flags]";
}

const Command& RootCommand() { return Commands().front(); }

const Command* FindCommand(std::string_view name) {
  const auto it = std::ranges::find(Commands(), name, &Command::name);
  return it == Commands().end() || name.empty() ? nullptr : &*it;
}

std::vector<std::string> KnownValues(const Flag& flag) {
  std::vector<std::string> values = flag.choices;
  if (flag.kind == Kind::kTable || flag.kind == Kind::kTables) {
    for (const TableDecl* table : AllTables()) values.emplace_back(table->name);
  } else if (flag.kind == Kind::kScenario) {
    // Their files are parsed to know them, which need not be done twice.
    static const std::vector<ScenarioInfo> scenarios = BuiltInScenarios();
    for (const ScenarioInfo& scenario : scenarios) values.push_back(scenario.name);
  } else if (flag.kind == Kind::kCommand) {
    for (const Command& command : Commands()) {
      if (!command.name.empty() && !command.hidden) values.push_back(command.name);
    }
  }
  return values;
}

}  // namespace fauxmart
