// A file of this machine being written, or a descriptor that is open already.
//
// Errors are IOError and name the path, what was attempted and the system's reason.
#pragma once

#include <arrow/result.h>
#include <arrow/status.h>

#include <cstdint>
#include <memory>
#include <string>

#include "output/output_file.h"
#include "output/write_queue.h"

namespace fauxmart {

// "cannot write out/orders: No space left on device", from errno.
arrow::Status ErrnoStatus(const std::string& attempt, const std::string& path, int error);

class LocalFile final : public OutputFile {
 public:
  // Makes or empties the file. `queue` outlives it; null: every write is waited for.
  static arrow::Result<std::shared_ptr<LocalFile>> Create(const std::string& path,
                                                          WriteQueue* queue = nullptr);
  // Begins it under a temporary name beside its own, which Commit() gives it, flushed to the disk
  // before if `sync`.
  static arrow::Result<std::shared_ptr<LocalFile>> Begin(std::string path, bool sync,
                                                         WriteQueue* queue = nullptr);
  // Writes to a descriptor that stays open. `name` stands for it in messages.
  static std::shared_ptr<LocalFile> Borrow(int fd, std::string name, WriteQueue* queue = nullptr);
  ~LocalFile() override;

  arrow::Status Close() override;
  arrow::Status Commit() override;
  arrow::Status Abort() override;

 private:
  LocalFile(int fd, bool owned, std::string path, WriteQueue* queue);
  bool queued() const { return queue_ != nullptr && queue_->async(); }
  bool direct() const override { return !queued(); }
  arrow::Status WriteOut(const uint8_t* data, int64_t size) override;
  arrow::Status WriteBuffer(int64_t size) override;
  arrow::Status WaitForQueue();
  arrow::Status Sync();
  arrow::Status GiveName();

  const int fd_;
  const bool owned_;
  const std::string path_;  // of what is written to
  std::string name_;  // that it is still to get
  bool sync_ = false;
  WriteQueue* const queue_;
  PendingWrites pending_;
};

// Begins `directory`/`relative_path` and makes the folders below `directory`, which must be there.
arrow::Result<std::shared_ptr<LocalFile>> BeginBelow(const std::string& directory,
                                                     const std::string& relative_path, bool sync,
                                                     WriteQueue* queue);

// Makes a directory in one that is there; false if it is there already.
arrow::Result<bool> MakeFolder(const std::string& path);

// Flushes a directory's entries to the disk, where the file system can.
arrow::Status SyncDirectory(const std::string& path);

}  // namespace fauxmart
