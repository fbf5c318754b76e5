#include "output/local_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <system_error>
#include <utility>

#include "base/errno_detail.h"

namespace fauxmart {
namespace {

namespace fs = std::filesystem;

// Of this thread.
int64_t ProcessorNanoseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

arrow::Status SyncDescriptor(int fd, const std::string& path) {
  while (fsync(fd) != 0) {
    if (errno == EINTR) continue;
    // Pipes and mounted object stores have no such thing.
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

LocalFile::LocalFile(int fd, bool owned, std::string path, WriteQueue* queue)
    : fd_(fd), owned_(owned), path_(std::move(path)), queue_(queue) {}

arrow::Result<std::shared_ptr<LocalFile>> LocalFile::Create(const std::string& path,
                                                            WriteQueue* queue) {
  int fd = -1;
  do {
    fd = open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
  } while (fd < 0 && errno == EINTR);
  if (fd < 0) return ErrnoStatus("create", path, errno);
  return std::shared_ptr<LocalFile>(new LocalFile(fd, /*owned=*/true, path, queue));
}

arrow::Result<std::shared_ptr<LocalFile>> LocalFile::Begin(std::string path, bool sync,
                                                           WriteQueue* queue) {
  const fs::path name(path);
  const fs::path temporary = name.parent_path() / (".tmp-" + name.filename().string());
  ARROW_ASSIGN_OR_RAISE(auto file, Create(temporary, queue));
  file->name_ = std::move(path);
  file->sync_ = sync;
  return file;
}

std::shared_ptr<LocalFile> LocalFile::Borrow(int fd, std::string name, WriteQueue* queue) {
  return std::shared_ptr<LocalFile>(new LocalFile(fd, /*owned=*/false, std::move(name), queue));
}

LocalFile::~LocalFile() {
  // The queue must not write to a descriptor that is another file's by then.
  arrow::Status ignored = WaitForQueue();
  ignored = Abort();
  if (owned_ && !closed_) close(fd_);
}

arrow::Status LocalFile::WaitForQueue() {
  if (queue_ == nullptr) return arrow::Status::OK();
  LapClock clock;
  arrow::Status status = queue_->Wait(&pending_);
  write_nanoseconds_ += clock.Lap();
  return status;
}

arrow::Status LocalFile::WriteOut(const uint8_t* data, int64_t size) {
  LapClock clock;
  const int64_t cpu = queue_ == nullptr ? 0 : ProcessorNanoseconds();
  arrow::Status status = WriteFully(fd_, data, size, path_);
  const int64_t wall = clock.Lap();
  write_nanoseconds_ += wall;
  if (queue_ != nullptr) queue_->Told(wall, ProcessorNanoseconds() - cpu);
  return status;
}

arrow::Status LocalFile::WriteBuffer(int64_t size) {
  if (!queued()) return WriteOut(buffer_.get(), size);
  LapClock clock;
  auto full = std::exchange(buffer_, queue_->Take());
  arrow::Status status = queue_->Put(fd_, &path_, std::move(full), size, &pending_);
  write_nanoseconds_ += clock.Lap();
  return status;
}

arrow::Status LocalFile::Sync() {
  ARROW_RETURN_NOT_OK(Flush());
  ARROW_RETURN_NOT_OK(WaitForQueue());
  LapClock clock;
  arrow::Status status = SyncDescriptor(fd_, path_);
  write_nanoseconds_ += clock.Lap();
  return status;
}

arrow::Status LocalFile::Close() {
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

arrow::Status LocalFile::Commit() {
  if (sync_) ARROW_RETURN_NOT_OK(Sync());
  ARROW_RETURN_NOT_OK(Close());
  if (name_.empty()) return arrow::Status::OK();
  LapClock clock;
  arrow::Status status = GiveName();
  write_nanoseconds_ += clock.Lap();
  return status;
}

arrow::Status LocalFile::GiveName() {
  if (std::rename(path_.c_str(), name_.c_str()) != 0) return ErrnoStatus("name", name_, errno);
  const std::string named = std::exchange(name_, {});
  return sync_ ? SyncDirectory(fs::path(named).parent_path()) : arrow::Status::OK();
}

arrow::Status LocalFile::Abort() {
  if (name_.empty()) return arrow::Status::OK();
  name_.clear();
  if (unlink(path_.c_str()) != 0) return ErrnoStatus("remove", path_, errno);
  return arrow::Status::OK();
}

arrow::Result<std::shared_ptr<LocalFile>> BeginBelow(const std::string& directory,
                                                     const std::string& relative_path, bool sync,
                                                     WriteQueue* queue) {
  // The dataset's own directory must be there: one that was removed meanwhile is not begun anew
  // with half of the parts.
  const fs::path path = fs::path(directory) / relative_path;
  fs::path folder = directory;
  for (const fs::path& name : fs::path(relative_path).parent_path()) {
    ARROW_ASSIGN_OR_RAISE(const bool made, MakeFolder((folder / name).string()));
    // New names are made durable too.
    if (made && sync) ARROW_RETURN_NOT_OK(SyncDirectory(folder.string()));
    folder /= name;
  }
  return LocalFile::Begin(path, sync, queue);
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
