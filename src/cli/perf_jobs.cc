#include "cli/perf_jobs.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <numeric>

#include "cli/child_process.h"
#include "engine/files.h"
#include "fauxmart/request.h"
#include "tables/tables.h"

namespace fauxmart {

namespace {

namespace fs = std::filesystem;

// What is said beside the scenario.
std::vector<std::string> FlagsOf(PerfJob job) {
  std::vector<std::string> day = {"--duration",        "24h",  "--intensity", "5",
                                  "--orders-per-hour", "20000"};
  switch (job) {
    case PerfJob::kMonth:
      break;
    case PerfJob::kDay:
      return day;
    case PerfJob::kRows: {
      // All rows are made because they are counted, and a table of a few lines is written.
      std::vector<std::string> flags = day;
      flags.insert(flags.end(), {"--tables", std::string(kSuppliers.name), "--no-sync"});
      return flags;
    }
    case PerfJob::kCsv:
      return {"--format", "csv"};
  }
  return {};
}

int64_t Sum(const std::map<std::string, int64_t>& numbers) {
  return std::accumulate(numbers.begin(), numbers.end(), int64_t{0},
                         [](int64_t sum, const auto& entry) { return sum + entry.second; });
}

}  // namespace

std::string_view PerfJobName(PerfJob job) {
  static constexpr std::array<std::string_view, kPerfJobs> kNames = {"month", "day", "rows", "csv"};
  return kNames[static_cast<size_t>(job)];
}

int64_t PerfRun::TotalRows() const { return Sum(rows); }
int64_t PerfRun::TotalBytes() const { return Sum(bytes); }

int64_t PerfRun::TotalCells() const {
  int64_t cells = 0;
  for (const auto& [name, count] : rows) {
    const TableDecl* table = FindTable(name);
    if (table != nullptr) cells += count * static_cast<int64_t>(table->columns.size());
  }
  return cells;
}

double PerfRun::Stage(const std::string& name) const {
  const auto found = stage_seconds.find(name);
  return found == stage_seconds.end() ? 0 : found->second;
}

arrow::Result<PerfRun> ParsePerfRun(const std::string& stats) {
  const size_t end = stats.find_last_not_of('\n');
  const size_t before = end == std::string::npos ? end : stats.rfind('\n', end);
  const auto line = nlohmann::json::parse(
      before == std::string::npos ? stats : stats.substr(before + 1), nullptr, false);
  PerfRun run;
  try {
    if (!line.at("final").get<bool>()) return arrow::Status::IOError("the run has no end");
    line.at("seconds").get_to(run.seconds);
    line.at("orders").get_to(run.orders);
    line.at("peak_bytes").get_to(run.peak_bytes);
    line.at("threads").get_to(run.threads);
    line.at("rows").get_to(run.rows);
    line.at("bytes").get_to(run.bytes);
    line.at("generate_seconds").get_to(run.generate_seconds);
    line.at("stage_seconds").get_to(run.stage_seconds);
  } catch (const nlohmann::json::exception& error) {
    return arrow::Status::IOError("the figures of a run cannot be read: ", error.what());
  }
  return run;
}

arrow::Result<PerfRun> RunPerfJob(PerfJob job, const std::string& folder, int64_t threads,
                                  const std::atomic<bool>* stop) {
  const fs::path data = fs::path(folder) / "data", stats = fs::path(folder) / "stats.jsonl";
  std::vector<std::string> args = {"generate",    Request().scenario, "--quiet",     "--out",
                                   data.string(), "--stats",          stats.string()};
  const std::vector<std::string> flags = FlagsOf(job);
  args.insert(args.end(), flags.begin(), flags.end());
  if (threads > 0) args.insert(args.end(), {"--threads", std::to_string(threads)});
  ARROW_ASSIGN_OR_RAISE(const double wall, RunFauxmart(args, stop));
  ARROW_ASSIGN_OR_RAISE(const std::string text, ReadTextFile(stats.string()));
  std::error_code ignored;
  fs::remove_all(data, ignored);
  ARROW_ASSIGN_OR_RAISE(PerfRun run, ParsePerfRun(text));
  run.wall_seconds = wall;
  return run;
}

const PerfRun& MedianRun(const std::vector<PerfRun>& runs) {
  std::vector<const PerfRun*> sorted;
  for (const PerfRun& run : runs) sorted.push_back(&run);
  std::ranges::sort(sorted, {}, &PerfRun::wall_seconds);
  return *sorted[(sorted.size() - 1) / 2];
}

}  // namespace fauxmart
