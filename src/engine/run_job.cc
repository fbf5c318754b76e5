#include "engine/run_job.h"

#include <fmt/format.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>

#include "base/memory_use.h"
#include "engine/dataset_card.h"
#include "engine/dataset_dir.h"
#include "engine/dataset_layout.h"
#include "engine/files.h"
#include "engine/local_store.h"
#include "engine/manifest.h"
#include "engine/sidecar.h"
#include "engine/store.h"
#include "engine/truth_dir.h"
#include "engine/truth_json.h"
#include "output/local_file.h"
#include "tables/system_metrics.h"
#include "tables/tables.h"
#include "tables/truth.h"

namespace fauxmart {
namespace {

namespace fs = std::filesystem;
using arrow::Status;

class Stopwatch {
 public:
  double Seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
  }

 private:
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
};

Counters SumCounters(const Job& job, const std::vector<TaskResult>& tasks) {
  Counters sum(*job.shop, job.shop->setup.first_hour, job.shop->setup.end_hour);
  for (const TaskResult& task : tasks) {
    if (!task.counters.hours.empty()) sum.Add(task.counters);
  }
  return sum;
}

// Writes a table that is a sum of all tasks, or what a table still lacks: its last part.
arrow::Result<TaskResult> WriteFinalTable(const Job& job, const TableDecl& table,
                                          const Counters& counters) {
  const Shop& shop = *job.shop;
  const auto part_number =
      &table == &kIncidentLabels ? static_cast<int64_t>(shop.chunks.size()) : 0;
  TableBuffer rows = MakeBuffer(table, job.shop->world, job.shop->products.skus);
  ARROW_ASSIGN_OR_RAISE(const auto writer, OpenJobPart(job, rows, part_number));
  if (&table == &kSystemMetrics) AppendSystemMetrics(shop, counters, &rows);
  if (&table == &kIncidents) AppendIncidents(shop, counters, &rows);
  if (&table == &kIncidentLabels) AppendLastLabels(shop, counters, &rows);
  ARROW_RETURN_NOT_OK(writer->Drain(rows));
  ARROW_ASSIGN_OR_RAISE(PartResult part, writer->Commit(rows));
  return TaskResult{fmt::format("{}-{:05}", table.name, part_number),
                    {{std::string(table.name), std::move(part)}},
                    {}};
}

// What the part writers have told: these are stages of their own, also in the last step.
int64_t EncodedAndWritten(const RunMeter& meter) {
  return meter.Nanoseconds(RunStage::kEncode) + meter.Nanoseconds(RunStage::kWrite);
}

// The last step: tables made of sums, the dictionary, and the manifest that makes it a dataset.
Status Finish(const Job& job, DatasetDir* dir, const Stopwatch& watch, JobOutcome* outcome) {
  LapClock clock;
  const int64_t before = EncodedAndWritten(*job.meter);
  outcome->counters = SumCounters(job, outcome->tasks);
  for (const TableDecl* table : {&kSystemMetrics, &kIncidents, &kIncidentLabels}) {
    if (!job.Writes(*table)) continue;
    ARROW_ASSIGN_OR_RAISE(TaskResult result, WriteFinalTable(job, *table, outcome->counters));
    ARROW_RETURN_NOT_OK(dir->WriteSidecar(result.name, SidecarText(result)));
    outcome->tasks.push_back(std::move(result));
  }
  ARROW_RETURN_NOT_OK(dir->WriteFile("dictionary.json", job.dictionary));
  std::string truth;
  if (job.Writes(kIncidents) || !job.truth.empty()) {
    truth = TruthText(job, outcome->tasks, outcome->counters);
    if (job.truth.empty()) {
      ARROW_RETURN_NOT_OK(dir->WriteFile(kTruthFile, truth));
    } else {
      ARROW_RETURN_NOT_OK(MoveTruth(job, outcome->tasks, truth));
    }
  }
  std::string card;
  if (job.card) {
    card = CardText(job, outcome->tasks, outcome->counters);
    ARROW_RETURN_NOT_OK(dir->WriteFile(kCardFile, card));
  }
  job.meter->Add(RunStage::kFinish, clock.Lap() - (EncodedAndWritten(*job.meter) - before));
  outcome->seconds = watch.Seconds();
  ARROW_RETURN_NOT_OK(dir->Complete(ManifestText(job, outcome->tasks, outcome->counters, truth,
                                                 card, {outcome->seconds, PeakResidentBytes()})));
  job.meter->Add(RunStage::kFinish, clock.Lap());
  return Status::OK();
}

std::string SidecarPath(const Store& store, const std::string& task) {
  return store.Where(".partial/" + task + ".json");
}

// Bytes that a resumed run has on the disk already.
double KeptBytes(const Job& job) {
  double bytes = 0;
  if (!job.resume) return bytes;
  const arrow::Result<PartialRun> earlier = ReadPartialRun(*job.store);
  if (!earlier.ok()) return bytes;
  for (const auto& [task, text] : earlier->sidecars) {
    const auto result = ParseSidecar(*job.shop, text, SidecarPath(*job.store, task));
    if (!result.ok()) continue;
    for (const PartEntry& part : result->parts) bytes += static_cast<double>(part.result.bytes);
  }
  return bytes;
}

Status CheckStop(const std::atomic<bool>* stop) {
  return stop != nullptr && stop->load() ? Status::Cancelled("interrupted") : Status::OK();
}

// Is the task's every file there as it was written? Looks at `stop` between files.
arrow::Result<bool> IsIntact(Store& store, const TaskResult& task, const std::atomic<bool>* stop) {
  for (const PartEntry& part : task.parts) {
    ARROW_RETURN_NOT_OK(CheckStop(stop));
    if (!IsPartPath(part.result.path)) return false;
    ARROW_ASSIGN_OR_RAISE(const bool holds, store.Holds(part.result));
    if (!holds) return false;
  }
  return true;
}

// Is this file what its shard wrote?
Status CheckPart(const std::string& path, const std::string& checksum, const PartResult& part) {
  if (checksum == part.checksum) return Status::OK();
  return Status::Invalid(fmt::format("{}: is not what its shard wrote (checksum {}, not {})", path,
                                     checksum, part.checksum));
}

}  // namespace

arrow::Result<JobOutcome> RunJob(const Job& job, const std::function<void()>& report,
                                 const std::atomic<bool>* stop) {
  const Stopwatch watch;
  ARROW_RETURN_NOT_OK(CheckOutputOptions(job.output));
  ARROW_RETURN_NOT_OK(CheckTruthDir(job));
  if (job.store->on_disk()) {
    ARROW_RETURN_NOT_OK(CheckFreeSpace(job.out, EstimateBytes(job) / job.shards - KeptBytes(job)));
  }
  DatasetDir dir(job.store.get(), job.output.sync);
  ARROW_RETURN_NOT_OK(dir.Open(job.request, job.overwrite, job.resume, job.tables));

  const std::vector<Task> tasks = ListTasks(job);
  std::map<std::string, TaskResult> done;
  std::vector<Task> open;
  for (const Task& task : tasks) {
    if (!TaskOfShard(task, job.shard, job.shards)) continue;
    const auto sidecar = dir.sidecars().find(task.name);
    if (sidecar != dir.sidecars().end()) {
      // A damaged sidecar is as good as none: its task is done again.
      auto result = ParseSidecar(*job.shop, sidecar->second, SidecarPath(*job.store, task.name));
      if (result.ok() && result->name == task.name) {
        ARROW_ASSIGN_OR_RAISE(const bool intact, IsIntact(*job.store, *result, stop));
        if (intact) {
          done[task.name] = std::move(result).ValueUnsafe();
          continue;
        }
      }
    }
    open.push_back(task);
  }

  const auto finished = [&](const TaskResult& result) {
    return dir.WriteSidecar(result.name, SidecarText(result));
  };
  ARROW_ASSIGN_OR_RAISE(std::vector<TaskResult> fresh, DoTasks(job, open, finished, report, stop));
  for (TaskResult& result : fresh) {
    std::string name = result.name;
    done[std::move(name)] = std::move(result);
  }
  JobOutcome outcome;
  for (const Task& task : tasks) {
    const auto it = done.find(task.name);
    if (it != done.end()) outcome.tasks.push_back(std::move(it->second));
  }
  if (job.shards > 1) {
    outcome.complete = false;
    outcome.counters = SumCounters(job, outcome.tasks);
    outcome.seconds = watch.Seconds();
    return outcome;
  }
  ARROW_RETURN_NOT_OK(Finish(job, &dir, watch, &outcome));
  return outcome;
}

arrow::Result<JobOutcome> MergeShards(const Job& job, const std::vector<std::string>& shards,
                                      const std::atomic<bool>* stop) {
  const Stopwatch watch;
  // Everything is looked at before anything is written.
  struct Source {
    std::string shard;
    TaskResult result;
  };
  std::map<std::string, Source> sources;
  for (const std::string& shard : shards) {
    std::error_code error;
    ARROW_ASSIGN_OR_RAISE(const bool there, Exists(job.out));
    const bool same = there && fs::equivalent(shard, job.out, error);
    if (error && error != std::errc::no_such_file_or_directory) {
      return ErrnoStatus("look at", shard, error.value());
    }
    if (same) {
      return Status::Invalid(fmt::format(
          "--out {}: is one of the shards, which stay as they are; choose another", job.out));
    }
    const auto directory = OpenDirectory(shard);
    ARROW_ASSIGN_OR_RAISE(const PartialRun run, ReadPartialRun(*directory));
    if (run.request != job.request) {
      return Status::Invalid(fmt::format(
          "{}: a shard of another request than {}; all must be made with the same options", shard,
          shards.front()));
    }
    for (const auto& [name, text] : run.sidecars) {
      ARROW_ASSIGN_OR_RAISE(TaskResult result,
                            ParseSidecar(*job.shop, text, SidecarPath(*directory, name)));
      if (!sources.try_emplace(name, Source{shard, std::move(result)}).second) {
        return Status::Invalid(fmt::format("{}: {} is in {} as well; name each shard once", shard,
                                           name, sources[name].shard));
      }
    }
  }
  const std::vector<Task> tasks = ListTasks(job);
  std::string missing;
  for (const Task& task : tasks) {
    if (!sources.contains(task.name)) missing += (missing.empty() ? "" : ", ") + task.name;
    if (missing.size() > 200) break;
  }
  if (!missing.empty()) {
    return Status::Invalid(
        fmt::format("merge: not all shards are there, or one is unfinished; missing: {}", missing));
  }
  for (const auto& [name, source] : sources) {
    for (const PartEntry& part : source.result.parts) {
      if (!IsPartPath(part.result.path)) {
        return Status::Invalid(
            fmt::format("{}: its sidecar {} lists \"{}\", which is no part of ours", source.shard,
                        name, part.result.path));
      }
      const std::string path = (fs::path(source.shard) / part.result.path).string();
      ARROW_ASSIGN_OR_RAISE(const std::string checksum, FileChecksum(path));
      ARROW_RETURN_NOT_OK(CheckStop(stop));
      ARROW_RETURN_NOT_OK(CheckPart(path, checksum, part.result));
    }
  }
  ARROW_RETURN_NOT_OK(CheckTruthDir(job));
  ARROW_RETURN_NOT_OK(CheckFreeSpace(job.out, EstimateBytes(job)));
  DatasetDir dir(job.store.get(), job.output.sync);
  ARROW_RETURN_NOT_OK(dir.Open(job.request, job.overwrite, std::nullopt, job.tables));

  LapClock clock;
  JobOutcome outcome;
  for (const Task& task : tasks) {
    Source& source = sources.at(task.name);
    for (const PartEntry& part : source.result.parts) {
      const std::string from = (fs::path(source.shard) / part.result.path).string();
      ARROW_ASSIGN_OR_RAISE(const std::string checksum,
                            CopyWholeFile(from, (fs::path(job.out) / part.result.path).string()));
      ARROW_RETURN_NOT_OK(CheckStop(stop));
      ARROW_RETURN_NOT_OK(CheckPart(from, checksum, part.result));
    }
    ARROW_RETURN_NOT_OK(dir.WriteSidecar(task.name, SidecarText(source.result)));
    outcome.tasks.push_back(std::move(source.result));
  }
  job.meter->Add(RunStage::kWrite, clock.Lap());
  ARROW_RETURN_NOT_OK(Finish(job, &dir, watch, &outcome));
  return outcome;
}

}  // namespace fauxmart
