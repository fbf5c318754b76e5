#include "api/inputs.h"
#include "base/memory_use.h"
#include "base/run_meter.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

double Seconds(int64_t nanoseconds) { return static_cast<double>(nanoseconds) / 1e9; }

}  // namespace

Progress ReadProgress(const RunMeter& meter, const Job& job) {
  Progress progress;
  progress.orders_done = RunMeter::Read(meter.orders);
  for (const TableDecl* table : AllTables()) {
    const TableMeter& read = meter.tables[static_cast<size_t>(TableIndex(*table))];
    progress.tables.push_back(
        {.table = std::string(table->name),
         .rows = RunMeter::Read(read.rows),
         .bytes = RunMeter::Read(read.bytes),
         .generate_seconds = Seconds(RunMeter::Read(read.generate_nanoseconds)),
         .encode_seconds = Seconds(RunMeter::Read(read.encode_nanoseconds))});
    progress.bytes_written += progress.tables.back().bytes;
  }
  for (size_t stage = 0; stage < kStages; ++stage) {
    const auto one = static_cast<RunStage>(stage);
    progress.stages.emplace_back(StageName(one), Seconds(meter.Nanoseconds(one)));
  }
  progress.threads = job.threads;
  progress.threads_busy = static_cast<int>(RunMeter::Read(meter.threads_busy));
  progress.queue_depth = RunMeter::Read(meter.queue_depth);
  progress.resident_bytes = ResidentBytes();
  progress.peak_bytes = PeakResidentBytes();
  return progress;
}

}  // namespace fauxmart
