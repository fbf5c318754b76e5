#include <fmt/format.h>

#include <algorithm>
#include <thread>

#include "api/inputs.h"
#include "base/paths.h"
#include "base/text.h"
#include "base/time.h"
#include "engine/dataset_dir.h"
#include "engine/files.h"
#include "engine/local_store.h"
#include "engine/manifest.h"
#include "engine/run_job.h"
#include "engine/store.h"
#include "fauxmart/describe.h"
#include "output/write_queue.h"
#include "tables/tables.h"
#include "tables/truth.h"

namespace fauxmart {
namespace {

using arrow::Result;
using arrow::Status;

Result<std::vector<const TableDecl*>> ResolveTables(const std::vector<std::string>& names) {
  Names known;
  for (const TableDecl* table : AllTables()) known.emplace_back(table->name);
  for (const std::string& name : names) {
    if (FindTable(name) == nullptr) {
      return Status::Invalid(
          fmt::format("--tables: unknown table \"{}\"{}", name, DidYouMean(name, known)));
    }
  }
  std::vector<const TableDecl*> tables;
  for (const TableDecl* table : AllTables()) {
    if (names.empty() || std::find(names.begin(), names.end(), table->name) != names.end()) {
      tables.push_back(table);
    }
  }
  return tables;
}

}  // namespace

bool NeedTwins(const std::vector<const TableDecl*>& tables) {
  return std::any_of(tables.begin(), tables.end(),
                     [](const TableDecl* table) { return table->kind == TableKind::kTruth; });
}

Result<std::unique_ptr<const Shop>> BuildShop(const Inputs& inputs, bool with_twins) {
  return BuildShop(inputs.world, inputs.setup, inputs.scenario, inputs.removed, with_twins);
}

namespace {

// The shop of a run that writes these tables.
Result<std::unique_ptr<const Shop>> ShopFor(const Inputs& inputs, const WriteOptions& write,
                                            const std::string& truth) {
  ARROW_ASSIGN_OR_RAISE(const auto tables, ResolveTables(write.tables));
  Setup setup = inputs.setup;
  setup.by_date = write.by_date;
  return BuildShop(inputs.world, setup, inputs.scenario, inputs.removed,
                   NeedTwins(tables) || !truth.empty());
}

}  // namespace

Result<Job> MakeJob(const Inputs& inputs, const Shop& shop, const WriteOptions& write,
                    const RunOptions& run) {
  Job job;
  job.shop = &shop;
  ARROW_ASSIGN_OR_RAISE(job.output.format, ParseFormat(write.format));
  ARROW_ASSIGN_OR_RAISE(job.output.compression, ParseCompression(write.compression));
  ARROW_ASSIGN_OR_RAISE(job.output.writer, ParseWriter(write.writer));
  job.output.ids_as_uuid = write.ids_as_uuid;
  job.output.money_as_float64 = write.money_as_float64;
  job.output.csv_safe = write.csv_safe;
  job.card = write.card;
  job.output.sync = run.sync;
  ARROW_ASSIGN_OR_RAISE(const IoMode io, ParseIoMode(run.io));
  job.output.queue = std::make_shared<WriteQueue>(io);
  ARROW_RETURN_NOT_OK(CheckOutputOptions(job.output));
  ARROW_ASSIGN_OR_RAISE(job.tables, ResolveTables(write.tables));
  job.out = run.out;
  job.threads = run.threads > 0
                    ? run.threads
                    : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  job.batch_size = run.batch_size;
  job.shard = run.shard;
  job.shards = run.shards;
  job.overwrite = run.overwrite;
  job.resume = run.resume;
  job.request = RequestJson(inputs, write);
  job.resolved = ResolvedJson(inputs);
  job.warnings = inputs.warnings;
  job.warnings.insert(job.warnings.end(), shop.plan.warnings.begin(), shop.plan.warnings.end());
  job.truth = run.truth;
  ARROW_ASSIGN_OR_RAISE(job.dictionary, DescribeJson("", write));
  return job;
}

Summary MakeSummary(const Job& job, const std::string& scenario,
                    const std::vector<TaskResult>& tasks, const Counters& counters) {
  Summary summary;
  summary.scenario = scenario;
  summary.out = job.store->Where("");
  summary.threads = job.threads;
  summary.by_date = job.shop->setup.by_date;
  summary.orders = counters.total_orders;
  summary.warnings = job.warnings;
  for (const TableDecl* table : job.tables) {
    TableSummary entry;
    entry.table = std::string(table->name);
    for (const TaskResult& task : tasks) {
      for (const PartEntry& part : task.parts) {
        if (part.table != entry.table) continue;
        entry.rows += part.result.rows;
        entry.bytes += part.result.bytes;
        ++entry.files;
      }
    }
    entry.digest = TableDigest(tasks, entry.table);
    summary.rows += entry.rows;
    summary.bytes += entry.bytes;
    summary.tables.push_back(std::move(entry));
  }
  for (size_t t = 0; t < counters.twins.size(); ++t) {
    const Incident& incident =
        job.shop->scenario.incidents[static_cast<size_t>(job.shop->twins[t].incident)];
    summary.incidents.push_back(SummaryOf(*job.shop, incident));
    summary.incidents.back().rows_affected = AffectedRows(*job.shop, counters, t);
    summary.incidents.back().rows_prevented = counters.twins[t].prevented;
  }
  summary.truth = job.truth.empty() ? summary.out + "/truth" : job.truth;
  for (const HourCounts& hour : counters.hours) summary.hourly_orders.push_back(hour[kHourOrders]);
  for (const auto& [name, value] : MeasuredStatistics(*job.shop, counters)) {
    summary.measured[name] = value;
  }
  return summary;
}

namespace {

// Refuses what only directories can do, before any work.
Status CheckPlaces(const RunOptions& run) {
  if (IsUri(run.truth)) {
    return Status::Invalid("--truth ", run.truth.substr(0, run.truth.find("://") + 3),
                           "...: the truth apart goes into a directory; name one");
  }
  if (!IsUri(run.out)) return Status::OK();
  const char* flag = run.shards > 1 ? "--shard" : !run.truth.empty() ? "--truth" : nullptr;
  if (flag == nullptr) return Status::OK();
  return Status::Invalid(flag,
                         " is for datasets in a directory, and --out is in an object store; write "
                         "to a directory and copy what comes of it");
}

}  // namespace

Result<PlanSummary> DryRun(const Inputs& inputs, const WriteOptions& write) {
  ARROW_ASSIGN_OR_RAISE(const auto shop, ShopFor(inputs, write, ""));
  ARROW_ASSIGN_OR_RAISE(const Job job, MakeJob(inputs, *shop, write, {}));
  PlanSummary summary;
  summary.scenario = inputs.scenario.name;
  summary.world = inputs.world.name;
  summary.start = FormatTime(shop->setup.HourStart(shop->setup.first_hour));
  summary.end = FormatTime(shop->setup.HourStart(shop->setup.end_hour));
  summary.hours = shop->setup.hours();
  summary.chunks = static_cast<int64_t>(shop->chunks.size());
  summary.warnings = job.warnings;
  for (const HourPlan& hour : shop->plan.hours) summary.hourly_orders.push_back(hour.orders);
  for (const TableDecl* table : job.tables) {
    const RowEstimate rows = EstimateRows(*shop, *table);
    TableEstimate estimate;
    estimate.table = std::string(table->name);
    estimate.rows = rows.rows;
    estimate.exact = rows.exact;
    estimate.bytes = EstimateBytes(job, *table);
    estimate.parts = CountParts(job, *table);
    summary.tables.push_back(std::move(estimate));
  }
  return summary;
}

Result<Summary> Generate(const Inputs& inputs, const WriteOptions& write, const RunOptions& run,
                         const ProgressFn& progress, const std::atomic<bool>* stop) {
  LapClock clock;
  RunMeter meter;
  ARROW_RETURN_NOT_OK(CheckPlaces(run));
  ARROW_ASSIGN_OR_RAISE(auto store, OpenStore(run.out));
  ARROW_ASSIGN_OR_RAISE(const auto shop, ShopFor(inputs, write, run.truth));
  ARROW_ASSIGN_OR_RAISE(Job job, MakeJob(inputs, *shop, write, run));
  job.store = std::move(store);
  job.meter = &meter;
  meter.Add(RunStage::kPlan, inputs.nanoseconds + clock.Lap());
  const int64_t planned = shop->plan.TotalOrders() / job.shards;
  int64_t nanoseconds = 0;
  const auto report = [&] {
    nanoseconds += clock.Lap();
    if (!progress) return;
    Progress now = ReadProgress(meter, job);
    now.orders_planned = planned;
    now.seconds = static_cast<double>(nanoseconds) / 1e9;
    progress(now);
  };
  const Result<JobOutcome> outcome = RunJob(job, report, stop);
  report();
  ARROW_RETURN_NOT_OK(outcome.status());
  Summary summary = MakeSummary(job, inputs.scenario.name, outcome->tasks, outcome->counters);
  summary.complete = outcome->complete;
  summary.seconds = outcome->seconds;
  return summary;
}

Result<Summary> Merge(const std::vector<std::string>& shards, const std::string& out,
                      const std::string& truth, bool overwrite, const std::atomic<bool>* stop) {
  if (shards.empty()) return Status::Invalid("merge: no shards; name their directories");
  std::vector<std::string> places = shards;
  places.insert(places.end(), {out, truth});
  for (const std::string& place : places) ARROW_RETURN_NOT_OK(RequireDirectory("merge", place));
  ARROW_ASSIGN_OR_RAISE(const PartialRun first, ReadPartialRun(*OpenDirectory(shards.front())));
  Request request;
  WriteOptions write;
  ARROW_RETURN_NOT_OK(ParseRequestJson(first.request, shards.front(), &request, &write));
  LapClock clock;
  RunMeter meter;
  ARROW_ASSIGN_OR_RAISE(const InputsPtr inputs, Resolve(request));
  ARROW_ASSIGN_OR_RAISE(const auto shop, ShopFor(*inputs, write, truth));
  RunOptions run;
  run.out = out;
  run.truth = truth;
  run.overwrite = overwrite;
  ARROW_ASSIGN_OR_RAISE(Job job, MakeJob(*inputs, *shop, write, run));
  job.store = OpenDirectory(out);
  job.meter = &meter;
  meter.Add(RunStage::kPlan, clock.Lap());
  ARROW_ASSIGN_OR_RAISE(const JobOutcome outcome, MergeShards(job, shards, stop));
  Summary summary = MakeSummary(job, inputs->scenario.name, outcome.tasks, outcome.counters);
  summary.seconds = outcome.seconds;
  return summary;
}

}  // namespace fauxmart
