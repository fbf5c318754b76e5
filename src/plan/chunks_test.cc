// Chunks cover the window once, in order, are even, and depend on undisturbed counts alone.
#include "plan/chunks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

namespace fauxmart {
namespace {

BaseHour Hour(int64_t hour, int64_t order_slots) {
  BaseHour plan;
  plan.hour = hour;
  plan.order_slots = static_cast<uint32_t>(order_slots);
  plan.cart_slots = static_cast<uint32_t>(std::max<int64_t>(1, order_slots / 3));
  plan.orders = order_slots;
  return plan;
}

std::vector<BaseHour> Hours(int64_t first, const std::vector<int64_t>& slots) {
  std::vector<BaseHour> hours;
  for (const int64_t n : slots)
    hours.push_back(Hour(first + static_cast<int64_t>(hours.size()), n));
  return hours;
}

const BaseHour& At(const std::vector<BaseHour>& hours, int64_t hour) {
  return hours[static_cast<size_t>(hour - hours.front().hour)];
}

int64_t OrdersOf(const std::vector<BaseHour>& hours, const Chunk& chunk) {
  if (chunk.partial) return chunk.end_order_slot - chunk.first_order_slot;
  int64_t sum = 0;
  for (int64_t h = chunk.first_hour; h < chunk.end_hour; ++h) sum += At(hours, h).order_slots;
  return sum;
}

// Walks the chunks as a reader does; every hour, and every slot of a cut hour, comes next once.
void ExpectCovered(const std::vector<BaseHour>& hours, const std::vector<Chunk>& chunks) {
  int64_t hour = hours.front().hour;
  uint32_t order_slot = 0, cart_slot = 0;
  for (size_t i = 0; i < chunks.size(); ++i) {
    const Chunk& chunk = chunks[i];
    ASSERT_EQ(chunk.index, static_cast<int64_t>(i));
    ASSERT_EQ(chunk.first_hour, hour);
    ASSERT_GT(chunk.end_hour, chunk.first_hour);
    if (!chunk.partial) {
      ASSERT_EQ(order_slot, 0u) << "a cut hour was left unfinished";
      hour = chunk.end_hour;
      continue;
    }
    ASSERT_EQ(chunk.end_hour, hour + 1);
    ASSERT_EQ(chunk.first_order_slot, order_slot);
    ASSERT_EQ(chunk.first_cart_slot, cart_slot);
    ASSERT_GT(chunk.end_order_slot, order_slot);
    ASSERT_GE(chunk.end_cart_slot, cart_slot);
    order_slot = chunk.end_order_slot;
    cart_slot = chunk.end_cart_slot;
    if (order_slot == At(hours, hour).order_slots) {
      ASSERT_EQ(cart_slot, At(hours, hour).cart_slots);
      order_slot = cart_slot = 0;
      ++hour;
    }
  }
  EXPECT_EQ(hour, hours.back().hour + 1);
  EXPECT_EQ(order_slot, 0u);
}

// An hour more than its part at most, and never two large hours.
void ExpectEven(const std::vector<BaseHour>& hours, const std::vector<Chunk>& chunks) {
  int64_t largest_small = 0;
  for (const BaseHour& hour : hours) {
    if (hour.order_slots <= kChunkOrders) {
      largest_small = std::max<int64_t>(largest_small, hour.order_slots);
    }
  }
  for (const Chunk& chunk : chunks) {
    EXPECT_LE(OrdersOf(hours, chunk), kChunkOrders + (chunk.partial ? 0 : largest_small));
  }
}

TEST(CutChunks, SmallWindowsAreOneChunk) {
  for (const auto& hours : {Hours(0, {1}), Hours(6, {240, 250, 260}), Hours(0, {kChunkOrders})}) {
    const auto chunks = CutChunks(hours);
    ASSERT_EQ(chunks.size(), 1u);
    EXPECT_FALSE(chunks[0].partial);
    ExpectCovered(hours, chunks);
  }
}

TEST(CutChunks, LargeHoursAreCutBySlots) {
  for (const int64_t slots : {kChunkOrders + 1, 5 * kChunkOrders, 5 * kChunkOrders + 3}) {
    const auto hours = Hours(3, {slots});
    const auto chunks = CutChunks(hours);
    EXPECT_EQ(static_cast<int64_t>(chunks.size()), (slots + kChunkOrders - 1) / kChunkOrders);
    ExpectCovered(hours, chunks);
    ExpectEven(hours, chunks);
  }
}

TEST(CutChunks, AnyWindowIsCoveredOnceAndEvenly) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 500; ++round) {
    const int64_t scale = int64_t{1} << (random() % 22);  // up to eight times a chunk
    std::vector<int64_t> slots(1 + random() % 200);
    for (int64_t& n : slots) n = 1 + static_cast<int64_t>(random() % static_cast<uint64_t>(scale));
    const auto hours = Hours(static_cast<int64_t>(random() % 100), slots);
    const auto chunks = CutChunks(hours);
    ExpectCovered(hours, chunks);
    ExpectEven(hours, chunks);
    if (HasFatalFailure()) FAIL() << "in round " << round;
  }
}

TEST(CutChunks, SmallHoursMakeAsFewChunksAsCanBe) {
  const auto hours = Hours(0, std::vector<int64_t>(720, 20'000));
  const auto chunks = CutChunks(hours);
  EXPECT_EQ(static_cast<int64_t>(chunks.size()), (720 * 20'000 + kChunkOrders - 1) / kChunkOrders);
  int64_t least = kChunkOrders, most = 0;
  for (const Chunk& chunk : chunks) {
    least = std::min(least, OrdersOf(hours, chunk));
    most = std::max(most, OrdersOf(hours, chunk));
  }
  EXPECT_LE(most - least, 20'000);
}

// Twins share their parts: what is planned, selected or loaded does not move a border.
}  // namespace
}  // namespace fauxmart
