#include "cli/summary.h"

#include <fmt/format.h>

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "cli/render.h"
#include "fauxmart/stores.h"
#include "fauxmart/version.h"

namespace fauxmart {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kMaxSparkline = 60;
constexpr int kMaxCommand = 95;  // with "Try: " a line of 100

double Rate(const Summary& summary) {
  return summary.seconds > 0 ? static_cast<double>(summary.orders) / summary.seconds : 0;
}

std::string CourseLine(std::string_view label, const std::vector<int64_t>& values,
                       const Terminal& terminal) {
  const auto [low, high] = std::ranges::minmax(values);
  const std::string range =
      low == high ? Grouped(low) : fmt::format("{} to {}", Grouped(low), Grouped(high));
  const int room = terminal.width == 0 ? kMaxSparkline : terminal.width - DisplayWidth(range) - 20;
  if (room < 8) return "";
  const std::string line = Sparkline(values, std::min(room, kMaxSparkline), terminal.unicode);
  return fmt::format("  {:<16}{}  {}\n", label, line, terminal.Dim(range));
}

// Hour by hour. A longer window: day by day and an average day, for a line of half-day means would
// show neither.
std::string Course(const std::vector<int64_t>& hourly, const Terminal& terminal) {
  constexpr size_t kDay = 24;
  if (hourly.size() < 2) return "";
  if (hourly.size() <= kMaxSparkline) return CourseLine("orders an hour", hourly, terminal);
  const size_t days = hourly.size() / kDay;  // the last day may be a part of one; it is left out
  std::vector<int64_t> by_day(days), by_hour(kDay);
  for (size_t hour = 0; hour < days * kDay; ++hour) {
    by_day[hour / kDay] += hourly[hour];
    by_hour[hour % kDay] += hourly[hour];
  }
  for (int64_t& sum : by_hour) sum /= static_cast<int64_t>(days);
  return CourseLine("orders a day", by_day, terminal) + CourseLine("over a day", by_hour, terminal);
}

std::string ShardText(const RunOptions& run) {
  return fmt::format("This is shard {} of {}. With all of them: fauxmart merge DIR... --out DIR\n",
                     run.shard, run.shards);
}

bool IsOnPath(std::string_view program) {
  const char* path = std::getenv("PATH");
  const std::string_view folders = path == nullptr ? "" : path;
  for (size_t begin = 0; begin <= folders.size();) {
    const size_t colon = std::min(folders.find(':', begin), folders.size());
    const std::string file = fmt::format("{}/{}", folders.substr(begin, colon - begin), program);
    if (colon > begin && access(file.c_str(), X_OK) == 0) return true;
    begin = colon + 1;
  }
  return false;
}

// Reads all parts of a table with DuckDB: the program where there is one, or the Python module.
std::string DuckDbCommand(std::string_view reader, const std::string& files) {
  if (!IsOnPath("duckdb")) {
    return "python3 -c " +
           ShellQuoted(fmt::format("import duckdb; duckdb.{}('{}').show()", reader, files));
  }
  const std::string source = fmt::format("'{}'", files);
  std::string command =
      "duckdb -c " +
      ShellQuoted(fmt::format("SELECT count(*), min(order_ts), max(order_ts) FROM {}", source));
  if (DisplayWidth(command) <= kMaxCommand) return command;
  return "duckdb -c " + ShellQuoted(fmt::format("FROM {} LIMIT 5", source));
}

}  // namespace

std::string WarningsText(const std::vector<std::string>& warnings) {
  std::string text;
  for (const std::string& warning : warnings) text += "warning: " + warning + "\n";
  return text;
}

// What was planted, a line each.
std::string IncidentsText(const Summary& summary, const Terminal& terminal) {
  std::string text;
  for (const IncidentSummary& incident : summary.incidents) {
    text += fmt::format("  {:<16}{}: {} rows labelled, {} prevented\n", "planted",
                        terminal.Bold(incident.name), Grouped(incident.rows_affected),
                        Grouped(incident.rows_prevented));
  }
  if (!summary.incidents.empty()) text += fmt::format("  {:<16}{}\n", "truth", summary.truth);
  return text;
}

std::string NextStep(const Summary& summary, const std::string& format) {
  const auto orders = std::ranges::find(summary.tables, "orders", &TableSummary::table);
  if (orders == summary.tables.end() || orders->files == 0 ||
      summary.out.find('\'') != std::string::npos || IsStoreUri(summary.out)) {
    return "fauxmart describe";
  }
  const std::string folder = summary.out + "/orders";
  if (format == "feather") {
    return "python3 -c " +
           ShellQuoted(fmt::format("import pyarrow.dataset as d; print(d.dataset('{}', "
                                   "format='feather').head(5).to_pylist())",
                                   folder));
  }
  const std::string files = folder + (summary.by_date ? "/*/*." : "/*.") + format;
  if (format == "csv") return DuckDbCommand("read_csv", files);
  if (format == "jsonl") return DuckDbCommand("read_json", files);
  return DuckDbCommand("read_parquet", files);
}

std::string IdleShardText(const Summary& summary, int64_t parts, const RunOptions& run,
                          const Terminal& terminal) {
  return fmt::format("{}: {} {} for {} shards: this shard has nothing to do\n\n  {:<16}{}\n\n{}",
                     terminal.Bold(summary.scenario), Grouped(parts), parts == 1 ? "part" : "parts",
                     run.shards, "written to", terminal.Bold(summary.out), ShardText(run));
}

std::string SummaryText(const Summary& summary, const std::string& format, const RunOptions& run,
                        const Terminal& terminal, bool rate) {
  TextTable table{.columns = {"table", "rows", "files", "size"},
                  .numeric = {false, true, true, true},
                  .rows = {}};
  for (const TableSummary& one : summary.tables) {
    table.rows.push_back(
        {one.table, Grouped(one.rows), Grouped(one.files), Bytes(static_cast<double>(one.bytes))});
  }
  std::string text = WarningsText(summary.warnings);
  text += fmt::format("{}: {} orders, {} rows, {} in {}", terminal.Bold(summary.scenario),
                      Grouped(summary.orders), Grouped(summary.rows),
                      Bytes(static_cast<double>(summary.bytes)), Seconds(summary.seconds));
  if (rate) {
    text += fmt::format(" ({} orders/s, {} {})", Scaled(Rate(summary)), summary.threads,
                        summary.threads == 1 ? "thread" : "threads");
  }
  text += "\n\n" + AlignTable(table, 2, terminal) + "\n";
  // The hours are those of the whole request, of which a shard has a share.
  if (run.shards == 1) text += Course(summary.hourly_orders, terminal);
  if (run.shards == 1) text += IncidentsText(summary, terminal);
  text += fmt::format("  {:<16}{}\n\n", "written to", terminal.Bold(summary.out));
  if (run.shards > 1) {
    text += ShardText(run);
  } else {
    text += "Try: " + NextStep(summary, format) + "\n";
  }
  return text;
}

std::string SummaryJson(const Summary& summary) {
  Json json = {{"scenario", summary.scenario},
               {"out", summary.out},
               {"complete", summary.complete},
               {"data_version", DataVersion()},
               {"orders", summary.orders},
               {"rows", summary.rows},
               {"bytes", summary.bytes},
               {"seconds", summary.seconds},
               {"orders_per_second", Rate(summary)},
               {"threads", summary.threads}};
  json["tables"] = Json::array();
  for (const TableSummary& table : summary.tables) {
    json["tables"].push_back({{"table", table.table},
                              {"rows", table.rows},
                              {"files", table.files},
                              {"bytes", table.bytes},
                              {"digest", table.digest}});
  }
  json["incidents"] = Json::array();
  for (const IncidentSummary& incident : summary.incidents) {
    json["incidents"].push_back({{"name", incident.name},
                                 {"title", incident.title},
                                 {"start", incident.start},
                                 {"end", incident.end},
                                 {"rows_affected", incident.rows_affected},
                                 {"rows_prevented", incident.rows_prevented}});
  }
  json["hourly_orders"] = summary.hourly_orders;
  json["warnings"] = summary.warnings;
  json["measured"] = summary.measured;
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string PlanText(const PlanSummary& plan, const Terminal& terminal) {
  TextTable table{.columns = {"table", "rows", "parts", "size"},
                  .numeric = {false, true, true, true},
                  .rows = {}};
  double bytes = 0;
  for (const TableEstimate& one : plan.tables) {
    table.rows.push_back({one.table, (one.exact ? "" : "~") + Grouped(one.rows), Grouped(one.parts),
                          "~" + Bytes(one.bytes)});
    bytes += one.bytes;
  }
  int64_t orders = 0;
  for (const int64_t count : plan.hourly_orders) orders += count;
  std::string text = fmt::format(
      "{} in world {}: {} to {}, {} {}, {} {} in {} {}, about {}\n\n", terminal.Bold(plan.scenario),
      plan.world, plan.start, plan.end, Grouped(plan.hours), plan.hours == 1 ? "hour" : "hours",
      Grouped(orders), orders == 1 ? "order" : "orders", Grouped(plan.chunks),
      plan.chunks == 1 ? "part" : "parts", Bytes(bytes));
  text += AlignTable(table, 2, terminal) + "\n" + Course(plan.hourly_orders, terminal);
  return text + "\nNothing was written. ~ expected, not exact.\n";
}

std::string PlanJson(const PlanSummary& plan) {
  Json json = {{"scenario", plan.scenario}, {"world", plan.world}, {"start", plan.start},
               {"end", plan.end},           {"hours", plan.hours}, {"chunks", plan.chunks}};
  json["data_version"] = DataVersion();
  json["tables"] = Json::array();
  for (const TableEstimate& table : plan.tables) {
    json["tables"].push_back({{"table", table.table},
                              {"rows", table.rows},
                              {"exact", table.exact},
                              {"parts", table.parts},
                              {"bytes", std::llround(table.bytes)}});
  }
  json["hourly_orders"] = plan.hourly_orders;
  json["warnings"] = plan.warnings;
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace fauxmart
