#include "writing.h"

#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <utility>

#include "errors.h"
#include "interrupt.h"

namespace nb = nanobind;

namespace fauxmart::python {
namespace {

nb::dict SummaryDict(const Summary& summary) {
  nb::list tables;
  for (const TableSummary& table : summary.tables) {
    nb::dict entry;
    entry["table"] = table.table;
    entry["rows"] = table.rows;
    entry["files"] = table.files;
    entry["bytes"] = table.bytes;
    entry["digest"] = table.digest;
    tables.append(entry);
  }
  nb::dict dict;
  dict["scenario"] = summary.scenario;
  dict["out"] = summary.out;
  dict["orders"] = summary.orders;
  dict["rows"] = summary.rows;
  dict["bytes"] = summary.bytes;
  dict["seconds"] = summary.seconds;
  dict["tables"] = tables;
  dict["incidents"] = IncidentsOf(summary.incidents);
  dict["truth"] = summary.truth;
  dict["warnings"] = summary.warnings;
  return dict;
}

// The last figures of a run, from its threads to the one that shows them.
class LastProgress {
 public:
  void Set(const Progress& now) {
    const std::scoped_lock lock(mutex_);
    done_ = now.orders_done;
    planned_ = now.orders_planned;
  }
  std::pair<int64_t, int64_t> Get() {
    const std::scoped_lock lock(mutex_);
    return {done_, planned_};
  }

 private:
  std::mutex mutex_;
  int64_t done_ = 0, planned_ = 0;
};

}  // namespace

nb::list IncidentsOf(const std::vector<IncidentSummary>& incidents) {
  nb::list list;
  for (const IncidentSummary& incident : incidents) {
    nb::dict entry;
    entry["name"] = incident.name;
    entry["title"] = incident.title;
    entry["start"] = incident.start;
    entry["end"] = incident.end;
    entry["rows_affected"] = incident.rows_affected;
    entry["rows_prevented"] = incident.rows_prevented;
    list.append(entry);
  }
  return list;
}

nb::dict WriteDataset(const TableSource& source, const std::string& out, const WriteOptions& write,
                      const RunOptions& options, const nb::object& progress) {
  RunOptions run = options;
  run.out = out;
  LastProgress last;
  const auto show = [&] {
    const auto [done, planned] = last.Get();
    if (planned > 0) progress(done, planned);
  };
  const bool watched = !progress.is_none();
  arrow::Result<Summary> made;
  RunInterruptibly(
      [&](const std::atomic<bool>* stop) {
        const auto tell = [&](const Progress& now) { last.Set(now); };
        made = Generate(source.inputs(), write, run, watched ? ProgressFn(tell) : nullptr, stop);
      },
      watched ? std::function<void()>(show) : nullptr);
  return SummaryDict(ValueOrRaise(std::move(made)));
}

}  // namespace fauxmart::python
