// Numbered pieces of work, done by threads ahead of whoever asks, and handed over in order.
//
// Bounded: a thread that is ahead waits while as many batches lie ready as there may be; the one
// whose piece is asked for next never waits for the others, so nothing can lock up. Threads start
// at the first Next(), and are gone when the object is.
#pragma once

#include <arrow/result.h>
#include <arrow/status.h>
#include <arrow/type_fwd.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace fauxmart {

// Takes the batches of the piece at hand.
class BatchTaker {
 public:
  virtual ~BatchTaker() = default;
  // May wait. False: no more is wanted, come to an end.
  virtual bool Take(std::shared_ptr<arrow::RecordBatch> batch) = 0;
  // For those who make nothing for long: is more wanted?
  virtual bool wanted() const = 0;
};
// What one thread does for each piece it gets; never called by two threads.
using MakePiece = std::function<arrow::Status(int64_t piece, BatchTaker* out)>;

class ReadAhead {
 public:
  // `workers`: one a thread, at least one.
  ReadAhead(int64_t pieces, std::vector<MakePiece> workers);
  ~ReadAhead();
  ReadAhead(const ReadAhead&) = delete;
  ReadAhead& operator=(const ReadAhead&) = delete;

  // The next batch; null at the end, when all threads have ended. `poll` is called about twenty
  // times a second while there is nothing, and once at least in that time; its error is the answer.
  arrow::Result<std::shared_ptr<arrow::RecordBatch>> Next(
      const std::function<arrow::Status()>& poll);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace fauxmart
