// From words to a command and its flags, all of them checked against the table.
//
// A wrong word is answered with Invalid: what was wrong, and on a second line what would be right.
// Values that need no knowledge of a world or a scenario are checked here; the rest by Resolve().
#pragma once

#include <arrow/result.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/flags.h"

namespace fauxmart {

struct Shard {
  int index = 1, count = 1;
};

// A command with the flags that were given. The typed accessors are for values that were checked.
class Invocation {
 public:
  const Command* command = nullptr;
  std::vector<std::string> args;  // as they were given, the command first
  std::map<std::string, std::vector<std::string>, std::less<>> values;  // by Flag::name

  bool Has(std::string_view flag) const { return values.contains(flag); }
  std::optional<std::string> Text(std::string_view flag) const;
  std::string TextOr(std::string_view flag, std::string_view otherwise) const;
  std::vector<std::string> All(std::string_view flag) const;
  std::optional<int64_t> Integer(std::string_view flag) const;
  std::optional<double> Number(std::string_view flag) const;
  std::optional<uint64_t> Seed(std::string_view flag) const;
};

// `args` without the program's name. No command: the root command, with its flags. With --help
// nothing else is checked.
arrow::Result<Invocation> ParseCommandLine(const std::vector<std::string>& args);

// One value of one flag. `flag` is named in the message.
arrow::Status CheckValue(const Flag& flag, const std::string& value);

// "2/8": 1 <= I <= N <= 100000.
std::optional<Shard> ParseShard(std::string_view text);

// "a, b" -> {"a", "b"}; empty names are kept, to be refused.
std::vector<std::string> SplitCommas(std::string_view text);

// A table's name, also where it is given as its folder: "truth/incidents" -> "incidents".
std::string TableName(std::string_view text);
std::vector<std::string> TableNames(std::string_view text);  // with commas between

// "; did you mean X?" where a known word is near, otherwise empty: the list of all comes behind it.
std::string NearestHint(std::string_view word, const std::vector<std::string>& known);

}  // namespace fauxmart
