#include "cli/perf_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/run_meter.h"
#include "cli/render.h"
#include "fauxmart/version.h"
#include "tables/tables.h"

namespace fauxmart {

namespace {

using Json = nlohmann::ordered_json;

struct Phase {
  std::string_view name;
  double limit;  // wall seconds of the month
};

// Best first. The limits are those of the script that fauxmart grew out of.
constexpr Phase kPhases[] = {{"stretch", 50}, {"Phase 3", 65}, {"Phase 2", 75}, {"Phase 1", 120}};

double Rate(double amount, double seconds) { return seconds > 0 ? amount / seconds : 0; }
double Rate(int64_t amount, double seconds) { return Rate(static_cast<double>(amount), seconds); }

std::string Megabytes(double bytes) { return fmt::format("{:.0f} MB", bytes / 1e6); }

std::string ValueText(double value, std::string_view unit) {
  if (unit == "s") return fmt::format("{:.2f} s", value);
  if (unit == "bytes") return Megabytes(value);
  if (unit == "bytes/s") return Megabytes(value) + "/s";
  return fmt::format("{} {}", Scaled(value), unit);
}

std::string StageText(const PerfResult& result, const Terminal& terminal) {
  const PerfRun& run = result.Median(PerfJob::kMonth);
  const std::vector<PerfStage> stages = PerfStages(run);
  const double total = stages.back().seconds;
  TextTable table{.columns = {"stage", "rows", "seconds", "share"},
                  .numeric = {false, true, true, true},
                  .rows = {}};
  for (const PerfStage& stage : stages) {
    table.rows.push_back({stage.name, stage.rows > 0 ? Grouped(stage.rows) : "",
                          fmt::format("{:.3f}", stage.seconds),
                          fmt::format("{:.1f} %", 100 * Rate(stage.seconds, total))});
  }
  const size_t runs = result.runs[static_cast<size_t>(PerfJob::kMonth)].size();
  std::string text =
      fmt::format("{}: {} orders, {} rows in {:.3f} s ({}, {} {}, written to {})\n\n",
                  terminal.Bold("month"), Grouped(run.orders), Grouped(run.TotalRows()),
                  run.wall_seconds, runs == 1 ? "one run" : fmt::format("median of {} runs", runs),
                  run.threads, run.threads == 1 ? "thread" : "threads", result.place);
  text += AlignTable(table, 2, terminal);
  text += fmt::format("\n  {} orders/s, {} cells/s, {}/s, peak memory {}\n",
                      Scaled(Rate(run.orders, run.wall_seconds)),
                      Scaled(Rate(run.TotalCells(), run.wall_seconds)),
                      Megabytes(Rate(run.TotalBytes(), run.wall_seconds)),
                      Megabytes(static_cast<double>(run.peak_bytes)));
  return text +
         "  seconds and shares are those of all threads together, rates those of the month\n";
}

Json JobJson(const PerfResult& result, PerfJob job) {
  const PerfRun& run = result.Median(job);
  Json walls = Json::array();
  for (const PerfRun& each : result.runs[static_cast<size_t>(job)]) {
    walls.push_back(each.wall_seconds);
  }
  return {{"wall_seconds", run.wall_seconds},
          {"wall_seconds_of_runs", std::move(walls)},
          {"seconds", run.seconds},
          {"orders", run.orders},
          {"rows", run.TotalRows()},
          {"cells", run.TotalCells()},
          {"bytes", run.TotalBytes()},
          {"peak_bytes", run.peak_bytes},
          {"orders_per_second", Rate(run.orders, run.wall_seconds)},
          {"cells_per_second", Rate(run.TotalCells(), run.wall_seconds)},
          {"bytes_per_second", Rate(run.TotalBytes(), run.wall_seconds)}};
}

}  // namespace

std::string_view PhaseReached(double wall_seconds) {
  for (const Phase& phase : kPhases) {
    if (wall_seconds < phase.limit) return phase.name;
  }
  return "";
}

std::vector<PerfStage> PerfStages(const PerfRun& run) {
  const auto generated = [&run](const TableDecl& table, PerfStage* stage) {
    const std::string name(table.name);
    const auto rows = run.rows.find(name);
    const auto seconds = run.generate_seconds.find(name);
    if (rows != run.rows.end()) stage->rows += rows->second;
    if (seconds != run.generate_seconds.end()) stage->seconds += seconds->second;
  };
  const auto stage = [&run](RunStage which) {
    const std::string name(StageName(which));
    return PerfStage{name, 0, run.Stage(name)};
  };
  std::vector<PerfStage> stages = {stage(RunStage::kPlan), {"dimension tables"}};
  for (const TableDecl* table : AllTables()) {
    if (table->kind == TableKind::kDimension) generated(*table, &stages[1]);
  }
  for (const TableDecl* table : AllTables()) {
    if (table->kind != TableKind::kFact) continue;
    stages.push_back({std::string(table->name)});
    generated(*table, &stages.back());
  }
  double known = 0;
  for (size_t i = 1; i < stages.size(); ++i) known += stages[i].seconds;
  stages.push_back({"counts and labels", 0, std::max(0.0, run.Stage("generate") - known)});
  for (const RunStage which : {RunStage::kEncode, RunStage::kWrite, RunStage::kFinish}) {
    stages.push_back(stage(which));
  }
  PerfStage total{"total", run.TotalRows()};
  for (const PerfStage& one : stages) total.seconds += one.seconds;
  stages.push_back(total);
  return stages;
}

std::vector<PerfTarget> PerfTargets(const PerfResult& result) {
  const PerfRun &month = result.Median(PerfJob::kMonth), &day = result.Median(PerfJob::kDay),
                &rows = result.Median(PerfJob::kRows), &csv = result.Median(PerfJob::kCsv);
  const auto peak = static_cast<double>(std::max(month.peak_bytes, day.peak_bytes));
  return {{.key = "day",
           .words = "the day, process and plan included",
           .unit = "orders/s",
           .value = Rate(day.orders, day.wall_seconds),
           .target = 5.2e6},
          {.key = "rows",
           .words = "its rows alone, once planned",
           .unit = "orders/s",
           .value = Rate(rows.orders, rows.seconds),
           .target = 15e6},
          {.key = "memory",
           .words = "peak memory of month and day",
           .unit = "bytes",
           .value = peak,
           .target = 128e6,
           .at_most = true},
          {.key = "month",
           .words = "the month, from the start of its process to its end",
           .unit = "s",
           .value = month.wall_seconds,
           .target = 0.15,
           .at_most = true},
          {.key = "csv",
           .words = "the month as CSV, once planned",
           .unit = "bytes/s",
           .value = Rate(csv.TotalBytes(), csv.seconds),
           .target = 400e6}};
}

std::string PerfText(const PerfResult& result, const Terminal& terminal) {
  std::string text = StageText(result, terminal);
  const double wall = result.Median(PerfJob::kMonth).wall_seconds;
  const std::string_view reached = PhaseReached(wall);
  text += "\n  phase           ";
  text += reached.empty() ? std::string("none") : terminal.Bold(reached);
  text += fmt::format(" in {:.3f} s\n  phases          ", wall);
  for (const Phase& phase : kPhases) {
    text += fmt::format("{}{} below {} s", &phase == kPhases ? "" : ", ", phase.name, phase.limit);
  }
  text += "\n\n";
  TextTable table{.columns = {"target", "measured", "wanted", ""},
                  .numeric = {false, true, true, false},
                  .rows = {}};
  for (const PerfTarget& target : PerfTargets(result)) {
    table.rows.push_back(
        {std::string(target.words), ValueText(target.value, target.unit),
         (target.at_most ? "at most " : "at least ") + ValueText(target.target, target.unit),
         target.met() ? "met" : "missed"});
  }
  return text + AlignTable(table, 2, terminal);
}

std::string PerfJson(const PerfResult& result) {
  const PerfRun& month = result.Median(PerfJob::kMonth);
  Json json = {{"version", Version()},
               {"runs", result.runs[static_cast<size_t>(PerfJob::kMonth)].size()},
               {"threads", month.threads},
               {"place", result.place}};
  json["stages"] = Json::array();
  const std::vector<PerfStage> stages = PerfStages(month);
  for (const PerfStage& stage : stages) {
    json["stages"].push_back({{"stage", stage.name},
                              {"rows", stage.rows},
                              {"seconds", stage.seconds},
                              {"share", Rate(stage.seconds, stages.back().seconds)}});
  }
  for (size_t job = 0; job < kPerfJobs; ++job) {
    const auto one = static_cast<PerfJob>(job);
    json["jobs"][std::string(PerfJobName(one))] = JobJson(result, one);
  }
  const std::string_view reached = PhaseReached(month.wall_seconds);
  json["phase"] = reached.empty() ? Json() : Json(reached);
  json["phases"] = Json::object();
  for (const Phase& phase : kPhases) json["phases"][std::string(phase.name)] = phase.limit;
  json["targets"] = Json::array();
  for (const PerfTarget& target : PerfTargets(result)) {
    json["targets"].push_back({{"target", target.key},
                               {"value", target.value},
                               {target.at_most ? "at_most" : "at_least", target.target},
                               {"unit", target.unit},
                               {"met", target.met()}});
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace fauxmart
