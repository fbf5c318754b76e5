// The rows of one table, one after the other: for standard output and previews.
#pragma once

#include <arrow/result.h>
#include <arrow/status.h>

#include <atomic>
#include <functional>

#include "tables/shop.h"
#include "tables/table_buffer.h"

namespace fauxmart {

// Calls `take` with ever more rows of `table`: it takes rows out of the buffer or leaves them to
// grow, and answers whether it wants more. The call with `last` set, which there is always unless
// it wanted no more before, has all that are left.
using TakeRows = std::function<arrow::Result<bool>(TableBuffer& rows, bool last)>;
arrow::Status StreamRows(const Shop& shop, const TableDecl& table, int64_t batch_size,
                         const std::atomic<bool>* stop, const TakeRows& take);

}  // namespace fauxmart
