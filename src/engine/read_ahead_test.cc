// Batches come in order, none is lost, few lie ready, and an error or a reader that leaves ends
// all.
#include "engine/read_ahead.h"

#include <arrow/array/builder_primitive.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace fauxmart {
namespace {

using arrow::Status;
using BatchPtr = std::shared_ptr<arrow::RecordBatch>;

BatchPtr Numbered(int64_t number) {
  arrow::Int64Builder builder;
  EXPECT_TRUE(builder.Append(number).ok());
  return arrow::RecordBatch::Make(arrow::schema({arrow::field("n", arrow::int64())}), 1,
                                  {*builder.Finish()});
}

int64_t NumberOf(const arrow::RecordBatch& batch) {
  return static_cast<const arrow::Int64Array&>(*batch.column(0)).Value(0);
}

// Each piece has `piece` % 4 batches: some have none.
Status Make(int64_t piece, BatchTaker* out) {
  for (int64_t i = 0; i < piece % 4; ++i) {
    if (!out->Take(Numbered(piece * 10 + i))) break;
  }
  return Status::OK();
}

TEST(ReadAhead, GivesAllBatchesInOrder) {
  for (const size_t threads : {1, 2, 7}) {
    ReadAhead ahead(100, std::vector<MakePiece>(threads, Make));
    for (int64_t piece = 0; piece < 100; ++piece) {
      for (int64_t i = 0; i < piece % 4; ++i) {
        const auto batch = ahead.Next(nullptr);
        ASSERT_TRUE(batch.ok() && *batch != nullptr);
        ASSERT_EQ(NumberOf(**batch), piece * 10 + i);
      }
    }
    EXPECT_EQ(*ahead.Next(nullptr), nullptr);
    EXPECT_EQ(*ahead.Next(nullptr), nullptr);
  }
}

TEST(ReadAhead, NoPiecesIsTheEnd) {
  ReadAhead ahead(0, {Make});
  EXPECT_EQ(*ahead.Next(nullptr), nullptr);
}

TEST(ReadAhead, FewBatchesLieReady) {
  std::atomic<int> made = 0;
  const MakePiece endless = [&](int64_t, BatchTaker* out) {
    while (out->Take(Numbered(++made))) {
    }
    return Status::OK();
  };
  ReadAhead ahead(1000, {endless, endless, endless});
  ASSERT_TRUE(ahead.Next(nullptr).ok());
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  // Three threads and two more, the front's two, the one taken, and one in the hands of each.
  EXPECT_LE(made, 3 + 2 + 2 + 1 + 3);
}

TEST(ReadAhead, AnErrorIsTheAnswer) {
  const MakePiece fails = [](int64_t piece, BatchTaker* out) {
    if (piece == 5) return Status::IOError("five");
    return Make(piece, out);
  };
  const MakePiece throws = [](int64_t, BatchTaker*) -> Status { throw std::runtime_error("six"); };
  for (const MakePiece& bad : {fails, throws}) {
    ReadAhead ahead(100, {bad, bad});
    auto batch = ahead.Next(nullptr);
    while (batch.ok() && *batch != nullptr) batch = ahead.Next(nullptr);
    EXPECT_FALSE(batch.ok());
    EXPECT_FALSE(ahead.Next(nullptr).ok());
  }
}

TEST(ReadAhead, ThePollsErrorIsTheAnswer) {
  const MakePiece slow = [](int64_t, BatchTaker* out) {
    while (out->wanted()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    return Status::OK();
  };
  ReadAhead ahead(1, {slow});
  const auto batch = ahead.Next([] { return Status::Cancelled("enough"); });
  EXPECT_TRUE(batch.status().IsCancelled());
}

}  // namespace
}  // namespace fauxmart
