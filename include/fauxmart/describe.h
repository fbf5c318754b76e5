// The tables in words: data dictionary, documentation and SQL DDL, all from the declarations.
#pragma once

#include <arrow/result.h>

#include <string>

#include "fauxmart/request.h"

namespace fauxmart {

enum class Dialect { kDuckDb, kPostgres, kSpark };

// `table` empty: all tables, in the order of the dataset. Unknown: Invalid, with the nearest name.
arrow::Result<std::string> DescribeMarkdown(const std::string& table);
arrow::Result<std::string> DescribeJson(const std::string& table, const WriteOptions& write);
arrow::Result<std::string> DescribeSql(const std::string& table, Dialect dialect,
                                       const WriteOptions& write);

}  // namespace fauxmart
