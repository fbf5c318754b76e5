// One file of a dataset, of any format, as a stream of Arrow batches.
//
// Batches have the file's own columns and types (text formats: the declaration's, as far as the
// format tells them apart; engine/plain_batch.h makes them all alike). A batch at a time is in
// memory, and a few that are read ahead. What cannot be read is an IOError that says why.
#pragma once

#include <arrow/record_batch.h>
#include <arrow/result.h>

#include <memory>
#include <string>

#include "tables/declaration.h"

namespace fauxmart {

// The format is that of the path's extension: parquet, feather, csv, jsonl.
// `use_threads`: Parquet columns are decoded on the threads of Arrow's pool.
arrow::Result<std::shared_ptr<arrow::RecordBatchReader>> OpenPartFile(const TableDecl& decl,
                                                                      const std::string& path,
                                                                      bool use_threads);

}  // namespace fauxmart
