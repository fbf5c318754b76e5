#include "output/write_queue.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <thread>

#include "output/local_file.h"

namespace fauxmart {
namespace {

namespace fs = std::filesystem;

class WriteQueueTest : public ::testing::Test {
 protected:
  void SetUp() override {
    char name[] = "/tmp/fauxmart_queue_XXXXXX";
    folder_ = mkdtemp(name);
  }
  void TearDown() override { fs::remove_all(folder_); }

  // Pieces of every size, small and beyond a buffer.
  static std::vector<std::string> Pieces(uint64_t seed) {
    std::mt19937_64 random(seed);
    std::vector<std::string> pieces;
    for (int i = 0; i < 200; ++i) {
      const size_t sizes[] = {1, 1000, 100'000, 300'000};
      pieces.emplace_back(random() % sizes[random() % 4] + 1, static_cast<char>(random()));
    }
    return pieces;
  }
  std::string Read(const std::string& name) const {
    std::ifstream in(folder_ + "/" + name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::string folder_;
};

TEST_F(WriteQueueTest, FilesAreTheSameInEveryMode) {
  std::string expected, checksum;
  for (const std::string& piece : Pieces(1)) expected += piece;
  for (const IoMode mode : {IoMode::kSync, IoMode::kAsync, IoMode::kAuto}) {
    WriteQueue queue(mode);
    auto file = *LocalFile::Create(folder_ + "/file", &queue);
    for (const std::string& piece : Pieces(1)) {
      ASSERT_TRUE(file->Write(piece.data(), static_cast<int64_t>(piece.size())).ok());
    }
    ASSERT_TRUE(file->Close().ok());
    EXPECT_EQ(Read("file") == expected, true);
    EXPECT_EQ(file->bytes(), static_cast<int64_t>(expected.size()));
    if (checksum.empty()) checksum = file->checksum();
    EXPECT_EQ(file->checksum(), checksum);
  }
}

TEST_F(WriteQueueTest, FilesOfSeveralThreadsKeepTheirOrder) {
  WriteQueue queue(IoMode::kAsync);
  std::vector<std::thread> threads;
  for (uint64_t t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      auto file = *LocalFile::Create(folder_ + "/" + std::to_string(t), &queue);
      for (const std::string& piece : Pieces(t)) {
        EXPECT_TRUE(file->Write(piece.data(), static_cast<int64_t>(piece.size())).ok());
      }
      EXPECT_TRUE(file->Close().ok());
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (uint64_t t = 0; t < 4; ++t) {
    std::string expected;
    for (const std::string& piece : Pieces(t)) expected += piece;
    EXPECT_EQ(Read(std::to_string(t)) == expected, true) << t;
  }
  EXPECT_EQ(queue.depth(), 0U);
}

TEST_F(WriteQueueTest, AFailureReachesWhoClosesAndNoOther) {
  const int full = open("/dev/full", O_WRONLY);
  if (full < 0) GTEST_SKIP() << "there is no /dev/full here";
  WriteQueue queue(IoMode::kAsync);
  auto broken = LocalFile::Borrow(full, "a full disk", &queue);
  auto whole = *LocalFile::Create(folder_ + "/whole", &queue);
  const std::string text(100'000, 'x');
  // It may be told early or late, but never not at all.
  for (int i = 0; i < 50; ++i) {
    const arrow::Status early = broken->Write(text.data(), static_cast<int64_t>(text.size()));
    EXPECT_TRUE(early.ok() || early.IsIOError());
    EXPECT_TRUE(whole->Write(text.data(), static_cast<int64_t>(text.size())).ok());
  }
  const arrow::Status status = broken->Close();
  EXPECT_TRUE(status.IsIOError()) << status.ToString();
  EXPECT_NE(status.message().find("cannot write a full disk"), std::string::npos);
  EXPECT_TRUE(whole->Close().ok());
  EXPECT_EQ(Read("whole").size(), 50 * text.size());
  close(full);
}

TEST_F(WriteQueueTest, ASlowTargetSlowsTheWriterAndMemoryDoesNotGrow) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  WriteQueue queue(IoMode::kAsync);
  auto file = LocalFile::Borrow(ends[1], "a pipe", &queue);
  constexpr int64_t kBytes = 40 * 1024 * 1024;
  std::atomic<int64_t> written{0};
  std::thread writer([&] {
    const std::string text(64 * 1024, 'x');
    while (written < kBytes) {
      EXPECT_TRUE(file->Write(text.data(), static_cast<int64_t>(text.size())).ok());
      written += static_cast<int64_t>(text.size());
    }
    EXPECT_TRUE(file->Close().ok());
    close(ends[1]);
  });
  // Nobody reads: what is taken is what the queue, the buffers and the pipe can hold.
  constexpr auto kMost = static_cast<int64_t>(WriteQueue::kBuffers + 3) * WriteQueue::kBufferBytes;
  int64_t before = -1;
  while (written != before) {
    before = written;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
  EXPECT_LE(written, kMost + 1024 * 1024);
  EXPECT_LE(queue.depth(), WriteQueue::kBuffers);
  std::vector<char> buffer(1024 * 1024);
  int64_t read_bytes = 0;
  for (ssize_t n = 0; (n = read(ends[0], buffer.data(), buffer.size())) > 0;) read_bytes += n;
  writer.join();
  close(ends[0]);
  EXPECT_EQ(read_bytes, kBytes);
}

TEST_F(WriteQueueTest, AutoChangesItsMindWhereWritesWait) {
  WriteQueue queue(IoMode::kAuto);
  queue.Told(400'000'000, 400'000'000);  // the processor copied all the time
  EXPECT_FALSE(queue.async());
  queue.Told(10'000'000, 0);
  EXPECT_FALSE(queue.async());
  queue.Told(400'000'000, 10'000'000);  // it waited
  EXPECT_TRUE(queue.async());
  WriteQueue never(IoMode::kSync);
  never.Told(4'000'000'000, 0);
  EXPECT_FALSE(never.async());
}

}  // namespace
}  // namespace fauxmart
