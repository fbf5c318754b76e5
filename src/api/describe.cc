// The tables in words: Markdown for people, JSON for programs.
#include "fauxmart/describe.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "api/describe_parts.h"
#include "base/text.h"
#include "fauxmart/version.h"
#include "tables/tables.h"

namespace fauxmart {

namespace {

using Json = nlohmann::ordered_json;

// A bar would end the cell of a Markdown table.
std::string Cell(std::string_view text) {
  std::string escaped;
  for (const char c : text) escaped += c == '|' ? std::string("\\|") : std::string(1, c);
  return escaped;
}

std::string Paragraph(std::string_view words) {
  std::string text(words);
  if (!text.empty() && text.back() != '.') text += '.';
  return text;
}

std::string MarkdownOf(const TableDecl& table) {
  std::string text = fmt::format("## {}\n\n{}\n\n", table.name, Paragraph(table.words));
  text += fmt::format("Kind: {}.", KindName(table.kind));
  if (!table.key.empty()) text += fmt::format(" Key: `{}`.", table.key);
  if (!table.order_by.empty()) text += fmt::format(" Sorted by `{}`.", table.order_by);
  text +=
      "\n\n| column | type | null | unit | meaning | references |\n"
      "|---|---|---|---|---|---|\n";
  for (const ColumnDecl& column : table.columns) {
    text += fmt::format("| {} | {} | {} | {} | {} | {} |\n", column.name, TypeName(column.type),
                        column.nullable ? "yes" : "", Cell(column.unit), Cell(column.words),
                        column.references);
  }
  if (!table.rules.empty()) text += "\nEvery row keeps these rules:\n\n";
  for (const RowRule& rule : table.rules) {
    text += fmt::format("- {} `{}`\n", Paragraph(rule.words), rule.sql);
  }
  return text;
}

// How values of the type are written: what a reader of the files will meet.
std::string WrittenType(Type type, const WriteOptions& write) {
  switch (type) {
    case Type::kId:
      return write.ids_as_uuid ? "uuid" : "int64";
    case Type::kMoney:
      return write.money_as_float64 ? "float64" : "decimal(12,2)";
    case Type::kTimestamp:
      return "timestamp[us, UTC]";
    case Type::kTextList:
      return "list<text>";
    default:
      return std::string(TypeName(type));
  }
}

// Absent words are null, so that a program need not know which emptiness means what.
Json TextOrNull(std::string_view text) { return text.empty() ? Json(nullptr) : Json(text); }

Json JsonOf(const TableDecl& table, const WriteOptions& write) {
  Json columns = Json::array();
  for (const ColumnDecl& column : table.columns) {
    columns.push_back({{"name", column.name},
                       {"type", WrittenType(column.type, write)},
                       {"logical_type", TypeName(column.type)},
                       {"nullable", column.nullable},
                       {"unit", TextOrNull(column.unit)},
                       {"description", column.words},
                       {"references", TextOrNull(column.references)}});
  }
  Json rules = Json::array();
  for (const RowRule& rule : table.rules) {
    rules.push_back({{"description", rule.words}, {"sql", rule.sql}});
  }
  return {{"name", table.name},
          {"kind", KindName(table.kind)},
          {"description", table.words},
          {"key", TextOrNull(table.key)},
          {"order_by", TextOrNull(table.order_by)},
          {"columns", std::move(columns)},
          {"rules", std::move(rules)}};
}

}  // namespace

arrow::Result<std::vector<const TableDecl*>> SelectTables(const std::string& table) {
  if (table.empty()) return std::vector(AllTables().begin(), AllTables().end());
  if (const TableDecl* found = FindTable(table)) return std::vector{found};
  std::vector<std::string> names;
  for (const TableDecl* known : AllTables()) names.emplace_back(known->name);
  return arrow::Status::Invalid("table '", table, "' is unknown", DidYouMean(table, names));
}

std::string_view KindName(TableKind kind) {
  switch (kind) {
    case TableKind::kDimension:
      return "dimension";
    case TableKind::kFact:
      return "fact";
    case TableKind::kMetric:
      return "metric";
    case TableKind::kTruth:
      return "truth";
  }
  return "";
}

std::vector<std::string> KeyColumns(const TableDecl& table) {
  std::vector<std::string> columns;
  std::string name;
  for (const char c : std::string(table.key) + ",") {
    if (c == ' ') continue;
    if (c != ',') {
      name += c;
    } else if (!name.empty()) {
      columns.push_back(std::exchange(name, {}));
    }
  }
  return columns;
}

Reference ReferenceOf(const ColumnDecl& column) {
  const size_t dot = column.references.find('.');
  if (dot == std::string_view::npos) return {};
  return {std::string(column.references.substr(0, dot)),
          std::string(column.references.substr(dot + 1))};
}

arrow::Result<std::string> DescribeMarkdown(const std::string& table) {
  ARROW_ASSIGN_OR_RAISE(const auto tables, SelectTables(table));
  std::string text = table.empty() ? "# Tables\n\n" : "";
  for (const TableDecl* decl : tables) {
    if (decl != tables.front()) text += "\n";
    text += MarkdownOf(*decl);
  }
  return text;
}

arrow::Result<std::string> DescribeJson(const std::string& table, const WriteOptions& write) {
  ARROW_ASSIGN_OR_RAISE(const auto tables, SelectTables(table));
  Json json = {{"data_version", DataVersion()}};
  json["tables"] = Json::array();
  for (const TableDecl* decl : tables) {
    // A dataset's dictionary speaks of the tables that are there.
    if (!write.tables.empty() &&
        std::ranges::find(write.tables, decl->name) == write.tables.end()) {
      continue;
    }
    json["tables"].push_back(JsonOf(*decl, write));
  }
  return json.dump(2) + "\n";
}

}  // namespace fauxmart
