#include "cli/describe_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "tables/tables.h"

namespace fauxmart {

namespace {

constexpr int kMaxWidth = 100;   // lines longer than this are hard to read
constexpr int kMinMeaning = 24;  // where less is left, the meaning has lines of its own
constexpr int kIndent = 4;       // of those

std::string Meaning(const ColumnDecl& column) {
  std::string text(column.words);
  if (!column.unit.empty()) text += fmt::format(" In {}.", column.unit);
  if (column.nullable && text.find("null") == std::string::npos) text += " May be null.";
  if (!column.references.empty()) text += fmt::format(" Refers to {}.", column.references);
  return text;
}

std::string Blanks(int count) { return std::string(static_cast<size_t>(std::max(0, count)), ' '); }

std::string TextOf(const TableDecl& table, int width, const Terminal& terminal) {
  std::string text = terminal.Bold(table.name) + "\n" + Wrapped(table.words, width, 0) + "\n\n";
  int name_width = 0, type_width = 0;
  for (const ColumnDecl& column : table.columns) {
    name_width = std::max(name_width, DisplayWidth(column.name));
    type_width = std::max(type_width, DisplayWidth(TypeName(column.type)));
  }
  const int beside = 2 + name_width + 2 + type_width + 2;
  const bool fits = width - beside >= kMinMeaning;
  for (const ColumnDecl& column : table.columns) {
    const std::string_view type = TypeName(column.type);
    text += "  " + terminal.Bold(column.name) + Blanks(name_width - DisplayWidth(column.name) + 2) +
            terminal.Dim(type);
    text += fits ? Blanks(type_width - DisplayWidth(type) + 2) : "\n" + Blanks(kIndent);
    text += Wrapped(Meaning(column), width, fits ? beside : kIndent) + "\n";
  }
  std::string facts;
  if (!table.key.empty()) facts += fmt::format("Key: {}. ", table.key);
  if (!table.order_by.empty()) facts += fmt::format("Sorted by {}. ", table.order_by);
  if (!facts.empty()) text += "\n" + Wrapped(facts, width, 0) + "\n";
  if (!table.rules.empty()) text += "\nEvery row keeps these rules:\n";
  for (const RowRule& rule : table.rules) {
    text += "  " + Wrapped(rule.words, width, 2) + "\n" + Blanks(kIndent) +
            terminal.Dim(Wrapped(rule.sql, width, kIndent)) + "\n";
  }
  return text;
}

}  // namespace

std::string DescribeText(const std::string& table, const Terminal& terminal) {
  const int width = terminal.width == 0 ? kMaxWidth : std::min(terminal.width, kMaxWidth);
  std::string text;
  for (const TableDecl* decl : AllTables()) {
    if (!table.empty() && decl->name != table) continue;
    if (!text.empty()) text += "\n";
    text += TextOf(*decl, width, terminal);
  }
  return text;
}

}  // namespace fauxmart
