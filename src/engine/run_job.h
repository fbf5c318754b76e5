// From a job to a dataset: tasks, then the tables that are sums of them, then the manifest.
#pragma once

#include <arrow/result.h>

#include <atomic>
#include <functional>
#include <string>
#include <vector>

#include "engine/job.h"
#include "engine/worker.h"

namespace fauxmart {

struct JobOutcome {
  bool complete = true;  // false for a shard: its sidecars wait for a merge
  std::vector<TaskResult> tasks;
  Counters counters;
  double seconds = 0;
};

// Checks the directory and the disk before anything is written.
arrow::Result<JobOutcome> RunJob(const Job& job, const std::function<void()>& report,
                                 const std::atomic<bool>* stop);

// Puts the shards' directories together in job.out. They must be all shards of job.request.
arrow::Result<JobOutcome> MergeShards(const Job& job, const std::vector<std::string>& shards,
                                      const std::atomic<bool>* stop);

// Expected rows of a table: exact where the plan binds them.
struct RowEstimate {
  int64_t rows = 0;
  bool exact = false;
};
RowEstimate EstimateRows(const Shop& shop, const TableDecl& table);

// Bytes the job is expected to write, in all or of one table, and that table's parts.
double EstimateBytes(const Job& job);
double EstimateBytes(const Job& job, const TableDecl& table);
int64_t CountParts(const Job& job, const TableDecl& table);

}  // namespace fauxmart
