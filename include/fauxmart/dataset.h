// The engine's face: resolve a request, plan it, generate it, merge shards.
//
// Errors are arrow::Status: Invalid means the request was wrong (command line: exit 2), IOError
// that something outside failed (exit 1), Cancelled that `stop` was asked for (exit 130). Nothing
// here prints, exits, installs signal handlers or keeps global state.
#pragma once

#include <arrow/result.h>
#include <arrow/status.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "fauxmart/request.h"

namespace fauxmart {

struct Inputs;  // resolved: world, scenario and run, validated. Immutable.
using InputsPtr = std::shared_ptr<const Inputs>;

// Reads what the request names, checks all of it. Reads files, writes none.
arrow::Result<InputsPtr> Resolve(const Request& request);

// Reads a request back from a manifest.json.
arrow::Status ReadManifestRequest(const std::string& path, Request* request, WriteOptions* write);

// The request of these inputs as JSON text, as a manifest keeps it: with the texts of the files
// that were read, so that ParseRequest() makes the same request of it where those files are not.
std::string RequestText(const Inputs& inputs, const WriteOptions& write);
arrow::Status ParseRequest(const std::string& text, Request* request, WriteOptions* write);

// One table of a dry run.
struct TableEstimate {
  std::string table;
  int64_t rows = 0;  // exact for orders, tickets, abandoned carts and dimensions; else expected
  bool exact = false;
  int64_t parts = 0;
  double bytes = 0;  // estimated
};

// What will be made, by arithmetic alone.
struct PlanSummary {
  std::string scenario, world;
  std::string start, end;  // ISO 8601
  int64_t hours = 0;
  int64_t chunks = 0;
  std::vector<int64_t> hourly_orders;
  std::vector<TableEstimate> tables;  // those that will be written
  std::vector<std::string> warnings;
};
arrow::Result<PlanSummary> DryRun(const Inputs& inputs, const WriteOptions& write);

// What a run has done so far, without what an earlier one left to be resumed. Seconds of tables and
// stages are those of all threads together.
struct TableProgress {
  std::string table;
  int64_t rows = 0, bytes = 0;  // encoded
  double generate_seconds = 0, encode_seconds = 0;
};
struct Progress {
  int64_t orders_done = 0, orders_planned = 0;
  int64_t bytes_written = 0;
  double seconds = 0;  // since the plan was made
  std::vector<TableProgress> tables = {};  // all of them, in the order of the dataset
  std::vector<std::pair<std::string, double>> stages = {};  // plan, generate, encode, write, finish
  int threads = 0, threads_busy = 0;
  int64_t queue_depth = 0;  // row groups that wait to be written
  int64_t resident_bytes = 0, peak_bytes = 0;  // of memory; 0 where the system does not say
};
// Called from one thread at a time, at most ten times a second and once at the end, whichever that
// is, if the plan was made.
using ProgressFn = std::function<void(const Progress&)>;

struct TableSummary {
  std::string table;
  int64_t rows = 0, files = 0, bytes = 0;
  std::string digest;
};

// An incident that was planted, and what it did to the rows.
struct IncidentSummary {
  std::string name, title, start, end;  // ISO 8601
  int64_t rows_affected = 0;  // changed or added; each has a label
  int64_t rows_prevented = 0;  // rows that exist only without it
};

struct Summary {
  std::string scenario, out;
  bool complete = true;  // false for a shard: no manifest was written
  bool by_date = false;  // facts lie in a folder a day
  int64_t orders = 0, rows = 0, bytes = 0;
  double seconds = 0;
  int threads = 0;
  std::vector<TableSummary> tables;
  std::vector<IncidentSummary> incidents;  // if the truth was made
  std::string truth;  // where it lies
  std::vector<int64_t> hourly_orders;
  std::vector<std::string> warnings;
  std::map<std::string, double> measured;  // named statistics of the rows, as in the manifest
};

// Makes the dataset in run.out. On any error the directory holds no manifest.json of this run.
arrow::Result<Summary> Generate(const Inputs& inputs, const WriteOptions& write,
                                const RunOptions& run, const ProgressFn& progress,
                                const std::atomic<bool>* stop);

// Writes one table (write.tables has exactly one) to a file descriptor: CSV, JSONL, or, for
// parquet and feather, an Arrow IPC stream.
arrow::Status GenerateToStream(const Inputs& inputs, const WriteOptions& write,
                               const RunOptions& run, int fd, const std::atomic<bool>* stop);

// Shards 1/N .. N/N of one request, put together in `out`. The shards are left as they are.
// `truth`: a directory for the truth; empty: inside `out`. `stop` is looked at between files.
arrow::Result<Summary> Merge(const std::vector<std::string>& shards, const std::string& out,
                             const std::string& truth, bool overwrite,
                             const std::atomic<bool>* stop = nullptr);

// The first rows of a table as text cells, row by row; for people, at once.
struct Preview {
  std::vector<std::string> columns;
  std::vector<bool> numeric;  // right-align
  std::vector<std::vector<std::string>> rows;
  int64_t total_rows = 0;  // planned
  bool total_exact = false;  // or expected
};
arrow::Result<Preview> PreviewTable(const Inputs& inputs, const std::string& table, int64_t rows);

// A scenario, resolved: what it does, and what that plans hour by hour.
struct EffectSummary {
  std::string name, lever, change, shape, from, to, where, incident;
};
struct CampaignSummary {
  std::string name, type, from, to, where, incident;
  double discount_percent = 0;
};
struct ScenarioSummary {
  std::string name, description, start, end;
  int64_t hours = 0;
  std::vector<EffectSummary> effects;
  std::vector<CampaignSummary> campaigns;
  std::vector<IncidentSummary> incidents;
  // Planned, by hour; failures are expected ones.
  std::vector<int64_t> orders, tickets, failures, abandonments;
  std::vector<std::string> warnings;
};
// Refuses what generate would refuse, with the same message.
arrow::Result<ScenarioSummary> DescribeScenario(const Inputs& inputs);

struct ScenarioInfo {
  std::string name, description, duration, text;
  std::vector<std::string> incidents;
  double intensity = 1;
};
std::vector<ScenarioInfo> BuiltInScenarios();
std::string DefaultWorldText();

}  // namespace fauxmart
