// Parquet, through Arrow's column writers: one column chunk after another, numbers straight from
// the buffer's memory. The file is opened with its first row group, which decides the encodings.

#include <arrow/array.h>
#include <arrow/io/interfaces.h>
#include <arrow/ipc/writer.h>
#include <arrow/type.h>
#include <arrow/util/base64.h>
#include <arrow/util/key_value_metadata.h>
#include <parquet/column_writer.h>
#include <parquet/exception.h>
#include <parquet/file_writer.h>

#include <optional>
#include <utility>

#include "output/arrow_types.h"
#include "output/file_writer.h"
#include "output/parquet_layout.h"
#include "output/uuid.h"

namespace fauxmart {
namespace {

class ParquetWriter final : public FileWriter {
 public:
  ParquetWriter(StreamPtr out, const TableBuffer& shape, const OutputOptions& options,
                std::unique_ptr<ArrowColumns> arrow_columns,
                std::shared_ptr<arrow::KeyValueMetadata> metadata)
      : out_(std::move(out)),
        decl_(*shape.decl),
        options_(options),
        arrow_columns_(std::move(arrow_columns)),
        metadata_(std::move(metadata)),
        context_(arrow::default_memory_pool(), arrow_properties_.get()) {
    for (size_t c = 0; c < shape.columns.size(); ++c) {
      id_spaces_.emplace_back();
      if (decl_.columns[c].type == Type::kId && options.ids_as_uuid) {
        id_spaces_.back().emplace(shape, c);
      }
    }
  }

  arrow::Status WriteRowGroup(const RowSlice& rows) override {
    BEGIN_PARQUET_CATCH_EXCEPTIONS
    if (file_ == nullptr) OpenFile(&rows);
    parquet::RowGroupWriter* group = file_->AppendRowGroup();
    for (size_t c = 0; c < decl_.columns.size(); ++c) {
      parquet::ColumnWriter* writer = group->NextColumn();
      ARROW_RETURN_NOT_OK(WriteColumn(rows, c, writer));
      writer->Close();
    }
    group->Close();
    END_PARQUET_CATCH_EXCEPTIONS
    return arrow::Status::OK();
  }

  arrow::Status Close(const std::string& digest) override {
    BEGIN_PARQUET_CATCH_EXCEPTIONS
    if (file_ == nullptr) OpenFile(nullptr);
    metadata_->Append(kDigestKey, digest);
    file_->AddKeyValueMetadata(metadata_);
    file_->Close();
    END_PARQUET_CATCH_EXCEPTIONS
    return arrow::Status::OK();
  }

 private:
  void OpenFile(const RowSlice* rows) {
    std::vector<NumberShape> shapes(decl_.columns.size(), NumberShape::kOther);
    for (size_t c = 0; rows != nullptr && c < shapes.size(); ++c) shapes[c] = Shape(*rows, c);
    file_ = parquet::ParquetFileWriter::Open(out_, ParquetSchema(decl_, options_),
                                             ParquetProperties(decl_, options_, shapes));
  }

  NumberShape Shape(const RowSlice& rows, size_t c) {
    const Column& column = rows.buffer.columns[c];
    switch (column.type) {
      case Type::kId:
      case Type::kInt64:
      case Type::kMoney:
      case Type::kTimestamp: {
        const int64_t* values = Present<int64_t>(rows, column);
        return ShapeOf(values, present_);
      }
      case Type::kInt32: {
        const int32_t* values = Present<int32_t>(rows, column);
        return ShapeOf(values, present_);
      }
      case Type::kFloat64: {
        const double* values = Present<double>(rows, column);
        return ShapeOf(values, present_);
      }
      default:
        return NumberShape::kOther;
    }
  }

  // The values that are not null, side by side; how many goes to present_.
  template <typename T>
  const T* Present(const RowSlice& rows, const Column& column) {
    const T* values = column.As<T>() + rows.begin;
    present_ = rows.size();
    if (!column.nullable) return values;
    const uint8_t* valid = column.validity.data() + rows.begin;
    T* out = Scratch<T>(values_, rows.size() + 1);
    int64_t count = 0;
    for (int64_t i = 0; i < rows.size(); ++i) {
      out[count] = values[i];
      count += valid[i];
    }
    present_ = count;
    return out;
  }

  // 1 where there is a value; null if the column has no nulls by declaration.
  const int16_t* Levels(const RowSlice& rows, const Column& column) {
    if (!column.nullable) return nullptr;
    const uint8_t* valid = column.validity.data() + rows.begin;
    auto* levels = Scratch<int16_t>(levels_, rows.size());
    for (int64_t i = 0; i < rows.size(); ++i) levels[i] = valid[i];
    return levels;
  }

  template <typename Writer, typename T>
  void WriteNumbers(const RowSlice& rows, const Column& column, parquet::ColumnWriter* writer) {
    const int16_t* levels = Levels(rows, column);
    const T* values = Present<T>(rows, column);
    static_cast<Writer*>(writer)->WriteBatch(rows.size(), levels, nullptr, values);
  }

  void WriteMoneyAsDouble(const RowSlice& rows, const Column& column,
                          parquet::ColumnWriter* writer) {
    const int16_t* levels = Levels(rows, column);
    const int64_t* cents = Present<int64_t>(rows, column);
    auto* values = Scratch<double>(other_values_, present_);
    for (int64_t i = 0; i < present_; ++i) values[i] = static_cast<double>(cents[i]) / 100.0;
    static_cast<parquet::DoubleWriter*>(writer)->WriteBatch(rows.size(), levels, nullptr, values);
  }

  void WriteUuids(const RowSlice& rows, size_t c, parquet::ColumnWriter* writer) {
    const Column& column = rows.buffer.columns[c];
    const int64_t n = rows.size();
    const int64_t* ids = column.As<int64_t>() + rows.begin;
    const uint8_t* valid = column.nullable ? column.validity.data() + rows.begin : nullptr;
    auto* text = Scratch<uint8_t>(values_, (n + 1) * kUuidChars);
    auto* values = Scratch<parquet::ByteArray>(other_values_, n + 1);
    int64_t count = 0;
    for (int64_t i = 0; i < n; ++i) {
      uint8_t* at = text + count * kUuidChars;
      id_spaces_[c]->At(rows.buffer, rows.begin + i).Format(ids[i], reinterpret_cast<char*>(at));
      values[count] = parquet::ByteArray(kUuidChars, at);
      count += valid == nullptr ? 1 : valid[i];
    }
    const int16_t* levels = Levels(rows, column);
    static_cast<parquet::ByteArrayWriter*>(writer)->WriteBatch(n, levels, nullptr, values);
  }

  void WriteText(const RowSlice& rows, const Column& column, parquet::ColumnWriter* writer) {
    auto* values = Scratch<parquet::ByteArray>(other_values_, rows.size() + 1);
    int64_t count = 0;
    for (int64_t i = rows.begin; i < rows.end; ++i) {
      const std::string_view text = column.TextAt(static_cast<size_t>(i));
      values[count] = parquet::ByteArray(text);
      count += column.nullable ? column.validity.data()[i] : 1;
    }
    const int16_t* levels = Levels(rows, column);
    static_cast<parquet::ByteArrayWriter*>(writer)->WriteBatch(rows.size(), levels, nullptr,
                                                               values);
  }

  // Definition levels: 0 null (nullable columns), then empty list, then item. Repetition: 0 begins
  // a row.
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
        static_cast<int64_t>(definition.size()), definition.data(), repetition.data(),
        values.data());
  }

  arrow::Status WriteColumn(const RowSlice& rows, size_t c, parquet::ColumnWriter* writer) {
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
        if (options_.money_as_float64) {
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
        ARROW_ASSIGN_OR_RAISE(auto array, arrow_columns_->Column(rows, c));
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

  template <typename T>
  static T* Scratch(RawBuffer& buffer, int64_t n) {
    buffer.Truncate(0);
    return reinterpret_cast<T*>(buffer.Extend(static_cast<size_t>(n) * sizeof(T)));
  }

  StreamPtr out_;
  const TableDecl& decl_;
  const OutputOptions options_;
  std::unique_ptr<ArrowColumns> arrow_columns_;
  std::shared_ptr<arrow::KeyValueMetadata> metadata_;
  std::shared_ptr<parquet::ArrowWriterProperties> arrow_properties_ =
      parquet::default_arrow_writer_properties();
  parquet::ArrowWriteContext context_;
  std::vector<std::optional<IdSpaces>> id_spaces_;  // one a column; for ids as UUIDs
  std::unique_ptr<parquet::ParquetFileWriter> file_;
  RawBuffer levels_, values_, other_values_;
  int64_t present_ = 0;
};

}  // namespace

FileWriterResult OpenParquet(StreamPtr out, const TableBuffer& shape, const OutputOptions& options,
                             const FileMetadata& metadata) {
  ARROW_ASSIGN_OR_RAISE(auto columns, ArrowColumns::Make(shape, options));
  auto pairs = std::make_shared<arrow::KeyValueMetadata>();
  for (const auto& [key, value] : metadata) pairs->Append(key, value);
  // Where Arrow reads the file, categories are dictionaries again.
  ARROW_ASSIGN_OR_RAISE(auto schema, arrow::ipc::SerializeSchema(*columns->schema()));
  pairs->Append("ARROW:schema", arrow::util::base64_encode(std::string_view(*schema)));
  return std::make_unique<ParquetWriter>(std::move(out), shape, options, std::move(columns),
                                         std::move(pairs));
}

}  // namespace fauxmart
