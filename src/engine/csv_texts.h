// Texts of a guarded CSV file as they were before the guard (output/csv_guard.h).
#pragma once

#include <arrow/result.h>
#include <arrow/type_fwd.h>

#include <cstdint>
#include <memory>

#include "tables/declaration.h"

namespace fauxmart {

// The same batch without marks. A text that no guarded file has is Invalid, with its column and the
// row's number; `first_row` is that of the batch's first row in its file.
arrow::Result<std::shared_ptr<arrow::RecordBatch>> WithoutGuards(
    const TableDecl& decl, const std::shared_ptr<arrow::RecordBatch>& batch, int64_t first_row);

}  // namespace fauxmart
