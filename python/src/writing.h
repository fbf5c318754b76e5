// A dataset on disk, written with Ctrl-C and progress.
#pragma once

#include <nanobind/nanobind.h>

#include <string>
#include <vector>

#include "fauxmart/dataset.h"
#include "fauxmart/read.h"

namespace fauxmart::python {

// The summary of the run. `progress` is None or a function of (orders done, orders planned), called
// by the thread that waits.
nanobind::dict WriteDataset(const TableSource& source, const std::string& out,
                            const WriteOptions& write, const RunOptions& options,
                            const nanobind::object& progress);

nanobind::list IncidentsOf(const std::vector<IncidentSummary>& incidents);

}  // namespace fauxmart::python
