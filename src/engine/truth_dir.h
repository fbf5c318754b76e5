// The truth, kept apart: a directory of its own for incidents, labels and truth.json.
//
// While a run works, truth tables are parts like any other. The last step takes them out of the
// dataset, before its manifest is written: a whole dataset with its truth apart never has any in
// it, and an interrupted run can be resumed.
#pragma once

#include <arrow/status.h>

#include <string>
#include <vector>

#include "engine/job.h"

namespace fauxmart {

// Refuses a place that is no place for the truth: inside the dataset or around it, not empty, or
// with another truth in it (unless `overwrite`, or a run is resumed). Writes nothing.
arrow::Status CheckTruthDir(const Job& job);

// Moves the truth tables' parts from the dataset into job.truth and writes truth.json behind them.
arrow::Status MoveTruth(const Job& job, const std::vector<TaskResult>& tasks,
                        const std::string& truth_text);

}  // namespace fauxmart
