// The command line's table of flags, for programs in Python that take the same ones.
#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <string>
#include <vector>

#include "bindings.h"
#include "cli/options.h"
#include "cli/parse.h"
#include "errors.h"

namespace nb = nanobind;
using namespace nb::literals;

namespace fauxmart::python {
namespace {

const Command& FoundCommand(const std::string& name) {
  const Command* found = FindCommand(name);
  if (found == nullptr) throw nb::key_error("no such command");
  return *found;
}

// One value of one flag of the command line, checked as the command line does.
void CheckFlag(const std::string& command, const std::string& flag, const std::string& value) {
  const Flag* entry = FoundCommand(command).Find(flag);
  if (entry == nullptr) throw nb::key_error("no such flag");
  Check(CheckValue(*entry, value));
}

nb::list FlagsOf(const std::string& command) {
  nb::list list;
  for (const Flag& flag : FoundCommand(command).flags) {
    if (flag.positional() || flag.hidden) continue;
    nb::dict entry;
    entry["name"] = flag.name;
    entry["argument"] = flag.argument;
    entry["help"] = flag.help;
    entry["fallback"] = flag.fallback;
    entry["group"] = flag.group;
    entry["repeatable"] = flag.repeatable;
    list.append(entry);
  }
  return list;
}

// The words of a command line as the program reads them: flags and arguments by name, each with its
// values, which are checked.
nb::dict ParseWords(const std::vector<std::string>& words) {
  const Invocation invocation = ValueOrRaise(ParseCommandLine(words));
  nb::dict given;
  for (const auto& [name, values] : invocation.values) given[name.c_str()] = values;
  return given;
}

// What `fauxmart generate WORDS` is asked for; files are not read yet, but a manifest of --from is.
nb::tuple ParseGenerate(const std::vector<std::string>& words) {
  std::vector<std::string> all = {"generate"};
  all.insert(all.end(), words.begin(), words.end());
  const Invocation invocation = ValueOrRaise(ParseCommandLine(all));
  const GenerateOptions options = ValueOrRaise(ReadGenerateOptions(invocation));
  return nb::make_tuple(options.request, options.write);
}

}  // namespace

void AddCommandLine(nb::module_& module) {
  module.def("check_flag", &CheckFlag, "command"_a, "flag"_a, "value"_a);
  module.def("flags", &FlagsOf, "command"_a);
  module.def("parse_command_line", &ParseWords, "words"_a);
  module.def("parse_generate", &ParseGenerate, "words"_a);
}

}  // namespace fauxmart::python
