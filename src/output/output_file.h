// A file being written: buffered, counted and checksummed on its way to wherever it goes.
//
// It is whole under its name once it is committed; before that, and if it is aborted or dropped,
// nobody can take it for a file. Local ones are in output/local_file.h.
#pragma once

#include <arrow/io/interfaces.h>
#include <arrow/status.h>

#include <cstdint>
#include <memory>
#include <string>

#include "base/run_meter.h"
#include "output/write_queue.h"
#include "output/xxh3.h"

namespace fauxmart {

class OutputFile : public arrow::io::OutputStream {
 public:
  ~OutputFile() override;

  using arrow::io::Writable::Write;
  arrow::Status Write(const void* data, int64_t size) override;
  arrow::Status Flush() override;
  bool closed() const override { return closed_; }
  arrow::Result<int64_t> Tell() const override { return bytes_; }

  // Writes what is left, closes, and gives the file its name.
  virtual arrow::Status Commit() = 0;
  // As if it had never been begun. Nothing after Commit().
  arrow::Status Abort() override = 0;

  int64_t bytes() const { return bytes_; }
  // Spent outside of this process, or waiting for the queue, so far.
  int64_t write_nanoseconds() const { return write_nanoseconds_; }
  // XXH3-128 of all bytes so far, 32 hex digits.
  std::string checksum() const { return checksum_.Hex(); }

 protected:
  static constexpr int64_t kBufferBytes = WriteQueue::kBufferBytes;

  OutputFile();
  // Whether a large piece should go past the buffer just now.
  virtual bool direct() const { return true; }
  // Writes these bytes out.
  virtual arrow::Status WriteOut(const uint8_t* data, int64_t size) = 0;
  // Writes so many bytes of the buffer out, and may put another one in its place.
  virtual arrow::Status WriteBuffer(int64_t size) { return WriteOut(buffer_.get(), size); }

  bool closed_ = false;
  int64_t write_nanoseconds_ = 0;
  WriteQueue::Buffer buffer_;

 private:
  int64_t bytes_ = 0;
  int64_t buffered_ = 0;
  Xxh3Stream checksum_;
};

}  // namespace fauxmart
