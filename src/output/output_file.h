// A file being written: buffered, counted and checksummed on the way to its descriptor.
//
// Errors are IOError and name the path, what was attempted and the system's reason.
#pragma once

#include <arrow/io/interfaces.h>
#include <arrow/result.h>
#include <arrow/status.h>

#include <cstdint>
#include <memory>
#include <string>

#include "base/run_meter.h"
#include "output/write_queue.h"
#include "output/xxh3.h"

namespace fauxmart {

// "cannot write out/orders: No space left on device", from errno.
arrow::Status ErrnoStatus(const std::string& attempt, const std::string& path, int error);

class OutputFile final : public arrow::io::OutputStream {
 public:
  // Makes or empties the file. `queue` outlives it; null: every write is waited for.
  static arrow::Result<std::shared_ptr<OutputFile>> Create(const std::string& path,
                                                           WriteQueue* queue = nullptr);
  // Writes to a descriptor that stays open. `name` stands for it in messages.
  static std::shared_ptr<OutputFile> Borrow(int fd, std::string name, WriteQueue* queue = nullptr);
  ~OutputFile() override;

  using arrow::io::Writable::Write;
  arrow::Status Write(const void* data, int64_t size) override;
  arrow::Status Flush() override;
  arrow::Status Sync();  // flushes to the disk, where the file system can
  arrow::Status Close() override;
  bool closed() const override { return closed_; }
  arrow::Result<int64_t> Tell() const override { return bytes_; }

  int64_t bytes() const { return bytes_; }
  // Spent in the system, or waiting for the queue, so far: writing, flushing, closing.
  int64_t write_nanoseconds() const { return write_nanoseconds_; }
  // XXH3-128 of all bytes so far, 32 hex digits.
  std::string checksum() const { return checksum_.Hex(); }

 private:
  OutputFile(int fd, bool owned, std::string path, WriteQueue* queue);
  bool queued() const { return queue_ != nullptr && queue_->async(); }
  arrow::Status WriteToDescriptor(const uint8_t* data, int64_t size);
  arrow::Status WaitForQueue();

  const int fd_;
  const bool owned_;
  const std::string path_;
  WriteQueue* const queue_;
  PendingWrites pending_;
  bool closed_ = false;
  int64_t bytes_ = 0;
  int64_t buffered_ = 0;
  int64_t write_nanoseconds_ = 0;
  std::unique_ptr<uint8_t[]> buffer_;
  Xxh3Stream checksum_;
};

// Makes a directory in one that is there; false if it is there already.
arrow::Result<bool> MakeFolder(const std::string& path);

// Flushes a directory's entries to the disk, where the file system can.
arrow::Status SyncDirectory(const std::string& path);

}  // namespace fauxmart
