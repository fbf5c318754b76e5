// The private extension module fauxmart._fauxmart: the engine's functions with plain types. What
// users see, and all that is better said in Python, is in python/fauxmart.
#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>

#include "bindings.h"
#include "fauxmart/version.h"
#include "interrupt.h"

namespace nb = nanobind;

NB_MODULE(_fauxmart, m) {
  using namespace fauxmart::python;
  nb::set_leak_warnings(false);  // at exit, tables may still be alive in other libraries
  RememberMainThread();
  m.def("version", &fauxmart::Version);
  m.def("data_version", &fauxmart::DataVersion);
  m.def("build_commit", &fauxmart::BuildCommit);
  AddSource(m);
  AddDescriptions(m);
  AddCommandLine(m);
}
