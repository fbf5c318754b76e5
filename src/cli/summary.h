// What came out, for people and for programs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/terminal.h"
#include "fauxmart/dataset.h"

namespace fauxmart {

// Tables with rows, files and size; the rate, if asked for; the course of the orders, unless it is
// a shard; where it is, and what to try next. `format` is that of the files.
std::string SummaryText(const Summary& summary, const std::string& format, const RunOptions& run,
                        const Terminal& terminal, bool rate);
// The same of a shard that has no part, because there are only `parts` of them.
std::string IdleShardText(const Summary& summary, int64_t parts, const RunOptions& run,
                          const Terminal& terminal);
std::string SummaryJson(const Summary& summary);

// What would come out, without the warnings.
std::string PlanText(const PlanSummary& plan, const Terminal& terminal);
std::string PlanJson(const PlanSummary& plan);

// A line for each.
std::string WarningsText(const std::vector<std::string>& warnings);

// A command that reads the dataset.
std::string NextStep(const Summary& summary, const std::string& format);

}  // namespace fauxmart
