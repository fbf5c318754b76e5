#include "cli/stats_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>

namespace fauxmart {

namespace {

using Json = nlohmann::ordered_json;

// To the microsecond.
double Rounded(double seconds) { return std::round(seconds * 1e6) / 1e6; }

std::string_view StateName(RunState state) {
  if (state == RunState::kDone) return "done";
  if (state == RunState::kInterrupted) return "interrupted";
  return state == RunState::kFailed ? "failed" : "running";
}

int64_t RowsBefore(const Progress& before, const std::string& table) {
  const auto it = std::ranges::find(before.tables, table, &TableProgress::table);
  return it == before.tables.end() ? 0 : it->rows;
}

// Head and samples of one metric family.
class Family {
 public:
  Family(std::string* out, std::string_view name, std::string_view type, std::string_view help)
      : out_(out), name_(fmt::format("fauxmart_{}", name)) {
    fmt::format_to(std::back_inserter(*out_), "# HELP {0} {2}\n# TYPE {0} {1}\n", name_, type,
                   help);
    if (type == "counter") name_ += "_total";
  }

  template <typename Number>
  void Sample(Number value) {
    fmt::format_to(std::back_inserter(*out_), "{} {}\n", name_, value);
  }
  // Names of tables and stages need no escapes.
  template <typename Number>
  void Sample(std::string_view label, std::string_view of, Number value) {
    fmt::format_to(std::back_inserter(*out_), "{}{{{}=\"{}\"}} {}\n", name_, label, of, value);
  }

 private:
  std::string* out_;
  std::string name_;
};

}  // namespace

std::string StatsLine(const Progress& now, const Progress& before, RunState state) {
  Json rows = Json::object(), bytes = Json::object(), rates = Json::object();
  Json generate = Json::object(), encode = Json::object(), stages = Json::object();
  const double passed = now.seconds - before.seconds;
  for (const TableProgress& table : now.tables) {
    rows[table.table] = table.rows;
    bytes[table.table] = table.bytes;
    const auto more = static_cast<double>(table.rows - RowsBefore(before, table.table));
    rates[table.table] = passed > 0 ? std::llround(more / passed) : 0;
    generate[table.table] = Rounded(table.generate_seconds);
    encode[table.table] = Rounded(table.encode_seconds);
  }
  for (const auto& [name, seconds] : now.stages) stages[name] = Rounded(seconds);
  const Json json = {{"seconds", Rounded(now.seconds)},
                     {"state", StateName(state)},
                     {"final", state != RunState::kRunning},
                     {"orders", now.orders_done},
                     {"orders_planned", now.orders_planned},
                     {"rows", std::move(rows)},
                     {"bytes", std::move(bytes)},
                     {"rows_per_second", std::move(rates)},
                     {"stage_seconds", std::move(stages)},
                     {"generate_seconds", std::move(generate)},
                     {"encode_seconds", std::move(encode)},
                     {"queue_depth", now.queue_depth},
                     {"resident_bytes", now.resident_bytes},
                     {"peak_bytes", now.peak_bytes},
                     {"threads", now.threads},
                     {"threads_busy", now.threads_busy}};
  return json.dump() + "\n";
}

std::string StatsMetrics(const Progress& now, RunState state) {
  std::string text;
  Family(&text, "elapsed_seconds", "gauge", "Seconds since the plan was made.")
      .Sample(Rounded(now.seconds));
  Family states(&text, "run_state", "gauge", "1 for the state that the run is in, 0 for others.");
  for (const RunState each :
       {RunState::kRunning, RunState::kDone, RunState::kInterrupted, RunState::kFailed}) {
    states.Sample("state", StateName(each), each == state ? 1 : 0);
  }
  Family(&text, "orders", "counter", "Orders made so far.").Sample(now.orders_done);
  Family(&text, "planned_orders", "gauge", "Orders that the plan has.").Sample(now.orders_planned);
  Family rows(&text, "rows", "counter", "Rows encoded so far, by table.");
  for (const TableProgress& table : now.tables) rows.Sample("table", table.table, table.rows);
  Family bytes(&text, "bytes", "counter", "Bytes of files made so far, by table.");
  for (const TableProgress& table : now.tables) bytes.Sample("table", table.table, table.bytes);
  Family stages(&text, "stage_seconds", "counter", "Seconds of all threads, by stage of the work.");
  for (const auto& [name, seconds] : now.stages) stages.Sample("stage", name, Rounded(seconds));
  Family(&text, "queue_depth", "gauge", "Buffers that wait to be written.").Sample(now.queue_depth);
  Family(&text, "resident_bytes", "gauge", "Memory in use.").Sample(now.resident_bytes);
  Family(&text, "peak_bytes", "gauge", "The most memory that was in use.").Sample(now.peak_bytes);
  Family(&text, "threads", "gauge", "Threads that do the work.").Sample(now.threads);
  Family(&text, "threads_busy", "gauge", "Threads that have a task.").Sample(now.threads_busy);
  return text + "# EOF\n";
}

}  // namespace fauxmart
