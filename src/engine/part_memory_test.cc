#include "engine/part_memory.h"

#include <arrow/buffer.h>
#include <gtest/gtest.h>

namespace fauxmart {
namespace {

TEST(PartMemory, HasAllThatAPartNeeds) {
  const int64_t before = arrow::default_memory_pool()->bytes_allocated();
  {
    const auto buffer = *arrow::AllocateResizableBuffer(1000, PartMemory());
    EXPECT_EQ(arrow::default_memory_pool()->bytes_allocated() - before, buffer->capacity());
    EXPECT_TRUE(buffer->Resize(100'000).ok());
    EXPECT_EQ(PartMemory()->bytes_allocated() - before, buffer->capacity());
  }
  EXPECT_EQ(arrow::default_memory_pool()->bytes_allocated(), before);
}

TEST(PartMemory, RefusesWhatNoPartNeeds) {
  const auto refused = arrow::AllocateBuffer(kMostPartMemory + 1, PartMemory());
  EXPECT_TRUE(refused.status().IsOutOfMemory());
  EXPECT_TRUE(refused.status().message().starts_with("it claims to hold a piece of 10737"));
  const auto buffer = *arrow::AllocateResizableBuffer(1000, PartMemory());
  EXPECT_TRUE(buffer->Resize(int64_t{1} << 40).IsOutOfMemory());
  EXPECT_EQ(buffer->size(), 1000);
}

}  // namespace
}  // namespace fauxmart
