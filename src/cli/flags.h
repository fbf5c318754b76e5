// The one table of commands and flags.
//
// What the command line accepts, what `-h` says, what shells complete and what the manual page
// shows are all made from Commands(); nothing about a flag is written down anywhere else but what
// the flag does.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace fauxmart {

enum class Kind : uint8_t {
  kSwitch,        // there or not
  kText,          // checked where it is understood (times, durations, settings)
  kChoice,        // one of `choices`
  kInteger,       // a whole number, min to max
  kSeed,          // a whole number, 0 to 2^64-1
  kNumber,        // a number, min to max; above 0 where min is 0
  kPercent,       // a number, 0 to max
  kShard,         // I/N
  kTable,         // a table's name
  kTables,        // tables' names with commas between
  kScenario,      // a built-in scenario's name, or a file
  kCommand,       // a command's name
  kFile,
  kDirectory,
};

inline constexpr double kNoLimit = std::numeric_limits<double>::infinity();

// A flag, or, where `name` does not begin with a dash, an argument by position.
struct Flag {
  std::string name;
  std::string argument = {};             // what stands for its value in help; empty for switches
  Kind kind = Kind::kText;
  std::string help = {};                 // one sentence, no full stop
  std::string fallback = {};             // the default, in words; empty: none worth saying
  std::vector<std::string> choices = {};
  double min = 0, max = kNoLimit;
  std::string group = {};                // heading in help; empty: "Flags"
  bool repeatable = false;               // arguments: takes all that follow
  bool required = false;
  bool hidden = false;

  bool positional() const { return name.front() != '-'; }
  // How it is shown: "--out DIR", "-h, --help", "SCENARIO|FILE".
  std::string Shown() const;
};

struct Example {
  std::string command;
  std::string words;
};

struct Command {
  std::string name;
  std::string summary;      // a line in the list of commands
  std::string description;  // the paragraph in its own help
  std::vector<Flag> flags;  // arguments by position first
  std::vector<Example> examples;
  bool hidden = false;

  // Null if it has no such flag.
  const Flag* Find(std::string_view flag) const;
  std::vector<const Flag*> Positionals() const;
  // "fauxmart generate SCENARIO|FILE [flags]"
  std::string Usage() const;
};

// The command without a name comes first: what may be said without one (--version, --help).
const std::vector<Command>& Commands();
const Command& RootCommand();
Command LoadCommand();  // load_command.cc
const Command* FindCommand(std::string_view name);

// The values a flag or argument can be completed with: its choices, tables, scenarios, commands.
std::vector<std::string> KnownValues(const Flag& flag);

// Exit statuses, with what they mean; the manual page and the help for programs list them.
inline constexpr int kExitDone = 0, kExitFailed = 1, kExitWrongRequest = 2, kExitNotValid = 3,
                     kExitInterrupted = 130;
struct ExitMeaning {
  int status;
  std::string_view words;
};
inline constexpr std::array<ExitMeaning, 5> kExitMeanings = {
    {{kExitDone, "It is done"},
     {kExitFailed, "It could not be done: disk, permission"},
     {kExitWrongRequest, "The request was wrong; nothing was written"},
     {kExitNotValid, "The dataset is not valid, or datasets differ"},
     {kExitInterrupted, "Interrupted; --resume goes on"}}};

}  // namespace fauxmart
