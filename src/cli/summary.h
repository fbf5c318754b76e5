// What came out, for people and for programs.
#pragma once

#include <string>

#include "cli/terminal.h"
#include "fauxmart/dataset.h"

namespace fauxmart {

// Tables with rows, files and size; rate; the course of the orders; where it is, and what to try
// next. `format` is that of the files.
std::string SummaryText(const Summary& summary, const std::string& format, const RunOptions& run,
                        const Terminal& terminal);
std::string SummaryJson(const Summary& summary);

// What would come out.
std::string PlanText(const PlanSummary& plan, const Terminal& terminal);
std::string PlanJson(const PlanSummary& plan);

// A command that reads the dataset.
std::string NextStep(const Summary& summary, const std::string& format);

}  // namespace fauxmart
