#include "output/output_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace fauxmart {
namespace {

// Small enough to stay in the second-level cache between being filled and being written.
constexpr int64_t kBufferBytes = 256 * 1024;
// Larger pieces go past the buffer.
constexpr int64_t kDirectBytes = kBufferBytes / 2;

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
  return arrow::Status::IOError("cannot ", attempt, " ", path, ": ",
                                std::generic_category().message(error));
}

OutputFile::OutputFile(int fd, bool owned, std::string path)
    : fd_(fd),
      owned_(owned),
      path_(std::move(path)),
      buffer_(std::make_unique_for_overwrite<uint8_t[]>(kBufferBytes)) {}

arrow::Result<std::shared_ptr<OutputFile>> OutputFile::Create(const std::string& path) {
  int fd = -1;
  do {
    fd = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
  } while (fd < 0 && errno == EINTR);
  if (fd < 0) return ErrnoStatus("create", path, errno);
  return std::shared_ptr<OutputFile>(new OutputFile(fd, /*owned=*/true, path));
}

std::shared_ptr<OutputFile> OutputFile::Borrow(int fd, std::string name) {
  return std::shared_ptr<OutputFile>(new OutputFile(fd, /*owned=*/false, std::move(name)));
}

OutputFile::~OutputFile() {
  if (owned_ && !closed_) close(fd_);
}

arrow::Status OutputFile::WriteToDescriptor(const uint8_t* data, int64_t size) {
  while (size > 0) {
    const ssize_t written = write(fd_, data, static_cast<size_t>(size));
    if (written < 0) {
      if (errno == EINTR) continue;
      return ErrnoStatus("write", path_, errno);
    }
    data += written;
    size -= written;
  }
  return arrow::Status::OK();
}

arrow::Status OutputFile::Write(const void* data, int64_t size) {
  checksum_.Update(data, static_cast<size_t>(size));
  bytes_ += size;
  if (buffered_ + size > kBufferBytes || size >= kDirectBytes) {
    ARROW_RETURN_NOT_OK(Flush());
    if (size >= kDirectBytes) return WriteToDescriptor(static_cast<const uint8_t*>(data), size);
  }
  std::memcpy(buffer_.get() + buffered_, data, static_cast<size_t>(size));
  buffered_ += size;
  return arrow::Status::OK();
}

arrow::Status OutputFile::Flush() {
  const int64_t size = std::exchange(buffered_, 0);
  return WriteToDescriptor(buffer_.get(), size);
}

arrow::Status OutputFile::Sync() {
  ARROW_RETURN_NOT_OK(Flush());
  return SyncDescriptor(fd_, path_);
}

arrow::Status OutputFile::Close() {
  if (closed_) return arrow::Status::OK();
  arrow::Status status = Flush();
  closed_ = true;
  // The descriptor is gone even if close is interrupted: never twice.
  if (owned_ && close(fd_) != 0 && errno != EINTR && status.ok()) {
    status = ErrnoStatus("close", path_, errno);
  }
  return status;
}

arrow::Status SyncDirectory(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return arrow::Status::OK();  // readable is not promised; the file itself is safe
  arrow::Status status = SyncDescriptor(fd, path);
  close(fd);
  return status;
}

}  // namespace fauxmart
