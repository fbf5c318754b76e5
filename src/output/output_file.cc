#include "output/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <system_error>
#include <utility>

#include "base/errno_detail.h"

namespace fauxmart {
namespace {

// Small enough to stay in the second-level cache between being filled and being written.
constexpr int64_t kBufferBytes = WriteQueue::kBufferBytes;
// Larger pieces go past the buffer.
constexpr int64_t kDirectBytes = kBufferBytes / 2;

// Of this thread.
int64_t ProcessorNanoseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

arrow::Status SyncDescriptor(int fd, const std::string& path) {
  while (fsync(fd) != 0) {
    if (errno == EINTR) continue;
    // Pipes and object stores have no such thing.
    if (errno == EINVAL || errno == ENOSYS || errno == ENOTSUP || errno == EROFS) break;
    return ErrnoStatus("flush", path, errno);
  }
  return arrow::Status::OK();
}

}  // namespace

arrow::Status ErrnoStatus(const std::string& attempt, const std::string& path, int error) {
  return WithErrno(arrow::Status::IOError("cannot ", attempt, " ", path, ": ",
                                          std::generic_category().message(error)),
                   error);
}

OutputFile::OutputFile(int fd, bool owned, std::string path, WriteQueue* queue)
    : fd_(fd),
      owned_(owned),
      path_(std::move(path)),
      queue_(queue),
      buffer_(std::make_unique_for_overwrite<uint8_t[]>(kBufferBytes)) {}

arrow::Result<std::shared_ptr<OutputFile>> OutputFile::Create(const std::string& path,
                                                              WriteQueue* queue) {
  int fd = -1;
  do {
    fd = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
  } while (fd < 0 && errno == EINTR);
  if (fd < 0) return ErrnoStatus("create", path, errno);
  return std::shared_ptr<OutputFile>(new OutputFile(fd, /*owned=*/true, path, queue));
}

std::shared_ptr<OutputFile> OutputFile::Borrow(int fd, std::string name, WriteQueue* queue) {
  return std::shared_ptr<OutputFile>(new OutputFile(fd, /*owned=*/false, std::move(name), queue));
}

OutputFile::~OutputFile() {
  // The queue must not write to a descriptor that is another file's by then.
  const arrow::Status ignored = WaitForQueue();
  if (owned_ && !closed_) close(fd_);
}

arrow::Status OutputFile::WaitForQueue() {
  if (queue_ == nullptr) return arrow::Status::OK();
  LapClock clock;
  arrow::Status status = queue_->Wait(&pending_);
  write_nanoseconds_ += clock.Lap();
  return status;
}

arrow::Status OutputFile::WriteToDescriptor(const uint8_t* data, int64_t size) {
  if (size == 0) return arrow::Status::OK();
  LapClock clock;
  const int64_t cpu = queue_ == nullptr ? 0 : ProcessorNanoseconds();
  arrow::Status status = WriteFully(fd_, data, size, path_);
  const int64_t wall = clock.Lap();
  write_nanoseconds_ += wall;
  if (queue_ != nullptr) queue_->Told(wall, ProcessorNanoseconds() - cpu);
  return status;
}

arrow::Status OutputFile::Write(const void* data, int64_t size) {
  checksum_.Update(data, static_cast<size_t>(size));
  bytes_ += size;
  const auto* from = static_cast<const uint8_t*>(data);
  if (size >= kDirectBytes && !queued()) {
    ARROW_RETURN_NOT_OK(Flush());
    return WriteToDescriptor(from, size);
  }
  while (size > 0) {
    if (buffered_ == kBufferBytes) ARROW_RETURN_NOT_OK(Flush());
    const int64_t part = std::min(size, kBufferBytes - buffered_);
    std::memcpy(buffer_.get() + buffered_, from, static_cast<size_t>(part));
    buffered_ += part;
    from += part;
    size -= part;
  }
  return arrow::Status::OK();
}

arrow::Status OutputFile::Flush() {
  const int64_t size = std::exchange(buffered_, 0);
  if (size == 0) return arrow::Status::OK();
  if (!queued()) return WriteToDescriptor(buffer_.get(), size);
  LapClock clock;
  auto full = std::exchange(buffer_, queue_->Take());
  arrow::Status status = queue_->Put(fd_, &path_, std::move(full), size, &pending_);
  write_nanoseconds_ += clock.Lap();
  return status;
}

arrow::Status OutputFile::Sync() {
  ARROW_RETURN_NOT_OK(Flush());
  ARROW_RETURN_NOT_OK(WaitForQueue());
  LapClock clock;
  arrow::Status status = SyncDescriptor(fd_, path_);
  write_nanoseconds_ += clock.Lap();
  return status;
}

arrow::Status OutputFile::Close() {
  if (closed_) return arrow::Status::OK();
  arrow::Status status = Flush();
  status = status.ok() ? WaitForQueue() : status & WaitForQueue();
  closed_ = true;
  LapClock clock;
  // The descriptor is gone even if close is interrupted: never twice.
  if (owned_ && close(fd_) != 0 && errno != EINTR && status.ok()) {
    status = ErrnoStatus("close", path_, errno);
  }
  write_nanoseconds_ += clock.Lap();
  return status;
}

arrow::Result<bool> MakeFolder(const std::string& path) {
  if (mkdir(path.c_str(), 0777) == 0) return true;
  int failure = errno;
  struct stat found{};
  if (failure == EEXIST) {
    if (stat(path.c_str(), &found) != 0) {
      failure = errno;
    } else if (S_ISDIR(found.st_mode)) {
      return false;
    }
  }
  return ErrnoStatus("create", path, failure);
}

arrow::Status SyncDirectory(const std::string& path) {
  int fd = -1;
  do {
    fd = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  } while (fd < 0 && errno == EINTR);
  if (fd < 0) return arrow::Status::OK();  // readable is not promised; the file itself is safe
  arrow::Status status = SyncDescriptor(fd, path);
  close(fd);
  return status;
}

}  // namespace fauxmart
