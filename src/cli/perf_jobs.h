// What `fauxmart perf` measures: four jobs, each run by a process of its own.
#pragma once

#include <arrow/result.h>

#include <atomic>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace fauxmart {

enum class PerfJob : uint8_t {
  kMonth,  // the default job: 374,072 orders
  kDay,    // a large one: 1,559,991 orders in 24 hours
  kRows,   // the rows of that day, of which no file is made
  kCsv,    // the month as CSV
};
inline constexpr size_t kPerfJobs = 4;
// "month", "day", "rows", "csv".
std::string_view PerfJobName(PerfJob job);

// One run, as it said itself with --stats, and how long its process took from start to end.
struct PerfRun {
  double wall_seconds = 0;
  double seconds = 0;  // without the start of the process and the plan
  int64_t orders = 0, peak_bytes = 0;
  int threads = 0;
  std::map<std::string, int64_t> rows, bytes;                            // by table
  std::map<std::string, double> generate_seconds, stage_seconds;  // of all threads together

  int64_t TotalRows() const;
  int64_t TotalBytes() const;
  int64_t TotalCells() const;
  double Stage(const std::string& name) const;
};

// Reads the last line of a file of --stats.
arrow::Result<PerfRun> ParsePerfRun(const std::string& stats);

// Runs a job in `folder`, where nothing is left of it. `threads` 0: one a core.
arrow::Result<PerfRun> RunPerfJob(PerfJob job, const std::string& folder, int64_t threads,
                                  const std::atomic<bool>* stop);

// The run of median wall time; of an even number, the faster of the two in the middle.
const PerfRun& MedianRun(const std::vector<PerfRun>& runs);

}  // namespace fauxmart
