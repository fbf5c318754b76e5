#include "cli/summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "cli/render.h"
#include "fauxmart/version.h"

namespace fauxmart {

namespace {

using Json = nlohmann::ordered_json;

constexpr int kMaxSparkline = 60;

double Rate(const Summary& summary) {
  return summary.seconds > 0 ? static_cast<double>(summary.orders) / summary.seconds : 0;
}

std::string CourseLine(std::string_view label, const std::vector<int64_t>& values,
                       const Terminal& terminal) {
  const auto [low, high] = std::ranges::minmax(values);
  const std::string range = fmt::format("{} to {}", Grouped(low), Grouped(high));
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

std::string Warnings(const std::vector<std::string>& warnings) {
  std::string text;
  for (const std::string& warning : warnings) text += "warning: " + warning + "\n";
  return text;
}

// SQL that reads all parts of a table, in one shell word.
std::string DuckDbCommand(std::string_view source) {
  return "duckdb -c " +
         ShellQuoted(fmt::format("SELECT count(*), min(order_ts), max(order_ts) FROM {}", source));
}

}  // namespace

std::string NextStep(const Summary& summary, const std::string& format) {
  const auto orders = std::ranges::find(summary.tables, "orders", &TableSummary::table);
  if (orders == summary.tables.end() || orders->files == 0 ||
      summary.out.find('\'') != std::string::npos) {
    return "fauxmart describe";
  }
  const std::string folder = summary.out + "/orders";
  if (format == "feather") {
    return "python3 -c " +
           ShellQuoted(fmt::format("import pyarrow.dataset as d; print(d.dataset('{}', "
                                   "format='feather').head(5).to_pylist())",
                                   folder));
  }
  if (format == "csv") return DuckDbCommand(fmt::format("read_csv('{}/*.csv')", folder));
  if (format == "jsonl") return DuckDbCommand(fmt::format("read_json('{}/*.jsonl')", folder));
  return DuckDbCommand(fmt::format("'{}/*.parquet'", folder));
}

std::string SummaryText(const Summary& summary, const std::string& format, const RunOptions& run,
                        const Terminal& terminal) {
  TextTable table{.columns = {"table", "rows", "files", "size"},
                  .numeric = {false, true, true, true},
                  .rows = {}};
  for (const TableSummary& one : summary.tables) {
    table.rows.push_back(
        {one.table, Grouped(one.rows), Grouped(one.files), Bytes(static_cast<double>(one.bytes))});
  }
  std::string text = Warnings(summary.warnings);
  text += fmt::format("{}: {} orders, {} rows, {} in {}", terminal.Bold(summary.scenario),
                      Grouped(summary.orders), Grouped(summary.rows),
                      Bytes(static_cast<double>(summary.bytes)), Seconds(summary.seconds));
  text += fmt::format(" ({} orders/s, {} {})\n\n", Scaled(Rate(summary)), summary.threads,
                      summary.threads == 1 ? "thread" : "threads");
  text += AlignTable(table, 2, terminal) + "\n" + Course(summary.hourly_orders, terminal);
  text += fmt::format("  {:<16}{}\n\n", "written to", terminal.Bold(summary.out));
  if (run.shards > 1) {
    text +=
        fmt::format("This is shard {} of {}. With all of them: fauxmart merge DIR... --out DIR\n",
                    run.shard, run.shards);
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
  std::string text = Warnings(plan.warnings);
  text += fmt::format("{} in world {}: {} to {}, {} {}, {} orders in {} {}, about {}\n\n",
                      terminal.Bold(plan.scenario), plan.world, plan.start, plan.end,
                      Grouped(plan.hours), plan.hours == 1 ? "hour" : "hours", Grouped(orders),
                      Grouped(plan.chunks), plan.chunks == 1 ? "chunk" : "chunks", Bytes(bytes));
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
                              {"bytes", table.bytes}});
  }
  json["hourly_orders"] = plan.hourly_orders;
  json["warnings"] = plan.warnings;
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace fauxmart
