#include "engine/part_file.h"

#include <arrow/csv/options.h>
#include <arrow/csv/reader.h>
#include <arrow/io/file.h>
#include <arrow/ipc/reader.h>
#include <arrow/json/options.h>
#include <arrow/json/reader.h>
#include <arrow/type.h>
#include <parquet/arrow/reader.h>
#include <parquet/properties.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "engine/files.h"
#include "engine/part_memory.h"
#include "engine/plain_batch.h"
#include "output/sink.h"

namespace fauxmart {
namespace {

using BatchPtr = std::shared_ptr<arrow::RecordBatch>;
using FilePtr = std::shared_ptr<arrow::io::ReadableFile>;
using ReaderPtr = std::shared_ptr<arrow::RecordBatchReader>;
using arrow::Result;
using arrow::Status;

// Small enough for two tables side by side to stay in the caches of a core.
constexpr int64_t kParquetRows = 8 * 1024;
constexpr int32_t kTextBytes = 1 << 20;

// A reader of batches that keeps what it reads from.
class ParquetPart final : public arrow::RecordBatchReader {
 public:
  static Result<ReaderPtr> Open(FilePtr file, bool use_threads) {
    parquet::ArrowReaderProperties properties(use_threads);
    properties.set_batch_size(kParquetRows);
    properties.set_pre_buffer(false);  // would hold all row groups
    parquet::arrow::FileReaderBuilder builder;
    ARROW_RETURN_NOT_OK(builder.Open(std::move(file), parquet::ReaderProperties(PartMemory())));
    auto part = std::make_shared<ParquetPart>();
    ARROW_RETURN_NOT_OK(
        builder.memory_pool(PartMemory())->properties(properties)->Build(&part->file_));
    ARROW_ASSIGN_OR_RAISE(part->batches_, part->file_->GetRecordBatchReader());
    return part;
  }
  std::shared_ptr<arrow::Schema> schema() const override { return batches_->schema(); }
  Status ReadNext(BatchPtr* batch) override { return batches_->ReadNext(batch); }

 private:
  std::unique_ptr<parquet::arrow::FileReader> file_;
  std::unique_ptr<arrow::RecordBatchReader> batches_;
};

class FeatherPart final : public arrow::RecordBatchReader {
 public:
  static Result<ReaderPtr> Open(const FilePtr& file) {
    auto part = std::make_shared<FeatherPart>();
    auto options = arrow::ipc::IpcReadOptions::Defaults();
    options.memory_pool = PartMemory();
    ARROW_ASSIGN_OR_RAISE(part->file_, arrow::ipc::RecordBatchFileReader::Open(file, options));
    return part;
  }
  std::shared_ptr<arrow::Schema> schema() const override { return file_->schema(); }
  Status ReadNext(BatchPtr* batch) override {
    *batch = nullptr;
    if (next_ == file_->num_record_batches()) return Status::OK();
    ARROW_ASSIGN_OR_RAISE(*batch, file_->ReadRecordBatch(next_++));
    // Offsets and codes are as the file has them: whoever follows them must be able to.
    return (*batch)->ValidateFull();
  }

 private:
  std::shared_ptr<arrow::ipc::RecordBatchFileReader> file_;
  int next_ = 0;
};

// What a CSV or JSON reader is to make of a column: the plain type where the text is that of one
// type only, else text.
std::shared_ptr<arrow::DataType> TextFormatType(const ColumnDecl& column,
                                                const std::shared_ptr<arrow::DataType>& plain,
                                                Format format, bool ids_are_text) {
  const bool csv = format == Format::kCsv;
  switch (column.type) {
    case Type::kId:
      return csv || ids_are_text ? arrow::utf8() : plain;
    case Type::kTimestamp:
      return csv ? plain : arrow::utf8();
    case Type::kTextList:
      return csv ? arrow::utf8() : plain;
    default:
      return plain;
  }
}

Result<ReaderPtr> OpenCsv(const TableDecl& decl, const FilePtr& file) {
  auto read = arrow::csv::ReadOptions::Defaults();
  read.block_size = kTextBytes;
  auto parse = arrow::csv::ParseOptions::Defaults();
  parse.newlines_in_values = true;
  auto convert = arrow::csv::ConvertOptions::Defaults();
  const auto schema = PlainSchema(decl);
  for (size_t c = 0; c < decl.columns.size(); ++c) {
    const auto& field = schema->field(static_cast<int>(c));
    convert.column_types[field->name()] =
        TextFormatType(decl.columns[c], field->type(), Format::kCsv, true);
  }
  convert.default_column_type = arrow::utf8();  // of columns we do not have: nothing is inferred
  convert.null_values = {""};
  convert.strings_can_be_null = true;
  convert.quoted_strings_can_be_null = false;
  convert.true_values = {"true"};
  convert.false_values = {"false"};
  return arrow::csv::StreamingReader::Make(arrow::io::IOContext(PartMemory()), file, read, parse,
                                           convert);
}

// In a JSON file an id is a number or a text: its first line tells.
Result<bool> IdsAreText(const TableDecl& decl, arrow::io::ReadableFile& file) {
  ARROW_ASSIGN_OR_RAISE(const int64_t size, file.GetSize());
  ARROW_ASSIGN_OR_RAISE(const auto head, file.ReadAt(0, std::min<int64_t>(size, kTextBytes)));
  ARROW_RETURN_NOT_OK(file.Seek(0));
  const std::string_view text(*head);
  const auto line = nlohmann::json::parse(text.substr(0, text.find('\n')), nullptr, false);
  if (!line.is_object()) return Status::Invalid("its first line is no JSON object");
  return std::ranges::any_of(decl.columns, [&](const ColumnDecl& column) {
    const auto found = line.find(std::string(column.name));
    return column.type == Type::kId && found != line.end() && found->is_string();
  });
}

Result<ReaderPtr> OpenJsonl(const TableDecl& decl, const FilePtr& file) {
  const auto plain = PlainSchema(decl);
  ARROW_ASSIGN_OR_RAISE(const int64_t size, file->GetSize());
  if (size == 0) return arrow::RecordBatchReader::Make({}, plain);
  ARROW_ASSIGN_OR_RAISE(const bool ids_are_text, IdsAreText(decl, *file));
  arrow::FieldVector fields;
  for (size_t c = 0; c < decl.columns.size(); ++c) {
    const auto& field = plain->field(static_cast<int>(c));
    // Nulls where there may be none are refused later, with the row's number.
    fields.push_back(arrow::field(field->name(), TextFormatType(decl.columns[c], field->type(),
                                                                Format::kJsonl, ids_are_text)));
  }
  auto read = arrow::json::ReadOptions::Defaults();
  read.block_size = kTextBytes;
  auto parse = arrow::json::ParseOptions::Defaults();
  parse.explicit_schema = arrow::schema(std::move(fields));
  parse.unexpected_field_behavior = arrow::json::UnexpectedFieldBehavior::Error;
  return arrow::json::StreamingReader::Make(file, read, parse, arrow::io::IOContext(PartMemory()));
}

}  // namespace

Result<ReaderPtr> OpenPartFile(const TableDecl& decl, const std::string& path, bool use_threads) {
  std::string extension = std::filesystem::path(path).extension().string();
  if (!extension.empty()) extension.erase(0, 1);
  ARROW_ASSIGN_OR_RAISE(const Format format, ParseFormat(extension));
  ARROW_RETURN_NOT_OK(CheckRegularFile(path));
  ARROW_ASSIGN_OR_RAISE(const FilePtr file, arrow::io::ReadableFile::Open(path, PartMemory()));
  switch (format) {
    case Format::kParquet:
      return ParquetPart::Open(file, use_threads);
    case Format::kCsv:
      return OpenCsv(decl, file);
    case Format::kJsonl:
      return OpenJsonl(decl, file);
    default:
      return FeatherPart::Open(file);
  }
}

}  // namespace fauxmart
