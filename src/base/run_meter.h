// What a run has done so far, and where its time went.
//
// One meter a run. Its threads add to it once a batch, a row group or a file, never in a loop over
// rows; whoever shows the figures reads along. Nothing orders them: figures read together may be a
// batch apart.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace fauxmart {

enum class RunStage : uint8_t {
  kPlan,      // inputs read and checked, the shop built: one thread, before all else
  kGenerate,  // rows sampled
  kEncode,    // rows digested and made into the bytes of a file
  kWrite,     // bytes handed to the system or its queue, flushed and named
  kFinish,    // what comes behind the last chunk: tables that are sums, dictionary, manifest
};
inline constexpr size_t kStages = 5;
// "plan", "generate", "encode", "write", "finish".
std::string_view StageName(RunStage stage);

// Room for tables; tables/tables.cc sees to it that all of them fit.
inline constexpr size_t kMeteredTables = 16;

using MeterCount = std::atomic<int64_t>;

// Nanoseconds are summed over the threads.
struct TableMeter {
  MeterCount rows{0}, bytes{0};  // encoded so far; bytes may still wait in a buffer
  MeterCount generate_nanoseconds{0}, encode_nanoseconds{0};
};

class RunMeter {
 public:
  MeterCount orders{0};                           // sampled so far
  std::array<TableMeter, kMeteredTables> tables;  // by TableIndex()
  std::array<MeterCount, kStages> stages{};       // nanoseconds, summed over the threads
  MeterCount threads_busy{0};                     // threads that have a task
  MeterCount queue_depth{0};                      // buffers that wait to be written

  void Add(RunStage stage, int64_t nanoseconds) { Add(&stages[At(stage)], nanoseconds); }
  static void Add(MeterCount* count, int64_t more) {
    count->fetch_add(more, std::memory_order_relaxed);
  }
  int64_t Nanoseconds(RunStage stage) const { return Read(stages[At(stage)]); }
  static int64_t Read(const MeterCount& count) { return count.load(std::memory_order_relaxed); }
  int64_t TotalRows() const;

 private:
  static size_t At(RunStage stage) { return static_cast<size_t>(stage); }
};

// A stopwatch that is read lap by lap: each reading begins the next lap.
class LapClock {
 public:
  // Nanoseconds since the last call; since it was made, for the first.
  int64_t Lap() {
    const Clock::time_point now = Clock::now();
    const auto lap = std::chrono::duration_cast<std::chrono::nanoseconds>(now - last_).count();
    last_ = now;
    return lap;
  }

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point last_ = Clock::now();
};

}  // namespace fauxmart
