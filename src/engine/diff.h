// One table of two datasets, row against row, in one pass over both.
//
// Rows are matched by primary key. A key grows with time and its high bits are the hour, so rows
// are only held while the hour they belong to is not complete in both tables: memory depends on
// the largest hour, and not on the length of the window. Rows that do not stand in the order of
// their hours, as in files that others have rewritten, are found too; then every row is held until
// its match comes.
#pragma once

#include <arrow/result.h>

#include <atomic>
#include <cstdint>

#include "engine/dataset_reader.h"
#include "fauxmart/diff.h"

namespace fauxmart {

// A table that both datasets have. A key that is there more than once is matched as often as it is
// in both. At most `rows` differing rows are named.
arrow::Result<TableDiff> DiffTable(const Dataset& first, const Dataset& second,
                                   const TableDecl& decl, int64_t rows,
                                   const std::atomic<bool>* stop);

}  // namespace fauxmart
