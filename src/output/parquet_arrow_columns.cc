#include "output/parquet_arrow_columns.h"

#include <arrow/array.h>
#include <parquet/column_writer.h>

#include <utility>

#include "output/parquet_layout.h"
#include "output/present.h"

namespace fauxmart {
namespace {

// Definition levels: 0 null (nullable columns), then empty list, then item. Repetition: 0 begins a
// row.
void WriteTextList(const RowSlice& rows, const Column& column, parquet::ColumnWriter* writer) {
  const auto* ends = reinterpret_cast<const int32_t*>(column.offsets.data());
  std::vector<int16_t> definition, repetition;
  std::vector<parquet::ByteArray> values;
  const int16_t empty = column.nullable ? 1 : 0;
  for (int64_t i = rows.begin; i < rows.end; ++i) {
    const int32_t begin = i == 0 ? 0 : ends[i - 1];
    if (begin == ends[i]) {
      const bool null = column.nullable && column.validity.data()[i] == 0;
      definition.push_back(null ? 0 : empty);
      repetition.push_back(0);
    }
    for (int32_t item = begin; item < ends[i]; ++item) {
      definition.push_back(static_cast<int16_t>(empty + 1));
      repetition.push_back(item == begin ? 0 : 1);
      values.push_back(parquet::ByteArray(column.TextAt(static_cast<size_t>(item))));
    }
  }
  static_cast<parquet::ByteArrayWriter*>(writer)->WriteBatch(
      static_cast<int64_t>(definition.size()), definition.data(), repetition.data(), values.data());
}

}  // namespace

arrow::Result<std::unique_ptr<ArrowParquetColumns>> ArrowParquetColumns::Make(
    const TableBuffer& shape, const OutputOptions& options) {
  ARROW_ASSIGN_OR_RAISE(auto arrays, ArrowColumns::Make(shape, options));
  return std::unique_ptr<ArrowParquetColumns>(
      new ArrowParquetColumns(shape, options, std::move(arrays)));
}

ArrowParquetColumns::ArrowParquetColumns(const TableBuffer& shape, const OutputOptions& options,
                                         std::unique_ptr<ArrowColumns> arrays)
    : money_as_float64_(options.money_as_float64),
      arrays_(std::move(arrays)),
      context_(PagePool(), properties_.get()) {
  for (size_t c = 0; c < shape.columns.size(); ++c) {
    id_spaces_.emplace_back();
    if (shape.columns[c].type == Type::kId && options.ids_as_uuid) {
      id_spaces_.back().emplace(shape, c);
    }
  }
}

// 1 where there is a value; null if the column has no nulls by declaration.
const int16_t* ArrowParquetColumns::Levels(const RowSlice& rows, const Column& column) {
  if (!column.nullable) return nullptr;
  const uint8_t* valid = column.validity.data() + rows.begin;
  auto* levels = Reuse<int16_t>(&levels_, rows.size());
  for (int64_t i = 0; i < rows.size(); ++i) levels[i] = valid[i];
  return levels;
}

template <typename Writer, typename T>
void ArrowParquetColumns::WriteNumbers(const RowSlice& rows, const Column& column,
                                       parquet::ColumnWriter* writer) {
  static_cast<Writer*>(writer)->WriteBatch(rows.size(), Levels(rows, column), nullptr,
                                           Present<T>(rows, column, &values_).data);
}

void ArrowParquetColumns::WriteMoneyAsDouble(const RowSlice& rows, const Column& column,
                                             parquet::ColumnWriter* writer) {
  const Values<int64_t> cents = Present<int64_t>(rows, column, &values_);
  auto* values = Reuse<double>(&other_values_, cents.size);
  for (int64_t i = 0; i < cents.size; ++i) {
    values[i] = static_cast<double>(cents.data[i]) / 100.0;
  }
  static_cast<parquet::DoubleWriter*>(writer)->WriteBatch(rows.size(), Levels(rows, column),
                                                          nullptr, values);
}

void ArrowParquetColumns::WriteUuids(const RowSlice& rows, size_t c,
                                     parquet::ColumnWriter* writer) {
  const Column& column = rows.buffer.columns[c];
  const int64_t n = rows.size();
  const int64_t* ids = column.As<int64_t>() + rows.begin;
  const uint8_t* valid = column.nullable ? column.validity.data() + rows.begin : nullptr;
  auto* text = Reuse<uint8_t>(&values_, (n + 1) * kUuidChars);
  auto* values = Reuse<parquet::ByteArray>(&other_values_, n + 1);
  int64_t count = 0;
  for (int64_t i = 0; i < n; ++i) {
    uint8_t* at = text + count * kUuidChars;
    id_spaces_[c]->At(rows.buffer, rows.begin + i).Format(ids[i], reinterpret_cast<char*>(at));
    values[count] = parquet::ByteArray(kUuidChars, at);
    count += valid == nullptr ? 1 : valid[i];
  }
  static_cast<parquet::ByteArrayWriter*>(writer)->WriteBatch(n, Levels(rows, column), nullptr,
                                                             values);
}

void ArrowParquetColumns::WriteText(const RowSlice& rows, const Column& column,
                                    parquet::ColumnWriter* writer) {
  auto* values = Reuse<parquet::ByteArray>(&other_values_, rows.size() + 1);
  int64_t count = 0;
  for (int64_t i = rows.begin; i < rows.end; ++i) {
    const std::string_view text = column.TextAt(static_cast<size_t>(i));
    values[count] = parquet::ByteArray(text);
    count += column.nullable ? column.validity.data()[i] : 1;
  }
  static_cast<parquet::ByteArrayWriter*>(writer)->WriteBatch(rows.size(), Levels(rows, column),
                                                             nullptr, values);
}

arrow::Status ArrowParquetColumns::Write(const RowSlice& rows, size_t c,
                                         parquet::ColumnWriter* writer) {
  const Column& column = rows.buffer.columns[c];
  switch (column.type) {
    case Type::kId:
      if (id_spaces_[c].has_value()) {
        WriteUuids(rows, c, writer);
        break;
      }
      [[fallthrough]];
    case Type::kInt64:
    case Type::kTimestamp:
      WriteNumbers<parquet::Int64Writer, int64_t>(rows, column, writer);
      break;
    case Type::kMoney:
      if (money_as_float64_) {
        WriteMoneyAsDouble(rows, column, writer);
      } else {
        WriteNumbers<parquet::Int64Writer, int64_t>(rows, column, writer);
      }
      break;
    case Type::kInt32:
      WriteNumbers<parquet::Int32Writer, int32_t>(rows, column, writer);
      break;
    case Type::kFloat64:
      WriteNumbers<parquet::DoubleWriter, double>(rows, column, writer);
      break;
    case Type::kBool:
    case Type::kCategory: {
      // As arrays: bits stay bits, and indices go to the dictionary's pages without the strings.
      ARROW_ASSIGN_OR_RAISE(auto array, arrays_->Column(rows, c));
      return writer->WriteArrow(Levels(rows, column), nullptr, rows.size(), *array, &context_,
                                column.nullable);
    }
    case Type::kText:
      WriteText(rows, column, writer);
      break;
    case Type::kTextList:
      WriteTextList(rows, column, writer);
      break;
  }
  return arrow::Status::OK();
}

}  // namespace fauxmart
