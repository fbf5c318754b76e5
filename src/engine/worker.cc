#include "engine/worker.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <new>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

#include "output/write_queue.h"
#include "tables/dimensions.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

// Rows of a dimension made between two looks at `stop`.
constexpr int64_t kDimensionBatch = 16 * 1024;

bool Stopped(const std::atomic<bool>* stop) {
  return stop != nullptr && stop->load(std::memory_order_relaxed);
}

arrow::Status StoppedStatus() { return arrow::Status::Cancelled("interrupted"); }

TableMeter* MeterOf(const TableDecl& table, RunMeter* meter) {
  return &meter->tables[static_cast<size_t>(TableIndex(table))];
}

void AppendDimension(const Shop& shop, const TableDecl& table, int64_t first, int64_t end,
                     TableBuffer* out) {
  if (&table == &kCustomers) AppendCustomers(shop, first, end, out);
  if (&table == &kProducts) AppendProducts(shop, first, end, out);
  if (&table == &kSuppliers && first == 1) AppendSuppliers(shop, out);
  if (&table == &kCampaigns && first == 1) AppendCampaigns(shop, out);
}

}  // namespace

// What a worker keeps between its tasks, so that after the first chunk nothing allocates.
struct Worker::Memory {
  explicit Memory(const Job& job)
      : reader(*job.shop, job.batch_size > 0 ? job.batch_size : kDefaultBatch),
        facts(MakeFactBuffers(*job.shop)) {}

  ChunkReader reader;
  FactBuffers facts;
};

Worker::Worker(const Job& job, const std::atomic<bool>* stop) : job_(job), stop_(stop) {}

Worker::~Worker() = default;

arrow::Result<TaskResult> Worker::Do(const Task& task) {
  return task.table != nullptr ? DoDimension(task) : DoChunk(task);
}

arrow::Result<TaskResult> Worker::DoChunk(const Task& task) {
  if (memory_ == nullptr) memory_ = std::make_unique<Memory>(job_);
  FactBuffers& facts = memory_->facts;
  TaskResult result{
      task.name, {}, Counters(*job_.shop, task.chunk.first_hour, task.chunk.end_hour)};
  std::array<std::unique_ptr<PartWriter>, kFacts> writers;
  for (size_t fact = 0; fact < kFacts; ++fact) {
    facts[fact].Clear();
    if (!job_.Writes(FactTable(static_cast<Fact>(fact)))) continue;
    ARROW_ASSIGN_OR_RAISE(writers[fact], OpenJobPart(job_, facts[fact], task.part));
  }

  memory_->reader.Open(task.chunk);
  int64_t told = 0;
  FactTimes times = memory_->reader.times();
  LapClock clock;
  while (memory_->reader.Next(&facts, &result.counters)) {
    const int64_t orders = result.counters.total_orders;
    TellBatch(orders - std::exchange(told, orders), clock.Lap(), &times);
    if (Stopped(stop_)) return StoppedStatus();
    for (size_t fact = 0; fact < kFacts; ++fact) {
      if (writers[fact] == nullptr) {
        facts[fact].Clear();  // not wanted, but its rows had to be counted
      } else if (facts[fact].rows >= kRowGroupRows) {
        ARROW_RETURN_NOT_OK(writers[fact]->Drain(facts[fact]));
      }
    }
    clock.Lap();  // what the part writers took is in their figures
  }
  for (size_t fact = 0; fact < kFacts; ++fact) {
    if (writers[fact] == nullptr) continue;
    ARROW_ASSIGN_OR_RAISE(PartResult part, writers[fact]->Commit(facts[fact]));
    result.parts.push_back({std::string(FactTable(static_cast<Fact>(fact)).name), std::move(part)});
  }
  return result;
}

// What the last batch was: its orders, how long it took, and of that the facts' own.
void Worker::TellBatch(int64_t orders, int64_t nanoseconds, FactTimes* told) {
  RunMeter::Add(&job_.meter->orders, orders);
  job_.meter->Add(RunStage::kGenerate, nanoseconds);
  const FactTimes& now = memory_->reader.times();
  int64_t rest = nanoseconds;
  for (size_t fact = 0; fact < kFacts; ++fact) {
    const int64_t own = now[fact] - std::exchange((*told)[fact], now[fact]);
    rest -= own;
    // What is nobody's own was spent on twins and labels.
    RunMeter::Add(&MeterOf(FactTable(static_cast<Fact>(fact)), job_.meter)->generate_nanoseconds,
                  fact == kFactLabels ? rest : own);
  }
}

arrow::Result<TaskResult> Worker::DoDimension(const Task& task) {
  TableBuffer rows = MakeBuffer(*task.table, job_.shop->world, job_.shop->products.skus);
  ARROW_ASSIGN_OR_RAISE(const auto writer, OpenJobPart(job_, rows, task.part));
  for (int64_t first = task.first; first < task.end; first += kDimensionBatch) {
    if (Stopped(stop_)) return StoppedStatus();
    LapClock clock;
    AppendDimension(*job_.shop, *task.table, first, std::min(task.end, first + kDimensionBatch),
                    &rows);
    const int64_t lap = clock.Lap();
    job_.meter->Add(RunStage::kGenerate, lap);
    RunMeter::Add(&MeterOf(*task.table, job_.meter)->generate_nanoseconds, lap);
    ARROW_RETURN_NOT_OK(writer->Drain(rows));
  }
  ARROW_ASSIGN_OR_RAISE(PartResult part, writer->Commit(rows));
  TaskResult result{task.name, {}, {}};
  result.parts.push_back({std::string(task.table->name), std::move(part)});
  return result;
}

arrow::Result<std::vector<TaskResult>> DoTasks(
    const Job& job, const std::vector<Task>& tasks,
    const std::function<arrow::Status(const TaskResult&)>& finished,
    const std::function<void()>& report, const std::atomic<bool>* stop) {
  std::atomic<size_t> next{0};
  // Set by the first failure too, so that the others stop at their next batch.
  std::atomic<bool> halt{false};
  std::mutex mutex;
  std::condition_variable changed;
  arrow::Status first_failure;
  size_t running = 0;
  std::vector<std::optional<TaskResult>> results(tasks.size());
  // Made while there is memory: where it has run out, nothing can be made to say so.
  arrow::Status no_memory = arrow::Status::OutOfMemory("not enough memory; try fewer --threads");

  const auto do_tasks = [&] {
    Worker worker(job, &halt);
    arrow::Status status;
    for (size_t i = next++; status.ok() && i < tasks.size(); i = next++) {
      arrow::Result<TaskResult> result = worker.Do(tasks[i]);
      status = result.status();
      if (status.ok()) {
        LapClock clock;
        status = finished(*result);
        job.meter->Add(RunStage::kWrite, clock.Lap());
      }
      if (status.ok()) results[i] = std::move(result).ValueUnsafe();
    }
    return status;
  };
  const auto work = [&] {
    arrow::Status status;
    bool full = false;
    RunMeter::Add(&job.meter->threads_busy, 1);
    // Nothing is thrown out of a thread.
    try {
      status = do_tasks();
    } catch (const std::bad_alloc&) {
      full = true;
    }
    RunMeter::Add(&job.meter->threads_busy, -1);
    const std::lock_guard lock(mutex);
    if (full || !status.ok()) {
      halt = true;
      if (first_failure.ok()) first_failure = std::move(full ? no_memory : status);
    }
    --running;
    changed.notify_all();
  };

  const size_t wanted = std::min<size_t>(static_cast<size_t>(job.threads), tasks.size());
  std::vector<std::jthread> threads;
  threads.reserve(wanted);
  // Whatever is thrown below, they are told to stop before they are waited for.
  const struct Halting {
    std::atomic<bool>* halt;
    ~Halting() { *halt = true; }
  } halting{&halt};
  for (size_t t = 0; t < wanted; ++t) {
    {
      const std::lock_guard lock(mutex);
      ++running;
    }
    try {
      threads.emplace_back(work);
    } catch (const std::exception& error) {  // of the system, or of memory
      const std::lock_guard lock(mutex);
      --running;
      // Fewer threads do the same work; none at all do not.
      if (threads.empty()) {
        first_failure = arrow::Status::IOError("cannot start a thread: ", error.what());
      }
      break;
    }
  }
  {
    std::unique_lock lock(mutex);
    while (running > 0) {
      changed.wait_for(lock, std::chrono::milliseconds(100));
      if (Stopped(stop)) halt = true;
      if (job.meter != nullptr && job.output.queue != nullptr) {
        job.meter->queue_depth = static_cast<int64_t>(job.output.queue->depth());
      }
      if (report) report();
    }
  }
  threads.clear();  // which waits for them
  if (Stopped(stop)) return StoppedStatus();
  ARROW_RETURN_NOT_OK(first_failure);
  std::vector<TaskResult> all;
  for (auto& result : results) all.push_back(std::move(*result));
  return all;
}

}  // namespace fauxmart
