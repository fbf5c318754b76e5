// What `fauxmart perf` says: where the time goes, the phase that is reached, the targets.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "cli/perf_jobs.h"
#include "cli/terminal.h"

namespace fauxmart {

struct PerfResult {
  std::array<std::vector<PerfRun>, kPerfJobs> runs;  // by PerfJob, at least one of each
  std::string place;                                 // the directory that was written to

  const PerfRun& Median(PerfJob job) const { return MedianRun(runs[static_cast<size_t>(job)]); }
};

// The best phase whose limit the wall seconds of the month stay below: "stretch", "Phase 3" ...;
// empty if there is none.
std::string_view PhaseReached(double wall_seconds);

// A figure and what it is to be.
struct PerfTarget {
  std::string_view key, words, unit;
  double value = 0, target = 0;
  bool at_most = false;  // or at least

  bool met() const { return at_most ? value <= target : value >= target; }
};
std::vector<PerfTarget> PerfTargets(const PerfResult& result);

// Where the time of a run went; a stage of `seconds` of all threads together.
struct PerfStage {
  std::string name;
  int64_t rows = 0;
  double seconds = 0;
};
std::vector<PerfStage> PerfStages(const PerfRun& run);

std::string PerfText(const PerfResult& result, const Terminal& terminal);
std::string PerfJson(const PerfResult& result);

}  // namespace fauxmart
