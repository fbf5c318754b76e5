// diff: what two datasets have not in common, for people and for programs.
#include <fmt/format.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/render.h"
#include "cli/terminal.h"
#include "fauxmart/diff.h"

namespace fauxmart {

namespace {

using Json = nlohmann::ordered_json;
using arrow::Status;

std::string_view KindName(RowDifference::Kind kind) {
  switch (kind) {
    case RowDifference::Kind::kAdded:
      return "added";
    case RowDifference::Kind::kRemoved:
      return "removed";
    case RowDifference::Kind::kChanged:
      return "changed";
  }
  return "";
}

bool InBoth(const TableDiff& table) { return table.in_first && table.in_second; }

// "1 table", "12 tables".
std::string Counted(int64_t number, std::string_view what) {
  return fmt::format("{} {}{}", Grouped(number), what, number == 1 ? "" : "s");
}

Json TableJson(const TableDiff& table, bool with_rows) {
  Json json = {{"table", table.table},           {"equal", table.equal()},
               {"in_first", table.in_first},     {"in_second", table.in_second},
               {"rows_first", table.rows_first}, {"rows_second", table.rows_second},
               {"added", table.added},           {"removed", table.removed},
               {"changed", table.changed},       {"changed_by_column", Json::object()}};
  for (const ColumnChanges& column : table.changed_by_column) {
    json["changed_by_column"][column.column] = column.changes;
  }
  if (!with_rows) return json;
  json["rows"] = Json::array();
  for (const RowDifference& row : table.rows) {
    json["rows"].push_back(
        {{"kind", KindName(row.kind)}, {"id", row.id}, {"columns", row.columns}});
  }
  return json;
}

std::string DiffJson(const std::string& first, const std::string& second, const DiffResult& result,
                     bool with_rows) {
  Json json = {{"equal", result.equal()}, {"first", first}, {"second", second}};
  json["tables"] = Json::array();
  for (const TableDiff& table : result.tables)
    json["tables"].push_back(TableJson(table, with_rows));
  // Names of directories may be no UTF-8.
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

// The tables that differ, with a line for each column that does.
std::string CountsText(const DiffResult& result, const Terminal& terminal) {
  TextTable text{
      .columns = {"table", "rows in DIR1", "rows in DIR2", "added", "removed", "changed"},
      .numeric = {false, true, true, true, true, true},
      .rows = {}};
  for (const TableDiff& table : result.tables) {
    if (table.equal() || !InBoth(table)) continue;
    text.rows.push_back({table.table, Grouped(table.rows_first), Grouped(table.rows_second),
                         Grouped(table.added), Grouped(table.removed), Grouped(table.changed)});
    for (const ColumnChanges& column : table.changed_by_column) {
      text.rows.push_back({"  " + column.column, "", "", "", "", Grouped(column.changes)});
    }
  }
  return text.rows.empty() ? "" : AlignTable(text, 0, terminal);
}

std::string RowsText(const TableDiff& table, const Terminal& terminal) {
  if (table.rows.empty()) return "";
  TextTable text{.columns = {"", "", ""}, .numeric = {false, false, false}, .rows = {}};
  for (const RowDifference& row : table.rows) {
    text.rows.push_back({std::string(KindName(row.kind)), row.id, Join(row.columns)});
  }
  const int64_t all = table.added + table.removed + table.changed;
  return fmt::format("{}: {} of {}\n", table.table,
                     Grouped(static_cast<int64_t>(table.rows.size())),
                     Counted(all, "differing row")) +
         AlignTable(text, 2, terminal);
}

std::string Verdict(const DiffResult& result) {
  const auto tables = static_cast<int64_t>(result.tables.size());
  int64_t rows = 0, different = 0, added = 0, removed = 0, changed = 0, missing = 0;
  for (const TableDiff& table : result.tables) {
    rows += table.rows_first;
    different += table.equal() ? 0 : 1;
    missing += InBoth(table) ? 0 : 1;
    added += table.added;
    removed += table.removed;
    changed += table.changed;
  }
  if (different == 0) {
    return fmt::format("equal: {}, {}\n", Counted(tables, "table"), Counted(rows, "row"));
  }
  std::string text =
      fmt::format("different: {} of {}", Grouped(different), Counted(tables, "table"));
  if (different > missing) {
    text += fmt::format("; {} added, {} removed, {} changed", Counted(added, "row"),
                        Grouped(removed), Grouped(changed));
  }
  if (missing > 0) text += fmt::format("; {} in one of the two only", Counted(missing, "table"));
  return text + "\n";
}

std::string DiffText(const DiffResult& result, const Terminal& terminal) {
  std::string text = CountsText(result, terminal);
  std::vector<std::string> equal;
  for (const TableDiff& table : result.tables) {
    if (table.equal()) equal.push_back(table.table);
    if (InBoth(table)) continue;
    text += fmt::format("only in {}: {}, {}\n", table.in_first ? "DIR1" : "DIR2", table.table,
                        Counted(table.rows_first + table.rows_second, "row"));
  }
  if (!equal.empty() && equal.size() < result.tables.size()) {
    const std::string line = "equal: " + Join(equal);
    text += (terminal.width > 0 ? Wrapped(line, terminal.width, 0) : line) + "\n";
  }
  for (const TableDiff& table : result.tables) text += RowsText(table, terminal);
  return text + Verdict(result);
}

}  // namespace

Status RunDiff(const Invocation& invocation) {
  const std::string first = invocation.TextOr("DIR1", "");
  const std::string second = invocation.TextOr("DIR2", "");
  const DiffOptions options{.rows = invocation.Integer("--rows").value_or(0)};
  const auto result = Diff(first, second, options, CatchInterrupts());
  if (result.status().IsCancelled()) return Status::Cancelled("interrupted");
  ARROW_RETURN_NOT_OK(result.status());
  ARROW_RETURN_NOT_OK(Print(invocation.Has("--json")
                                ? DiffJson(first, second, *result, options.rows > 0)
                                : DiffText(*result, LookAt(STDOUT_FILENO))));
  return result->equal() ? Status::OK() : AnswerNo();
}

}  // namespace fauxmart
