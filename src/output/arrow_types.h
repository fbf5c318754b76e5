// Logical columns as Arrow arrays: views of the buffer's own memory wherever the layouts agree.
//
//   kId           int64, or utf8 (ids_as_uuid)
//   kInt32        int32
//   kInt64        int64
//   kMoney        decimal128(12, 2), or float64 (money_as_float64)
//   kTimestamp    timestamp[us, UTC]
//   kBool         bool
//   kFloat64      float64
//   kCategory     dictionary<int32, utf8>: every array of a column has the same dictionary object
//   kText         utf8
//   kTextList     list<utf8 not null>
#pragma once

#include <arrow/result.h>
#include <arrow/status.h>
#include <arrow/type_fwd.h>

#include <memory>
#include <vector>

#include "output/file_writer.h"
#include "output/sink.h"
#include "tables/table_buffer.h"

namespace fauxmart {

inline constexpr int kMoneyPrecision = 12;
inline constexpr int kMoneyScale = 2;

std::shared_ptr<arrow::Schema> ArrowSchema(const TableDecl& decl, const OutputOptions& options);

// Makes arrays out of slices of one table. What it returns borrows from the slice's buffer and from
// scratch memory that the next call with the same column reuses: use it, or copy it
// (arrow::RecordBatch::CopyTo), before either changes.
class ArrowColumns {
 public:
  static arrow::Result<std::unique_ptr<ArrowColumns>> Make(const TableBuffer& shape,
                                                           const OutputOptions& options);
  ~ArrowColumns();

  // One more for the same table, with scratch memory of its own; dictionaries are shared.
  std::unique_ptr<ArrowColumns> Again() const;

  const std::shared_ptr<arrow::Schema>& schema() const { return schema_; }
  arrow::Result<std::shared_ptr<arrow::Array>> Column(const RowSlice& rows, size_t column);
  arrow::Result<std::shared_ptr<arrow::RecordBatch>> Batch(const RowSlice& rows);

 private:
  struct State;  // of a column: dictionary, name spaces, scratch
  ArrowColumns();

  std::shared_ptr<arrow::Schema> schema_;
  std::vector<State> states_;
};

}  // namespace fauxmart
