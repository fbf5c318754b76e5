// One column of a file in its plain type; engine/plain_batch.h lists them.
//
// What is not of that type already is converted value by value; a value that none of our formats
// writes is Invalid, with the column's name and the row's number.
#pragma once

#include <arrow/result.h>
#include <arrow/type_fwd.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "tables/declaration.h"

namespace fauxmart {

std::shared_ptr<arrow::DataType> PlainType(Type type);

// The id that a text stands for in a row of the array; nothing if it is none.
using ParseId = std::function<std::optional<int64_t>(std::string_view text, int64_t row)>;

// `first_row`: the number of the array's first row in its file, for messages.
arrow::Result<std::shared_ptr<arrow::Array>> PlainColumn(const ColumnDecl& column,
                                                         const std::shared_ptr<arrow::Array>& array,
                                                         int64_t first_row,
                                                         const ParseId& parse_id);

}  // namespace fauxmart
