#include "engine/csv_texts.h"

#include <arrow/array.h>
#include <arrow/builder.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>
#include <fmt/format.h>

#include "output/csv_guard.h"

namespace fauxmart {
namespace {

using arrow::Result;
using arrow::Status;

Result<std::shared_ptr<arrow::Array>> Unmarked(const ColumnDecl& column,
                                               const arrow::StringArray& texts, int64_t first_row) {
  arrow::StringBuilder builder;
  ARROW_RETURN_NOT_OK(builder.Reserve(texts.length()));
  ARROW_RETURN_NOT_OK(builder.ReserveData(texts.total_values_length()));
  for (int64_t i = 0; i < texts.length(); ++i) {
    if (texts.IsNull(i)) {
      builder.UnsafeAppendNull();
      continue;
    }
    const auto text = WithoutGuard(texts.GetView(i));
    if (!text) {
      return Status::Invalid(fmt::format(
          "row {}: {}: '{}' is no text of a file with --csv-text safe, as its manifest says it is",
          first_row + i, column.name, texts.GetView(i).substr(0, 60)));
    }
    builder.UnsafeAppend(*text);
  }
  return builder.Finish();
}

}  // namespace

Result<std::shared_ptr<arrow::RecordBatch>> WithoutGuards(
    const TableDecl& decl, const std::shared_ptr<arrow::RecordBatch>& batch, int64_t first_row) {
  std::shared_ptr<arrow::RecordBatch> plain = batch;
  for (const ColumnDecl& column : decl.columns) {
    if (column.type != Type::kCategory && column.type != Type::kText) continue;
    const int index = batch->schema()->GetFieldIndex(std::string(column.name));
    if (index < 0) continue;  // the plain form will say so
    const auto& texts = static_cast<const arrow::StringArray&>(*batch->column(index));
    ARROW_ASSIGN_OR_RAISE(auto unmarked, Unmarked(column, texts, first_row));
    ARROW_ASSIGN_OR_RAISE(plain, plain->SetColumn(index, batch->schema()->field(index), unmarked));
  }
  return plain;
}

}  // namespace fauxmart
