// CREATE TABLE statements: referenced tables first, so that foreign keys can be declared at once.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "api/describe_parts.h"
#include "fauxmart/describe.h"

namespace fauxmart {

bool IsReserved(std::string_view word) {
  static const std::set<std::string_view> kReserved = {
      "all",   "any",   "change", "column", "date",  "desc",   "end",       "filter", "from",
      "group", "index", "key",    "level",  "limit", "name",   "offset",    "order",  "range",
      "role",  "row",   "rows",   "start",  "table", "time",   "timestamp", "to",     "type",
      "user",  "using", "value",  "values", "when",  "window", "with",      "year"};
  return kReserved.contains(word);
}

std::string_view SqlType(Type type, Dialect dialect, const WriteOptions& write) {
  const bool spark = dialect == Dialect::kSpark;
  const bool postgres = dialect == Dialect::kPostgres;
  const std::string_view text = spark ? "STRING" : postgres ? "TEXT" : "VARCHAR";
  const std::string_view real = postgres ? "DOUBLE PRECISION" : "DOUBLE";
  switch (type) {
    case Type::kId:
      return !write.ids_as_uuid ? "BIGINT" : spark ? text : "UUID";
    case Type::kInt32:
      return spark ? "INT" : "INTEGER";
    case Type::kInt64:
      return "BIGINT";
    case Type::kMoney:
      return write.money_as_float64 ? real : postgres ? "NUMERIC(12,2)" : "DECIMAL(12,2)";
    case Type::kTimestamp:
      return spark ? "TIMESTAMP" : "TIMESTAMPTZ";
    case Type::kBool:
      return "BOOLEAN";
    case Type::kFloat64:
      return real;
    case Type::kCategory:
    case Type::kText:
      return text;
    case Type::kTextList:
      return spark ? "ARRAY<STRING>" : postgres ? "TEXT[]" : "VARCHAR[]";
  }
  return text;
}

std::string InWords(const ColumnDecl& column) {
  return column.unit.empty() ? std::string(column.words)
                             : fmt::format("{} In {}.", column.words, column.unit);
}

namespace {

std::string Named(std::string_view name, Dialect dialect) {
  if (!IsReserved(name)) return std::string(name);
  const char quote = dialect == Dialect::kSpark ? '`' : '"';
  return quote + std::string(name) + quote;
}

std::string NamedAll(const std::vector<std::string>& names, Dialect dialect) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + Named(name, dialect);
  return text;
}

// Spark reads a backslash in a string as an escape; the others double the quote.
std::string Literal(std::string_view text, Dialect dialect) {
  std::string literal = "'";
  for (const char c : text) {
    if (dialect == Dialect::kSpark && (c == '\'' || c == '\\')) literal += '\\';
    if (dialect != Dialect::kSpark && c == '\'') literal += '\'';
    literal += c;
  }
  return literal + "'";
}

using Tables = std::vector<const TableDecl*>;

const TableDecl* FindIn(const Tables& tables, std::string_view name) {
  const auto found = std::ranges::find(tables, name, &TableDecl::name);
  return found == tables.end() ? nullptr : *found;
}

// Only what a database can enforce: the whole key of a table that is created here as well.
const TableDecl* Enforceable(const ColumnDecl& column, const Tables& tables) {
  const Reference reference = ReferenceOf(column);
  const TableDecl* target = FindIn(tables, reference.table);
  if (target == nullptr || KeyColumns(*target) != std::vector{reference.column}) return nullptr;
  return target;
}

// Tables in an order in which no foreign key looks forward; otherwise as they come.
Tables ReferencedFirst(const Tables& tables) {
  Tables ordered;
  std::set<const TableDecl*> visited;
  const auto visit = [&](const auto& self, const TableDecl* table) -> void {
    if (!visited.insert(table).second) return;
    for (const ColumnDecl& column : table->columns) {
      if (const TableDecl* target = Enforceable(column, tables)) self(self, target);
    }
    ordered.push_back(table);
  };
  for (const TableDecl* table : tables) visit(visit, table);
  return ordered;
}

std::vector<std::string> Constraints(const TableDecl& table, const Tables& tables,
                                     Dialect dialect) {
  std::vector<std::string> lines;
  const auto key = KeyColumns(table);
  if (!key.empty()) lines.push_back(fmt::format("PRIMARY KEY ({})", NamedAll(key, dialect)));
  for (const ColumnDecl& column : table.columns) {
    const TableDecl* target = Enforceable(column, tables);
    if (target == nullptr) continue;
    lines.push_back(fmt::format("FOREIGN KEY ({}) REFERENCES {} ({})", Named(column.name, dialect),
                                target->name, Named(ReferenceOf(column).column, dialect)));
  }
  return lines;
}

std::string SparkTable(const TableDecl& table, const WriteOptions& write) {
  constexpr Dialect kSpark = Dialect::kSpark;
  std::vector<std::string> lines;
  for (const ColumnDecl& column : table.columns) {
    lines.push_back(fmt::format(
        "{} {}{} COMMENT {}", Named(column.name, kSpark), SqlType(column.type, kSpark, write),
        column.nullable ? "" : " NOT NULL", Literal(InWords(column), kSpark)));
  }
  return fmt::format("CREATE TABLE {} (\n  {}\n)\nUSING PARQUET\nCOMMENT {};\n", table.name,
                     fmt::join(lines, ",\n  "), Literal(table.words, kSpark));
}

std::string ServerTable(const TableDecl& table, const Tables& tables, Dialect dialect,
                        const WriteOptions& write) {
  std::vector<std::string> lines;
  for (const ColumnDecl& column : table.columns) {
    lines.push_back(fmt::format("{} {}{}", Named(column.name, dialect),
                                SqlType(column.type, dialect, write),
                                column.nullable ? "" : " NOT NULL"));
  }
  for (std::string& line : Constraints(table, tables, dialect)) lines.push_back(std::move(line));
  std::string text =
      fmt::format("CREATE TABLE {} (\n  {}\n);\n", table.name, fmt::join(lines, ",\n  "));
  text += fmt::format("COMMENT ON TABLE {} IS {};\n", table.name, Literal(table.words, dialect));
  for (const ColumnDecl& column : table.columns) {
    text += fmt::format("COMMENT ON COLUMN {}.{} IS {};\n", table.name, Named(column.name, dialect),
                        Literal(InWords(column), dialect));
  }
  return text;
}

}  // namespace

arrow::Result<std::string> DescribeSql(const std::string& table, Dialect dialect,
                                       const WriteOptions& write) {
  ARROW_ASSIGN_OR_RAISE(const Tables tables, SelectTables(table));
  std::string text;
  for (const TableDecl* decl : ReferencedFirst(tables)) {
    if (!text.empty()) text += "\n";
    text += dialect == Dialect::kSpark ? SparkTable(*decl, write)
                                       : ServerTable(*decl, tables, dialect, write);
  }
  return text;
}

}  // namespace fauxmart
