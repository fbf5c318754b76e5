// The private extension module fauxmart._fauxmart: the engine's functions with plain types. What
// users see, and all that is better said in Python, is in python/fauxmart.
#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <string>
#include <vector>

#include "bindings.h"
#include "cli/parse.h"
#include "errors.h"
#include "fauxmart/version.h"
#include "interrupt.h"

namespace nb = nanobind;
using namespace nb::literals;

namespace fauxmart::python {
namespace {

// One value of one flag of the command line, checked as the command line does.
void CheckFlag(const std::string& command, const std::string& flag, const std::string& value) {
  const Command* found = FindCommand(command);
  const Flag* entry = found == nullptr ? nullptr : found->Find(flag);
  if (entry == nullptr) throw nb::key_error("no such flag");
  Check(CheckValue(*entry, value));
}

// The words of a command line as the program reads them: flags and arguments by name, each with its
// values, which are checked.
nb::dict ParseWords(const std::vector<std::string>& words) {
  const Invocation invocation = ValueOrRaise(ParseCommandLine(words));
  nb::dict given;
  for (const auto& [name, values] : invocation.values) given[name.c_str()] = values;
  return given;
}

}  // namespace
}  // namespace fauxmart::python

NB_MODULE(_fauxmart, m) {
  using namespace fauxmart::python;
  nb::set_leak_warnings(false);  // at exit, tables may still be alive in other libraries
  RememberMainThread();
  m.def("version", &fauxmart::Version);
  m.def("data_version", &fauxmart::DataVersion);
  m.def("build_commit", &fauxmart::BuildCommit);
  m.def("check_flag", &CheckFlag, "command"_a, "flag"_a, "value"_a);
  m.def("parse_command_line", &ParseWords, "words"_a);
  AddSource(m);
  AddDescriptions(m);
}
