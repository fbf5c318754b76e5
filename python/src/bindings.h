// What each file of the extension adds to the module.
#pragma once

#include <nanobind/nanobind.h>

namespace fauxmart::python {

void AddSource(nanobind::module_& module);       // source.cc: requests, plans, tables, writing
void AddDescriptions(nanobind::module_& module);  // descriptions.cc: scenarios, words, validation
void AddCommandLine(nanobind::module_& module);  // command_line.cc: flags and their values

}  // namespace fauxmart::python
