#include "output/write_queue.h"

#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "output/local_file.h"

namespace fauxmart {
namespace {

// kAuto: writes that waited this long, a fifth of the time they took, wait for more than memory.
constexpr int64_t kPatience = 20'000'000;
constexpr int64_t kWaitedPart = 5;

}  // namespace

arrow::Result<IoMode> ParseIoMode(std::string_view text) {
  if (text == "auto") return IoMode::kAuto;
  if (text == "sync") return IoMode::kSync;
  if (text == "async") return IoMode::kAsync;
  return arrow::Status::Invalid("io '", text, "' is not one of auto, sync, async");
}

arrow::Status WriteFully(int fd, const uint8_t* data, int64_t size, const std::string& path) {
  while (size > 0) {
    const ssize_t written = write(fd, data, static_cast<size_t>(size));
    if (written < 0) {
      if (errno == EINTR) continue;
      return ErrnoStatus("write", path, errno);
    }
    data += written;
    size -= written;
  }
  return arrow::Status::OK();
}

WriteQueue::~WriteQueue() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  filled_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void WriteQueue::Told(int64_t wall_nanoseconds, int64_t cpu_nanoseconds) {
  if (mode_ != IoMode::kAuto || async()) return;
  const int64_t wall = wall_nanoseconds_ += wall_nanoseconds;
  const int64_t waited = waited_nanoseconds_ += wall_nanoseconds - cpu_nanoseconds;
  if (waited > kPatience && waited > wall / kWaitedPart) async_ = true;
}

WriteQueue::Buffer WriteQueue::Take() {
  {
    const std::lock_guard lock(mutex_);
    if (!free_.empty()) {
      Buffer buffer = std::move(free_.back());
      free_.pop_back();
      return buffer;
    }
  }
  return std::make_unique_for_overwrite<uint8_t[]>(kBufferBytes);
}

arrow::Status WriteQueue::Put(int fd, const std::string* path, Buffer buffer, int64_t size,
                              PendingWrites* pending) {
  arrow::Status status;
  {
    std::unique_lock lock(mutex_);
    if (!thread_.joinable()) {
      try {
        thread_ = std::thread(&WriteQueue::Run, this);
      } catch (const std::system_error&) {
        // No thread to be had: whoever fills a buffer writes it, after all.
        async_ = false;
        lock.unlock();
        return WriteFully(fd, buffer.get(), size, *path);
      }
    }
    emptied_.wait(lock, [&] { return pieces_.size() < kBuffers; });
    pieces_.push({fd, path, std::move(buffer), size, pending});
    ++pending->pieces;  // not before: who waits for a piece that found no memory waits for ever
    depth_ = pieces_.size();
    status = pending->status;
  }
  filled_.notify_one();
  return status;
}

arrow::Status WriteQueue::Wait(PendingWrites* pending) {
  std::unique_lock lock(mutex_);
  emptied_.wait(lock, [&] { return pending->pieces == 0; });
  return pending->status;
}

void WriteQueue::Run() {
  std::unique_lock lock(mutex_);
  while (true) {
    filled_.wait(lock, [&] { return closing_ || !pieces_.empty(); });
    if (pieces_.empty()) return;
    Piece piece = std::move(pieces_.front());
    pieces_.pop();
    depth_ = pieces_.size();
    const bool failed = !piece.pending->status.ok();
    lock.unlock();
    // Behind a failure nothing of the file counts any more.
    arrow::Status status;
    if (!failed) status = WriteFully(piece.fd, piece.buffer.get(), piece.size, *piece.path);
    lock.lock();
    if (!status.ok() && piece.pending->status.ok()) piece.pending->status = std::move(status);
    --piece.pending->pieces;
    if (free_.size() < kBuffers) free_.push_back(std::move(piece.buffer));
    emptied_.notify_all();
  }
}

}  // namespace fauxmart
