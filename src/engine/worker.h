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

// Does one task: samples, writes, names the files. On an error or `stop`, none of them stays.
class Worker {
 public:
  Worker(const Job& job, const std::atomic<bool>* stop);
  ~Worker();
  arrow::Result<TaskResult> Do(const Task& task);

 private:
  struct Memory;
  arrow::Result<TaskResult> DoChunk(const Task& task);
  arrow::Result<TaskResult> DoDimension(const Task& task);
  void TellBatch(int64_t orders, int64_t nanoseconds, FactTimes* told);

  const Job& job_;
  const std::atomic<bool>* stop_;
  std::unique_ptr<Memory> memory_;
};

// Does the tasks on job.threads threads, and tells `finished` of each; job.meter has the progress,
// and `report` is called from this thread ten times a second.
arrow::Result<std::vector<TaskResult>> DoTasks(
    const Job& job, const std::vector<Task>& tasks,
    const std::function<arrow::Status(const TaskResult&)>& finished,
    const std::function<void()>& report, const std::atomic<bool>* stop);

}  // namespace fauxmart
