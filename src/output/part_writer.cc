// The part writer: cuts rows into row groups, digests them, and makes a whole file out of them.

#include <utility>

#include "output/digest.h"
#include "output/file_writer.h"
#include "output/local_file.h"
#include "output/output_file.h"
#include "output/sink.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

FileWriterResult OpenFormat(const std::shared_ptr<OutputFile>& file, const TableBuffer& shape,
                            const OutputOptions& options, const FileMetadata& metadata) {
  switch (options.format) {
    case Format::kParquet:
      return OpenParquet(file, shape, options, metadata);
    case Format::kFeather:
      return OpenFeather(file, shape, options, metadata);
    case Format::kCsv:
      return OpenCsv(file, shape, options);
    case Format::kJsonl:
      return OpenJsonl(file, shape, options);
    case Format::kArrowStream:
      return OpenArrowStream(file, shape, options, metadata);
  }
  return arrow::Status::Invalid("unknown format");
}

// What a part tells the meter of its run: once a row group, and when it is closed.
class PartMeter {
 public:
  PartMeter(RunMeter* run, const TableBuffer& shape) : run_(run) {
    if (run_ != nullptr) table_ = &run_->tables[static_cast<size_t>(TableIndex(*shape.decl))];
  }

  // `nanoseconds` were spent since the last time, a part of them in writing `file`.
  void Encoded(int64_t rows, int64_t nanoseconds, const OutputFile& file) {
    if (run_ == nullptr) return;
    const int64_t writing =
        file.write_nanoseconds() - std::exchange(writing_, file.write_nanoseconds());
    RunMeter::Add(&table_->rows, rows);
    RunMeter::Add(&table_->bytes, file.bytes() - std::exchange(bytes_, file.bytes()));
    RunMeter::Add(&table_->encode_nanoseconds, nanoseconds - writing);
    run_->Add(RunStage::kEncode, nanoseconds - writing);
    run_->Add(RunStage::kWrite, writing);
  }

 private:
  RunMeter* const run_;
  TableMeter* table_ = nullptr;
  int64_t bytes_ = 0, writing_ = 0;  // of the file, as told so far
};

class Part final : public PartWriter {
 public:
  Part(std::shared_ptr<OutputFile> file, const TableBuffer& shape, std::string relative_path,
       RunMeter* meter)
      : file_(std::move(file)),
        meter_(meter, shape),
        digest_(shape),
        relative_path_(std::move(relative_path)) {}

  ~Part() override { Abort(); }

  arrow::Status OpenWriter(const TableBuffer& shape, const OutputOptions& options,
                           const FileMetadata& metadata) {
    ARROW_ASSIGN_OR_RAISE(writer_, OpenFormat(file_, shape, options, metadata));
    return arrow::Status::OK();
  }

  arrow::Status Drain(TableBuffer& buffer) override {
    int64_t begin = 0;
    for (; buffer.rows - begin >= kRowGroupRows; begin += kRowGroupRows) {
      ARROW_RETURN_NOT_OK(WriteRows({buffer, begin, begin + kRowGroupRows}));
    }
    buffer.DropFront(begin);
    return arrow::Status::OK();
  }

  arrow::Result<PartResult> Commit(TableBuffer& buffer) override {
    ARROW_RETURN_NOT_OK(Drain(buffer));
    if (buffer.rows > 0) ARROW_RETURN_NOT_OK(WriteRows({buffer, 0, buffer.rows}));
    buffer.Clear();
    LapClock clock;
    PartResult result;
    result.path = relative_path_;
    result.rows = rows_;
    result.digest = digest_.Hex();
    ARROW_RETURN_NOT_OK(writer_->Close(result.digest));
    writer_.reset();
    ARROW_RETURN_NOT_OK(file_->Commit());
    result.bytes = file_->bytes();
    result.checksum = file_->checksum();
    meter_.Encoded(0, clock.Lap(), *file_);
    return result;
  }

  void Abort() override {
    writer_.reset();
    // A leftover that stays is told apart from a part by whoever finds it.
    const arrow::Status ignored = file_->Abort();
  }

 private:
  arrow::Status WriteRows(const RowSlice& rows) {
    LapClock clock;
    digest_.Update(rows);
    rows_ += rows.size();
    ARROW_RETURN_NOT_OK(writer_->WriteRowGroup(rows));
    meter_.Encoded(rows.size(), clock.Lap(), *file_);
    return arrow::Status::OK();
  }

  std::shared_ptr<OutputFile> file_;
  PartMeter meter_;
  std::unique_ptr<FileWriter> writer_;
  ContentDigest digest_;
  const std::string relative_path_;
  int64_t rows_ = 0;
};

}  // namespace

arrow::Result<std::unique_ptr<PartWriter>> OpenPart(
    std::shared_ptr<OutputFile> file, const std::string& relative_path, const TableBuffer& shape,
    const OutputOptions& options, const std::map<std::string, std::string>& metadata,
    RunMeter* meter) {
  auto part = std::make_unique<Part>(std::move(file), shape, relative_path, meter);
  ARROW_RETURN_NOT_OK(part->OpenWriter(shape, options, metadata));
  return part;
}

arrow::Result<std::unique_ptr<PartWriter>> OpenPart(
    const std::string& directory, const std::string& relative_path, const TableBuffer& shape,
    const OutputOptions& options, const std::map<std::string, std::string>& metadata,
    RunMeter* meter) {
  ARROW_RETURN_NOT_OK(CheckOutputOptions(options));
  ARROW_ASSIGN_OR_RAISE(auto file,
                        BeginBelow(directory, relative_path, options.sync, options.queue.get()));
  return OpenPart(std::move(file), relative_path, shape, options, metadata, meter);
}

arrow::Result<std::unique_ptr<PartWriter>> OpenStream(int fd, const TableBuffer& shape,
                                                      const OutputOptions& options) {
  OutputOptions streamed = options;
  if (options.format == Format::kParquet || options.format == Format::kFeather) {
    streamed.format = Format::kArrowStream;
  }
  ARROW_RETURN_NOT_OK(CheckOutputOptions(streamed));
  auto part = std::make_unique<Part>(LocalFile::Borrow(fd, "standard output", options.queue.get()),
                                     shape, "", /*meter=*/nullptr);
  ARROW_RETURN_NOT_OK(part->OpenWriter(shape, streamed, {}));
  return part;
}

}  // namespace fauxmart
