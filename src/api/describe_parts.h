// What the descriptions share: which tables, how a column's type is called.
#pragma once

#include <arrow/result.h>

#include <string>
#include <string_view>
#include <vector>

#include "fauxmart/describe.h"
#include "fauxmart/request.h"
#include "tables/declaration.h"

namespace fauxmart {

// One table, or all of them where `table` is empty. Unknown: Invalid, with the nearest name.
arrow::Result<std::vector<const TableDecl*>> SelectTables(const std::string& table);

// "dimension", "fact", "metric", "truth".
std::string_view KindName(TableKind kind);

// "a, b" -> {"a", "b"}: a key may have several columns.
std::vector<std::string> KeyColumns(const TableDecl& table);

// A column's reference "table.column", taken apart. No reference: both empty.
struct Reference {
  std::string table, column;
};
Reference ReferenceOf(const ColumnDecl& column);

// What a column means, with its unit, in a sentence or two.
std::string InWords(const ColumnDecl& column);

// How a database calls the type, as its values are written.
std::string_view SqlType(Type type, Dialect dialect, const WriteOptions& write);

// Words of the three dialects, and of standard SQL, that stand for something else than a column.
bool IsReserved(std::string_view word);

}  // namespace fauxmart
