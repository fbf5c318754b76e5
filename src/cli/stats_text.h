// The figures of a run in the two forms of `--stats FILE`.
#pragma once

#include <string>

#include "fauxmart/dataset.h"

namespace fauxmart {

// How a run stands: it goes on, or has come to one of three ends.
enum class RunState : uint8_t { kRunning, kDone, kInterrupted, kFailed };

// One JSON object and a line feed. Rates are those since `before`.
std::string StatsLine(const Progress& now, const Progress& before, RunState state);

// All figures as OpenMetrics text, ended by "# EOF"; the textfile collector of Prometheus reads it
// too. Counters end in _total, units are seconds and bytes.
std::string StatsMetrics(const Progress& now, RunState state);

}  // namespace fauxmart
