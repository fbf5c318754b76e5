// Workers: they claim tasks, pull batches, and give them to the files.
#pragma once

#include <arrow/result.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "engine/chunk_reader.h"
#include "engine/job.h"

namespace fauxmart {

// Told of progress by the workers; read by whoever shows it.
struct JobProgress {
  std::atomic<int64_t> orders{0}, bytes{0};
};

// Does one task: samples, writes, names the files. On an error or `stop`, none of them stays.
class Worker {
 public:
  Worker(const Job& job, GapSumCache* gap_sums, JobProgress* progress,
         const std::atomic<bool>* stop);
  ~Worker();
  arrow::Result<TaskResult> Do(const Task& task);

 private:
  struct Memory;
  arrow::Result<TaskResult> DoChunk(const Task& task);
  arrow::Result<TaskResult> DoDimension(const Task& task);

  const Job& job_;
  GapSumCache* gap_sums_;
  JobProgress* progress_;
  const std::atomic<bool>* stop_;
  std::unique_ptr<Memory> memory_;
};

// Does the tasks on job.threads threads, and tells `finished` of each; `report` is called
// from this thread ten times a second.
arrow::Result<std::vector<TaskResult>> DoTasks(
    const Job& job, const std::vector<Task>& tasks,
    const std::function<arrow::Status(const TaskResult&)>& finished,
    const std::function<void(const JobProgress&)>& report, const std::atomic<bool>* stop);

}  // namespace fauxmart
