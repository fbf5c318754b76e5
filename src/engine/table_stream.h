// One table of a shop as Arrow batches, pulled: what bindings read.
//
// The rows, and their order, are those that files of the same request hold. Batches have some 64 Ki
// rows; where they end depends on the plan alone. Threads make them ahead of the reader, a few of
// them, so memory is bounded whatever the table's length.
#pragma once

#include <arrow/result.h>
#include <arrow/type_fwd.h>

#include <functional>
#include <memory>
#include <optional>

#include "engine/table_parts.h"
#include "output/sink.h"
#include "tables/shop.h"

namespace fauxmart {

struct TableStreamOptions {
  OutputOptions output;  // how values are represented
  int threads = 1;
  std::optional<TablePart> part = {};  // one of CutParts(); none: the whole table
  // Called by the reading thread now and then while it waits; an error ends the stream with it.
  std::function<arrow::Status()> poll = {};
};

// `shop` has its twins if `table` is of the truth.
arrow::Result<std::shared_ptr<arrow::RecordBatchReader>> OpenTableStream(
    std::shared_ptr<const Shop> shop, const TableDecl& table, const TableStreamOptions& options);

}  // namespace fauxmart
