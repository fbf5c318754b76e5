#include "engine/read_ahead.h"

#include <arrow/record_batch.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <map>
#include <mutex>
#include <new>
#include <thread>
#include <utility>

namespace fauxmart {

using arrow::Status;
using BatchPtr = std::shared_ptr<arrow::RecordBatch>;

namespace {

constexpr std::chrono::milliseconds kPatience{50};  // between two polls
constexpr size_t kFrontBatches = 2;                 // that may lie ready of the piece asked for

struct Piece {
  std::deque<BatchPtr> ready;
  bool done = false;
};

}  // namespace

struct ReadAhead::State {
  State(int64_t count, std::vector<MakePiece> made)
      : pieces(count), workers(std::move(made)), most_ready(workers.size() + 2) {}

  // May the thread of `piece` put one more batch there?
  bool HasRoom(int64_t piece) {
    if (piece == front) return open[piece].ready.size() < kFrontBatches;
    return ready < most_ready;
  }

  class Taker final : public BatchTaker {
   public:
    Taker(State* state, int64_t piece) : state_(state), piece_(piece) {}
    bool Take(BatchPtr batch) override { return state_->Put(piece_, std::move(batch)); }
    bool wanted() const override { return !state_->stop; }

   private:
    State* state_;
    int64_t piece_;
  };

  bool Put(int64_t piece, BatchPtr batch) {
    std::unique_lock lock(mutex);
    room.wait(lock, [&] { return stop || HasRoom(piece); });
    if (stop) return false;
    open[piece].ready.push_back(std::move(batch));
    ++ready;
    if (piece == front) news.notify_one();
    return true;
  }

  // The next piece that nobody has; -1 if there is none or no more is wanted.
  int64_t Claim() {
    const std::scoped_lock lock(mutex);
    if (stop || claimed == pieces) return -1;
    open[claimed];
    return claimed++;
  }

  void Finish(int64_t piece, const Status& status) {
    const std::scoped_lock lock(mutex);
    open[piece].done = true;
    if (!status.ok() && failure.ok()) {
      failure = status;
      stop = true;
      room.notify_all();
    }
    news.notify_one();
  }

  void Work(const MakePiece& make) {
    for (int64_t piece = Claim(); piece >= 0; piece = Claim()) {
      Status status;
      try {
        Taker taker(this, piece);
        status = make(piece, &taker);
      } catch (const std::bad_alloc&) {
        status = Status::OutOfMemory("not enough memory");
      } catch (const std::exception& error) {
        status = Status::UnknownError("this should not have happened: ", error.what());
      }
      Finish(piece, status);
    }
  }

  void Start() {
    started = true;
    for (const MakePiece& worker : workers) {
      threads.emplace_back([this, &worker] { Work(worker); });
    }
  }

  void End() {
    {
      const std::scoped_lock lock(mutex);
      stop = true;
      room.notify_all();
    }
    for (std::thread& thread : threads) thread.join();
    threads.clear();
  }

  // The next batch, or null: not yet, or no more (front == pieces). Under the lock.
  BatchPtr Take() {
    while (front < pieces) {
      const auto piece = open.find(front);
      if (piece == open.end()) return nullptr;
      if (!piece->second.ready.empty()) {
        BatchPtr batch = std::move(piece->second.ready.front());
        piece->second.ready.pop_front();
        --ready;
        room.notify_all();
        return batch;
      }
      if (!piece->second.done) return nullptr;
      open.erase(piece);
      ++front;
      room.notify_all();
    }
    return nullptr;
  }

  const int64_t pieces;
  const std::vector<MakePiece> workers;
  const size_t most_ready;
  std::vector<std::thread> threads;
  bool started = false;

  std::mutex mutex;
  std::condition_variable room, news;
  std::map<int64_t, Piece> open;  // claimed, and not yet read to the end
  int64_t claimed = 0, front = 0;
  size_t ready = 0;  // batches, of all pieces
  std::atomic<bool> stop = false;
  Status failure;
};

ReadAhead::ReadAhead(int64_t pieces, std::vector<MakePiece> workers)
    : state_(std::make_unique<State>(pieces, std::move(workers))) {}

ReadAhead::~ReadAhead() { state_->End(); }

arrow::Result<BatchPtr> ReadAhead::Next(const std::function<Status()>& poll) {
  State& state = *state_;
  if (!state.started) state.Start();
  std::unique_lock lock(state.mutex);
  for (;;) {
    if (!state.failure.ok()) return state.failure;
    if (BatchPtr batch = state.Take()) return batch;
    if (state.front == state.pieces) break;
    state.news.wait_for(lock, kPatience);
    lock.unlock();
    if (poll) ARROW_RETURN_NOT_OK(poll());
    lock.lock();
  }
  lock.unlock();
  state.End();
  return nullptr;
}

}  // namespace fauxmart
