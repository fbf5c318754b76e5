#include "cli/parse.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <utility>

#include "fauxmart/dataset.h"

namespace fauxmart {

namespace {

using arrow::Status;

std::string HelpHint(const Command& command) {
  return command.name.empty() ? "All commands: fauxmart --help"
                              : "All flags: fauxmart " + command.name + " --help";
}

Status UnknownFlag(const Command& command, std::string_view word) {
  const std::string name(word.substr(0, word.find('=')));
  std::vector<std::string> known;
  for (const Flag& flag : command.flags) {
    if (!flag.positional() && !flag.hidden) known.push_back(flag.name);
  }
  const std::string subject = command.name.empty() ? "there is" : command.name + " has";
  return Status::Invalid(fmt::format("{} no flag {}{}\n{}", subject, name, NearestHint(name, known),
                                     HelpHint(command)));
}

Status UnknownCommand(std::string_view word) {
  const std::vector<std::string> scenarios = KnownValues({.name = "", .kind = Kind::kScenario});
  if (std::ranges::find(scenarios, word) != scenarios.end() || word.ends_with(".yaml")) {
    return Status::Invalid(
        fmt::format("there is no command '{0}'; did you mean: fauxmart generate {0}?", word));
  }
  std::vector<std::string> known = KnownValues({.name = "COMMAND", .kind = Kind::kCommand});
  return Status::Invalid(fmt::format("there is no command '{}'{}\nCommands: {}", word,
                                     NearestHint(word, known), fmt::join(known, ", ")));
}

Status NeedsValue(const Command& command, const Flag& flag) {
  const std::string what =
      flag.positional() ? flag.name + " is empty" : flag.name + " needs a value: " + flag.Shown();
  return Status::Invalid(what, "\n", HelpHint(command));
}

// CLI11 would take the word that follows `--flag=` for its value, and count `--switch=x`.
Status CheckEqualSigns(const std::vector<std::string>& args, const Command& command) {
  for (const std::string& arg : args) {
    if (arg == "--") break;
    const size_t equal = arg.find('=');
    if (!arg.starts_with("--") || equal == std::string::npos) continue;
    const Flag* flag = command.Find(arg.substr(0, equal));
    if (flag == nullptr) continue;
    if (flag->kind == Kind::kSwitch) {
      return Status::Invalid(fmt::format("{} takes no value, '{}' has one", flag->name, arg));
    }
    if (equal + 1 == arg.size()) return NeedsValue(command, *flag);
  }
  return Status::OK();
}

bool IsNamed(const Flag& flag, const std::vector<std::string>& args) {
  return std::ranges::any_of(args, [&](const std::string& arg) {
    return arg.starts_with(flag.name) || (flag.name == "--help" && arg.starts_with("-h"));
  });
}

// Tells CLI11 about those of a command's flags that `args` may name: it compares each with all
// before. Results arrive in `results`, whose nodes must not move.
void Register(const Command& command, const std::vector<std::string>& args, CLI::App& app,
              std::map<std::string, std::vector<std::string>, std::less<>>& results) {
  app.set_help_flag();
  app.allow_extras();
  for (const Flag& flag : command.flags) {
    if (!flag.positional() && !IsNamed(flag, args)) continue;
    if (flag.kind == Kind::kSwitch) {
      app.add_flag(flag.name == "--help" ? "-h,--help" : flag.name);
      continue;
    }
    CLI::Option* option =
        app.add_option(flag.positional() ? "value_of_" + flag.name : flag.name, results[flag.name]);
    // Everything is collected, so that a flag given twice is refused in our words.
    option->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    if (flag.positional() && flag.repeatable) {
      option->expected(0, CLI::detail::expected_max_vector_size);
    } else {
      option->expected(1)->allow_extra_args(false);
    }
  }
}

Status CheckExtras(const Command& command, const std::vector<std::string>& extras) {
  bool words_only = false;  // behind "--", which CLI11 leaves among the extras
  for (const std::string& extra : extras) {
    if (std::exchange(words_only, words_only || extra == "--") != words_only) continue;
    if (!words_only && extra.size() > 1 && extra.front() == '-') return UnknownFlag(command, extra);
    if (command.name.empty()) return UnknownCommand(extra);
    return Status::Invalid(
        fmt::format("{} has no use for '{}'\nUsage: {}", command.name, extra, command.Usage()));
  }
  return Status::OK();
}

Status CheckValues(const Invocation& invocation) {
  const Command& command = *invocation.command;
  for (const Flag& flag : command.flags) {
    const auto found = invocation.values.find(flag.name);
    if (found == invocation.values.end()) {
      if (!flag.required) continue;
      return Status::Invalid(
          fmt::format("{} needs {}\nUsage: {}", command.name, flag.Shown(), command.Usage()));
    }
    if (flag.kind == Kind::kSwitch) continue;
    if (found->second.size() > 1 && !flag.repeatable) {
      return Status::Invalid(
          fmt::format("{} is given {} times; once is right", flag.name, found->second.size()));
    }
    for (const std::string& value : found->second) {
      // `--out --json`: the value was forgotten, and the next flag swallowed.
      if (value.empty() || (value.starts_with("--") && !flag.positional())) {
        return NeedsValue(command, flag);
      }
      ARROW_RETURN_NOT_OK(CheckValue(flag, value));
    }
  }
  return Status::OK();
}

}  // namespace

arrow::Result<Invocation> ParseCommandLine(const std::vector<std::string>& args) {
  const Command* command = &RootCommand();
  std::vector<std::string> rest = args;
  if (!rest.empty() && (rest.front().empty() || rest.front().front() != '-')) {
    command = FindCommand(rest.front());
    if (command == nullptr) return UnknownCommand(rest.front());
    rest.erase(rest.begin());
  }
  Invocation invocation;
  invocation.command = command;
  invocation.args = args;
  ARROW_RETURN_NOT_OK(CheckEqualSigns(rest, *command));

  CLI::App app;
  Register(*command, rest, app, invocation.values);
  try {
    std::vector<std::string> reversed(rest.rbegin(), rest.rend());  // what CLI11 asks for
    app.parse(reversed);
  } catch (const CLI::ArgumentMismatch&) {
    // Words run out only behind the last flag.
    const Flag* flag = rest.empty() ? nullptr : command->Find(rest.back());
    if (flag != nullptr) return NeedsValue(*command, *flag);
    return Status::Invalid("these words make no command\n", HelpHint(*command));
  } catch (const CLI::ParseError& error) {
    return Status::Invalid(error.what(), "\n", HelpHint(*command));
  }
  std::erase_if(invocation.values, [](const auto& entry) { return entry.second.empty(); });
  for (const Flag& flag : command->flags) {
    const CLI::Option* option = app.get_option_no_throw(flag.name);
    if (flag.kind == Kind::kSwitch && option != nullptr && option->count() > 0) {
      invocation.values[flag.name] = {};
    }
  }
  if (invocation.Has("--help")) return invocation;
  ARROW_RETURN_NOT_OK(CheckExtras(*command, app.remaining()));
  ARROW_RETURN_NOT_OK(CheckValues(invocation));
  return invocation;
}

}  // namespace fauxmart
