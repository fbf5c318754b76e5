// Rows that leave the engine as Arrow batches: the batch owns the memory the rows were made in.
//
// Nothing is copied but what Arrow lays out differently (money, booleans, validity). When the last
// array of a batch is gone, its memory is used for later rows instead of being given back.
#pragma once

#include <arrow/result.h>
#include <arrow/type_fwd.h>

#include <memory>

#include "output/arrow_types.h"
#include "output/sink.h"
#include "tables/table_buffer.h"

namespace fauxmart {

class BatchMaker {
 public:
  // For tables of the shape of `shape`, whose rows are not looked at.
  static arrow::Result<std::unique_ptr<BatchMaker>> Make(const TableBuffer& shape,
                                                         const OutputOptions& options);
  ~BatchMaker();

  const std::shared_ptr<arrow::Schema>& schema() const { return columns_->schema(); }
  // Takes all rows out of `rows`, which is left empty and ready for more. Any thread.
  arrow::Result<std::shared_ptr<arrow::RecordBatch>> Take(TableBuffer* rows) const;

 private:
  struct Pool;
  BatchMaker(const TableBuffer& shape, std::unique_ptr<ArrowColumns> columns);

  std::unique_ptr<ArrowColumns> columns_;  // the others are made after it
  std::shared_ptr<Pool> pool_;
};

}  // namespace fauxmart
