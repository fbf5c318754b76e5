// What a table is: one declaration yields its Arrow schema, data dictionary, SQL DDL,
// documentation and the checks that can be made of it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace fauxmart {

// Logical types. How a file format stores each is the format's business (output/arrow_types.h).
enum class Type : uint8_t {
  kId,         // int64 in memory; written as int64 or UUID
  kInt32,      // int32
  kInt64,      // int64: counts
  kMoney,      // int64 cents in memory; written as DECIMAL(12,2) or float64
  kTimestamp,  // int64 microseconds since 1970-01-01T00:00:00Z
  kBool,       // uint8, 0 or 1
  kFloat64,    // double
  kCategory,   // int32 index into the column's vocabulary; written as dictionary-encoded string
  kText,       // UTF-8
  kTextList,   // list of UTF-8
};

// "id", "money", "text_list": as dictionaries, documents and content digests spell it, so it is
// never to change.
constexpr std::string_view TypeName(Type type) {
  switch (type) {
    case Type::kId:
      return "id";
    case Type::kInt32:
      return "int32";
    case Type::kInt64:
      return "int64";
    case Type::kMoney:
      return "money";
    case Type::kTimestamp:
      return "timestamp";
    case Type::kBool:
      return "bool";
    case Type::kFloat64:
      return "float64";
    case Type::kCategory:
      return "category";
    case Type::kText:
      return "text";
    case Type::kTextList:
      return "text_list";
  }
  return "";
}

enum class TableKind : uint8_t { kDimension, kFact, kMetric, kTruth };

// A column. `references` is "table.column" for a foreign key, otherwise empty. `unit` is empty
// where the words say it all.
struct ColumnDecl {
  std::string_view name;
  Type type;
  bool nullable;
  std::string_view unit;
  std::string_view words;
  std::string_view references = {};
};

// A rule every row keeps: an SQL condition over the table's own columns (DuckDB dialect).
struct RowRule {
  std::string_view words;
  std::string_view sql;
};

struct TableDecl {
  std::string_view name;
  TableKind kind;
  std::string_view words;
  std::string_view key;       // the primary key; empty where rows have none of their own
  std::string_view order_by;  // the column rows are sorted by in time; empty if none
  std::span<const ColumnDecl> columns;
  std::span<const RowRule> rules;
};

}  // namespace fauxmart
