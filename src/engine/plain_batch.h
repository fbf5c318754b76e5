// The plain form of rows: one Arrow type a logical type, whatever file they come from.
//
//   kId          int64, also where files have UUIDs
//   kInt32       int32
//   kInt64       int64
//   kMoney       float64: cents / 100, one to one for all that DECIMAL(12,2) can hold
//   kTimestamp   timestamp[us, UTC]
//   kBool        bool
//   kFloat64     float64
//   kCategory    utf8
//   kText        utf8
//   kTextList    list<utf8 not null>
//
// Equal rows have equal values in this form. Nothing is guessed: a column that is not there, is
// one too many, has a type that no format of ours gives it, is null where it may not be, or holds
// text that is no value of its type is refused, with its name and the row where there is one.
#pragma once

#include <arrow/result.h>
#include <arrow/type_fwd.h>

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "output/uuid.h"
#include "tables/declaration.h"

namespace fauxmart {

std::shared_ptr<arrow::Schema> PlainSchema(const TableDecl& decl);

// Brings batches of one table into the plain form.
class PlainForm {
 public:
  explicit PlainForm(const TableDecl& decl);

  // `first_row`: the number of the batch's first row in its file, for messages.
  arrow::Result<std::shared_ptr<arrow::RecordBatch>> Apply(const arrow::RecordBatch& batch,
                                                           int64_t first_row);

  // Have any ids been UUIDs so far?
  bool ids_are_uuids() const { return ids_are_uuids_; }

 private:
  arrow::Status CheckColumns(const arrow::Schema& schema) const;
  arrow::Result<std::shared_ptr<arrow::Array>> Convert(size_t index,
                                                       const arrow::RecordBatch& batch,
                                                       int64_t first_row);
  // Ids in row_id are now those of this table. False if there is no such table.
  bool PointAt(std::string_view table);

  const TableDecl& decl_;
  std::shared_ptr<arrow::Schema> schema_;
  TableBuffer shape_;             // for the name spaces of ids; one row of table names
  std::vector<IdSpaces> spaces_;  // one a column, used for ids only
  int table_name_ = -1;           // the column that says whose id row_id is; -1: there is none
  bool ids_are_uuids_ = false;
};

}  // namespace fauxmart
