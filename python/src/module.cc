// The private extension module fauxmart._fauxmart: the engine's functions with plain types. What
// users see, and all that is better said in Python, is in python/fauxmart.
#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>

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
  AddSource(m);
  AddDescriptions(m);
}
