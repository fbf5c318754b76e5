// Writes that somebody else waits for: a bounded queue of full buffers and one thread that empties
// it.
//
// For targets that make a writer wait (a slow disk, a pipe): meanwhile rows are sampled and
// encoded. Where a write is a copy into the page cache it gains nothing. The queue holds a fixed
// number of buffers; when all are full, whoever wants one waits, so a slow target slows the run and
// memory does not grow. One queue serves all files of a run; pieces of one file are written in
// order.
#pragma once

#include <arrow/result.h>
#include <arrow/status.h>

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <queue>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace fauxmart {

enum class IoMode {
  kAuto,  // as kSync until writes have made the run wait, then as kAsync
  kSync,  // who fills a buffer writes it
  kAsync,  // the queue's thread writes all
};

// "auto", "sync", "async".
arrow::Result<IoMode> ParseIoMode(std::string_view text);

// Writes all of it. IOError names the path and the system's reason.
arrow::Status WriteFully(int fd, const uint8_t* data, int64_t size, const std::string& path);

// What a file waits for: its pieces in the queue, and what became of them.
struct PendingWrites {
  int64_t pieces = 0;
  arrow::Status status;
};

class WriteQueue {
 public:
  static constexpr int64_t kBufferBytes = 256 * 1024;
  static constexpr size_t kBuffers = 16;  // 4 MiB wait at most
  using Buffer = std::unique_ptr<uint8_t[]>;

  explicit WriteQueue(IoMode mode) : mode_(mode), async_(mode == IoMode::kAsync) {
    free_.reserve(kBuffers);
  }
  ~WriteQueue();
  WriteQueue(const WriteQueue&) = delete;
  WriteQueue& operator=(const WriteQueue&) = delete;

  // Whether writes should be queued now. kAuto changes its mind once, from no to yes.
  bool async() const { return async_.load(std::memory_order_relaxed); }
  // For kAuto: a write took so long, and so much of that was the processor's work.
  void Told(int64_t wall_nanoseconds, int64_t cpu_nanoseconds);

  // A buffer of kBufferBytes; waits while all are queued.
  Buffer Take();
  // Queues `size` bytes of `buffer` for the file; waits while the queue is full. `pending` lives
  // until Wait() returns. Answers with what has failed of the file so far.
  arrow::Status Put(int fd, const std::string* path, Buffer buffer, int64_t size,
                    PendingWrites* pending);
  // Returns once all pieces of the file are written, with its first failure.
  arrow::Status Wait(PendingWrites* pending);

  // Buffers that wait to be written.
  size_t depth() const { return depth_.load(std::memory_order_relaxed); }

 private:
  struct Piece {
    int fd;
    const std::string* path;
    Buffer buffer;
    int64_t size;
    PendingWrites* pending;
  };
  void Run();

  const IoMode mode_;
  std::atomic<bool> async_;
  std::atomic<size_t> depth_{0};
  std::atomic<int64_t> waited_nanoseconds_{0}, wall_nanoseconds_{0};
  std::mutex mutex_;
  std::condition_variable filled_, emptied_;
  std::queue<Piece> pieces_;
  std::vector<Buffer> free_;
  bool closing_ = false;
  std::thread thread_;  // from the first piece on
};

}  // namespace fauxmart
