// Feather (an Arrow IPC file) and the Arrow IPC stream.

#include <arrow/io/interfaces.h>
#include <arrow/ipc/writer.h>
#include <arrow/util/compression.h>
#include <arrow/util/key_value_metadata.h>

#include <utility>

#include "output/arrow_types.h"
#include "output/file_writer.h"

namespace fauxmart {
namespace {

class IpcWriter final : public FileWriter {
 public:
  IpcWriter(std::unique_ptr<ArrowColumns> columns,
            std::shared_ptr<arrow::ipc::RecordBatchWriter> writer,
            std::shared_ptr<arrow::KeyValueMetadata> footer)
      : columns_(std::move(columns)), writer_(std::move(writer)), footer_(std::move(footer)) {}

  arrow::Status WriteRowGroup(const RowSlice& rows) override {
    ARROW_ASSIGN_OR_RAISE(auto batch, columns_->Batch(rows));
    return writer_->WriteRecordBatch(*batch);
  }

  arrow::Status Close(const std::string& digest) override {
    // The footer is written last, from this very object: so it can hold what only now is known.
    if (footer_ != nullptr) ARROW_RETURN_NOT_OK(footer_->Set(kDigestKey, digest));
    return writer_->Close();
  }

 private:
  std::unique_ptr<ArrowColumns> columns_;
  std::shared_ptr<arrow::ipc::RecordBatchWriter> writer_;
  std::shared_ptr<arrow::KeyValueMetadata> footer_;
};

arrow::Result<arrow::ipc::IpcWriteOptions> IpcOptions(const OutputOptions& options) {
  auto ipc = arrow::ipc::IpcWriteOptions::Defaults();
  ipc.use_threads = false;  // the workers already are as many as the cores
  switch (ResolveCompression(options.format, options.compression)) {
    case Compression::kLz4: {
      ARROW_ASSIGN_OR_RAISE(ipc.codec, arrow::util::Codec::Create(arrow::Compression::LZ4_FRAME));
      break;
    }
    case Compression::kZstd: {
      ARROW_ASSIGN_OR_RAISE(ipc.codec, arrow::util::Codec::Create(arrow::Compression::ZSTD));
      break;
    }
    default:
      break;
  }
  return ipc;
}

}  // namespace

FileWriterResult OpenFeather(StreamPtr out, const TableBuffer& shape, const OutputOptions& options,
                             const FileMetadata& metadata) {
  ARROW_ASSIGN_OR_RAISE(auto columns, ArrowColumns::Make(shape, options));
  ARROW_ASSIGN_OR_RAISE(auto ipc, IpcOptions(options));
  auto footer = std::make_shared<arrow::KeyValueMetadata>();
  for (const auto& [key, value] : metadata) footer->Append(key, value);
  footer->Append(kDigestKey, "");
  ARROW_ASSIGN_OR_RAISE(auto writer,
                        arrow::ipc::MakeFileWriter(std::move(out), columns->schema(), ipc, footer));
  return std::make_unique<IpcWriter>(std::move(columns), std::move(writer), std::move(footer));
}

FileWriterResult OpenArrowStream(StreamPtr out, const TableBuffer& shape,
                                 const OutputOptions& options, const FileMetadata&) {
  ARROW_ASSIGN_OR_RAISE(auto columns, ArrowColumns::Make(shape, options));
  ARROW_ASSIGN_OR_RAISE(auto ipc, IpcOptions(options));
  ARROW_ASSIGN_OR_RAISE(auto writer,
                        arrow::ipc::MakeStreamWriter(std::move(out), columns->schema(), ipc));
  return std::make_unique<IpcWriter>(std::move(columns), std::move(writer), nullptr);
}

}  // namespace fauxmart
