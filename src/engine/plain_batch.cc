#include "engine/plain_batch.h"

#include <arrow/array.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include "engine/plain_columns.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

using ArrayPtr = std::shared_ptr<arrow::Array>;
using arrow::Result;
using arrow::Status;

std::optional<int64_t> WholeNumber(std::string_view text) {
  int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// The ids in a column row_id are of the tables that table_name names.
TableBuffer Shape(const TableDecl& decl) {
  std::vector<std::shared_ptr<const Names>> vocabularies(decl.columns.size());
  for (size_t c = 0; c < decl.columns.size(); ++c) {
    if (decl.columns[c].name != "table_name") continue;
    Names names;
    for (const TableDecl* table : AllTables()) names.emplace_back(table->name);
    vocabularies[c] = std::make_shared<const Names>(std::move(names));
  }
  return TableBuffer(decl, vocabularies);
}

}  // namespace

std::shared_ptr<arrow::Schema> PlainSchema(const TableDecl& decl) {
  arrow::FieldVector fields;
  for (const ColumnDecl& column : decl.columns) {
    fields.push_back(
        arrow::field(std::string(column.name), PlainType(column.type), column.nullable));
  }
  return arrow::schema(std::move(fields));
}

PlainForm::PlainForm(const TableDecl& decl)
    : decl_(decl), schema_(PlainSchema(decl)), shape_(Shape(decl)) {
  for (size_t c = 0; c < decl.columns.size(); ++c) {
    spaces_.emplace_back(shape_, c);
    if (shape_.columns[c].vocabulary != nullptr) table_name_ = static_cast<int>(c);
  }
  if (table_name_ >= 0) {
    *shape_.columns[static_cast<size_t>(table_name_)].Append<int32_t>(1) = 0;
    shape_.rows = 1;
  }
}

Status PlainForm::CheckColumns(const arrow::Schema& schema) const {
  for (const ColumnDecl& column : decl_.columns) {
    if (schema.GetFieldIndex(std::string(column.name)) >= 0) continue;
    return Status::Invalid(
        fmt::format("it has no column {}, or has it twice; {} needs one", column.name, decl_.name));
  }
  for (const auto& field : schema.fields()) {
    if (schema_->GetFieldIndex(field->name()) >= 0) continue;
    return Status::Invalid(
        fmt::format("{} has no column '{}'", decl_.name, field->name().substr(0, 60)));
  }
  return Status::OK();
}

Result<std::shared_ptr<arrow::RecordBatch>> PlainForm::Apply(const arrow::RecordBatch& batch,
                                                             int64_t first_row) {
  ARROW_RETURN_NOT_OK(CheckColumns(*batch.schema()));
  arrow::ArrayVector arrays;
  for (size_t c = 0; c < decl_.columns.size(); ++c) {
    const ColumnDecl& column = decl_.columns[c];
    ARROW_ASSIGN_OR_RAISE(ArrayPtr plain, Convert(c, batch, first_row));
    for (int64_t i = 0; !column.nullable && plain->null_count() > 0 && i < plain->length(); ++i) {
      if (!plain->IsNull(i)) continue;
      return Status::Invalid(
          fmt::format("row {}: {}: there is no value", first_row + i, column.name));
    }
    arrays.push_back(std::move(plain));
  }
  return arrow::RecordBatch::Make(schema_, batch.num_rows(), std::move(arrays));
}

Result<ArrayPtr> PlainForm::Convert(size_t index, const arrow::RecordBatch& batch,
                                    int64_t first_row) {
  const ColumnDecl& column = decl_.columns[index];
  ArrayPtr tables;  // whose ids they are, where that is not the same in all rows
  if (table_name_ >= 0 && column.name == "row_id") {
    ARROW_ASSIGN_OR_RAISE(tables, Convert(static_cast<size_t>(table_name_), batch, first_row));
  }
  const auto parse_id = [&](std::string_view text, int64_t row) {
    std::optional<int64_t> id = WholeNumber(text);
    if (id) return id;
    ids_are_uuids_ = true;
    if (tables != nullptr &&
        !PointAt(static_cast<const arrow::StringArray&>(*tables).GetView(row))) {
      return id;
    }
    return spaces_[index].At(shape_, 0).Parse(text);
  };
  return PlainColumn(column, batch.GetColumnByName(std::string(column.name)), first_row, parse_id);
}

bool PlainForm::PointAt(std::string_view table) {
  auto& names = shape_.columns[static_cast<size_t>(table_name_)];
  const auto found = std::ranges::find(*names.vocabulary, table);
  if (found == names.vocabulary->end()) return false;
  names.values.Truncate(0);
  *names.Append<int32_t>(1) = static_cast<int32_t>(found - names.vocabulary->begin());
  return true;
}

}  // namespace fauxmart
