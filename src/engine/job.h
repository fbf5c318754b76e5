// A job: one dataset, or one shard of it, to be written into a directory or an object store.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/run_meter.h"
#include "output/sink.h"
#include "tables/counters.h"
#include "tables/shop.h"

namespace fauxmart {

class Store;

struct Job {
  const Shop* shop = nullptr;
  OutputOptions output;
  std::vector<const TableDecl*> tables;  // those that are written
  std::string out;
  std::shared_ptr<Store> store = {};  // at `out`; jobs that are never run need none
  int threads = 1;
  int64_t batch_size = 0;
  int shard = 1, shards = 1;
  bool overwrite = false, resume = false;
  std::string request;     // the inputs, as JSON text: the manifest's request
  std::string resolved;    // what they came to, as JSON text: the manifest's resolved
  std::string dictionary;  // the text of dictionary.json
  bool card = false;       // README.md is written
  std::vector<std::string> warnings;
  std::string truth;       // a directory for the truth; empty: inside `out`
  RunMeter* meter = nullptr;  // of the run; jobs that are never run need none

  bool Writes(const TableDecl& table) const;
};

// A piece of work that one worker does: a chunk of the facts, or rows of a dimension.
struct Task {
  std::string name;                  // "chunk-00000", "customers-00000": names its sidecar
  const TableDecl* table = nullptr;  // of a dimension; null for a chunk
  int64_t part = 0;
  int64_t first = 0, end = 0;        // ids of a dimension's rows
  Chunk chunk;
};

// Rows of a dimension that one task makes: a file of tens of megabytes.
inline constexpr int64_t kDimensionRows = 1 << 20;
int64_t DimensionParts(int64_t rows);  // at least one, also of no rows

struct PartEntry {
  std::string table;
  PartResult result;
};

struct TaskResult {
  std::string name;
  std::vector<PartEntry> parts;
  Counters counters;  // of a chunk
};

// All tasks of the dataset, in its order: dimensions first. A shard does the dimensions if it is
// the first, and the chunks that are its own.
std::vector<Task> ListTasks(const Job& job);
bool TaskOfShard(const Task& task, int shard, int shards);

// "orders/part-00000.parquet"; a fact by date: "orders/date=2026-01-31/part-00000.parquet".
std::string PartPath(const Job& job, const TableDecl& table, int64_t part);

// Begins a part of the dataset; `rows` has its table and form.
arrow::Result<std::unique_ptr<PartWriter>> OpenJobPart(const Job& job, const TableBuffer& rows,
                                                       int64_t part);

// Campaigns that are not left out.
int64_t CampaignRows(const Shop& shop);

}  // namespace fauxmart
