// Parquet files: one column chunk after another, numbers straight from the buffer's memory. The
// file is opened with its first row group, which decides the encodings.
//
// Two writers of the same rows. OwnFile makes the pages of most columns itself (OwnColumns) and
// leaves page headers, compression and the footer to Arrow. ArrowFile is Arrow's own file writer
// throughout: the reference, and what --writer arrow asks for.

#include <arrow/io/interfaces.h>
#include <arrow/ipc/writer.h>
#include <arrow/type.h>
#include <arrow/util/base64.h>
#include <arrow/util/key_value_metadata.h>
#include <parquet/column_writer.h>
#include <parquet/exception.h>
#include <parquet/file_writer.h>
#include <parquet/metadata.h>

#include <utility>

#include "output/file_writer.h"
#include "output/parquet_arrow_columns.h"
#include "output/parquet_layout.h"
#include "output/parquet_own_columns.h"
#include "output/present.h"

namespace fauxmart {
namespace {

using MetadataPtr = std::shared_ptr<arrow::KeyValueMetadata>;

ColumnShape ShapeOfColumn(const RowSlice& rows, size_t c, RawBuffer* scratch) {
  const Column& column = rows.buffer.columns[c];
  switch (column.type) {
    case Type::kId:
    case Type::kInt64:
    case Type::kMoney:
    case Type::kTimestamp: {
      const auto values = Present<int64_t>(rows, column, scratch);
      return ShapeOf(values.data, values.size);
    }
    case Type::kInt32: {
      const auto values = Present<int32_t>(rows, column, scratch);
      return ShapeOf(values.data, values.size);
    }
    case Type::kFloat64: {
      const auto values = Present<double>(rows, column, scratch);
      return ShapeOf(values.data, values.size);
    }
    case Type::kCategory: {
      size_t bytes = 0;
      if (column.vocabulary != nullptr) {
        for (const std::string& name : *column.vocabulary) bytes += name.size();
      }
      return bytes < kManyNamesBytes ? ColumnShape::kOther : ColumnShape::kManyNames;
    }
    default:
      return ColumnShape::kOther;
  }
}

std::vector<ColumnShape> ShapesOf(const RowSlice& rows) {
  RawBuffer scratch;
  std::vector<ColumnShape> shapes(rows.buffer.columns.size(), ColumnShape::kOther);
  for (size_t c = 0; c < shapes.size(); ++c) shapes[c] = ShapeOfColumn(rows, c, &scratch);
  return shapes;
}

class ParquetFile : public FileWriter {
 public:
  ParquetFile(StreamPtr out, const TableBuffer& shape, const OutputOptions& options,
              std::unique_ptr<ArrowParquetColumns> columns, MetadataPtr metadata)
      : out_(std::move(out)),
        decl_(*shape.decl),
        options_(options),
        columns_(std::move(columns)),
        metadata_(std::move(metadata)) {}

  arrow::Status WriteRowGroup(const RowSlice& rows) override {
    BEGIN_PARQUET_CATCH_EXCEPTIONS
    if (properties_ == nullptr) Begin(ShapesOf(rows));
    return WriteColumns(rows);
    END_PARQUET_CATCH_EXCEPTIONS
  }

  arrow::Status Close(const std::string& digest) override {
    BEGIN_PARQUET_CATCH_EXCEPTIONS
    if (properties_ == nullptr) Begin(std::vector(decl_.columns.size(), ColumnShape::kOther));
    metadata_->Append(kDigestKey, digest);
    End();
    END_PARQUET_CATCH_EXCEPTIONS
    return arrow::Status::OK();
  }

 protected:
  // The head of the file, once the shapes of the columns are known.
  virtual void Open() = 0;
  virtual arrow::Status WriteColumns(const RowSlice& rows) = 0;
  virtual void End() = 0;

  const StreamPtr out_;
  const TableDecl& decl_;
  const OutputOptions options_;
  const std::unique_ptr<ArrowParquetColumns> columns_;
  const MetadataPtr metadata_;
  std::vector<ColumnShape> shapes_;
  std::shared_ptr<parquet::schema::GroupNode> schema_;
  std::shared_ptr<parquet::WriterProperties> properties_;

 private:
  void Begin(std::vector<ColumnShape> shapes) {
    shapes_ = std::move(shapes);
    schema_ = ParquetSchema(decl_, options_);
    properties_ = ParquetProperties(decl_, options_, shapes_);
    Open();
  }
};

class ArrowFile final : public ParquetFile {
 public:
  using ParquetFile::ParquetFile;

 private:
  void Open() override { file_ = parquet::ParquetFileWriter::Open(out_, schema_, properties_); }

  arrow::Status WriteColumns(const RowSlice& rows) override {
    parquet::RowGroupWriter* group = file_->AppendRowGroup();
    for (size_t c = 0; c < decl_.columns.size(); ++c) {
      parquet::ColumnWriter* writer = group->NextColumn();
      ARROW_RETURN_NOT_OK(columns_->Write(rows, c, writer));
      writer->Close();
    }
    group->Close();
    return arrow::Status::OK();
  }

  void End() override {
    file_->AddKeyValueMetadata(metadata_);
    file_->Close();
  }

  std::unique_ptr<parquet::ParquetFileWriter> file_;
};

class OwnFile final : public ParquetFile {
 public:
  OwnFile(StreamPtr out, const TableBuffer& shape, const OutputOptions& options,
          std::unique_ptr<ArrowParquetColumns> columns, MetadataPtr metadata)
      : ParquetFile(std::move(out), shape, options, std::move(columns), std::move(metadata)),
        own_(shape, options) {}

 private:
  void Open() override {
    leaves_.Init(schema_);
    file_ = parquet::FileMetaDataBuilder::Make(&leaves_, properties_);
    PARQUET_THROW_NOT_OK(out_->Write(kMagic, sizeof(kMagic)));
  }

  arrow::Status WriteColumns(const RowSlice& rows) override {
    parquet::RowGroupMetaDataBuilder* group = file_->AppendRowGroup();
    group->set_num_rows(rows.size());
    int64_t bytes = 0;
    for (size_t c = 0; c < decl_.columns.size(); ++c) {
      parquet::ColumnChunkMetaDataBuilder* chunk = group->NextColumnChunk();
      const auto path = chunk->descr()->path();
      auto pages = parquet::PageWriter::Open(
          out_, properties_->compression(path), chunk, groups_, static_cast<int16_t>(c),
          properties_->memory_pool(), /*buffered_row_group=*/false, nullptr, nullptr,
          /*page_write_checksum_enabled=*/false, nullptr, nullptr,
          parquet::CodecOptions(properties_->compression_level(path)));
      if (own_.Knows(c)) {
        bytes += own_.Write(rows, c, shapes_[c], pages.get(), chunk);
        continue;
      }
      const auto writer = parquet::ColumnWriter::Make(chunk, std::move(pages), properties_.get());
      ARROW_RETURN_NOT_OK(columns_->Write(rows, c, writer.get()));
      bytes += writer->Close();
    }
    group->Finish(bytes, groups_++);
    return arrow::Status::OK();
  }

  void End() override { parquet::WriteFileMetaData(*file_->Finish(metadata_), out_.get()); }

  static constexpr char kMagic[] = {'P', 'A', 'R', '1'};
  OwnColumns own_;
  parquet::SchemaDescriptor leaves_;
  std::unique_ptr<parquet::FileMetaDataBuilder> file_;
  int16_t groups_ = 0;
};

}  // namespace

FileWriterResult OpenParquet(StreamPtr out, const TableBuffer& shape, const OutputOptions& options,
                             const FileMetadata& metadata) {
  ARROW_ASSIGN_OR_RAISE(auto columns, ArrowParquetColumns::Make(shape, options));
  auto pairs = std::make_shared<arrow::KeyValueMetadata>();
  for (const auto& [key, value] : metadata) pairs->Append(key, value);
  // Where Arrow reads the file, categories are dictionaries again.
  ARROW_ASSIGN_OR_RAISE(auto schema, arrow::ipc::SerializeSchema(*columns->schema()));
  pairs->Append("ARROW:schema", arrow::util::base64_encode(std::string_view(*schema)));
  const auto make = [&]<typename File>() {
    return std::make_unique<File>(std::move(out), shape, options, std::move(columns),
                                  std::move(pairs));
  };
  if (options.writer == Writer::kArrow) return make.operator()<ArrowFile>();
  return make.operator()<OwnFile>();
}

}  // namespace fauxmart
