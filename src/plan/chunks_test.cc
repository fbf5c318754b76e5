// Chunks cover the window once, in order, are even, and depend on undisturbed counts alone.
#include "plan/chunks.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "plan/keys.h"

namespace fauxmart {
namespace {

BaseHour Hour(int64_t hour, int64_t base_orders) {
  BaseHour plan;
  plan.hour = hour;
  plan.base_orders = static_cast<uint32_t>(base_orders);
  plan.base_carts = static_cast<uint32_t>(std::max<int64_t>(1, base_orders / 3));
  plan.orders = base_orders;
  return plan;
}

std::vector<BaseHour> Hours(int64_t first, const std::vector<int64_t>& orders) {
  std::vector<BaseHour> hours;
  for (const int64_t n : orders)
    hours.push_back(Hour(first + static_cast<int64_t>(hours.size()), n));
  return hours;
}

const BaseHour& At(const std::vector<BaseHour>& hours, int64_t hour) {
  return hours[static_cast<size_t>(hour - hours.front().hour)];
}

int64_t OrdersOf(const std::vector<BaseHour>& hours, const Chunk& chunk) {
  if (chunk.partial) {
    const int64_t population = At(hours, chunk.first_hour).base_orders;
    return population * (chunk.end_order_block - chunk.first_order_block) /
           BlockCount(At(hours, chunk.first_hour).base_orders);
  }
  int64_t sum = 0;
  for (int64_t h = chunk.first_hour; h < chunk.end_hour; ++h) sum += At(hours, h).base_orders;
  return sum;
}

// Walks the chunks as a reader does; every hour, and every block of a cut hour, comes next once.
void ExpectCovered(const std::vector<BaseHour>& hours, const std::vector<Chunk>& chunks) {
  int64_t hour = hours.front().hour;
  uint32_t order_block = 0, cart_block = 0;
  for (size_t i = 0; i < chunks.size(); ++i) {
    const Chunk& chunk = chunks[i];
    ASSERT_EQ(chunk.index, static_cast<int64_t>(i));
    ASSERT_EQ(chunk.first_hour, hour);
    ASSERT_GT(chunk.end_hour, chunk.first_hour);
    if (!chunk.partial) {
      ASSERT_EQ(order_block, 0u) << "a cut hour was left unfinished";
      hour = chunk.end_hour;
      continue;
    }
    ASSERT_EQ(chunk.end_hour, hour + 1);
    ASSERT_EQ(chunk.first_order_block, order_block);
    ASSERT_EQ(chunk.first_cart_block, cart_block);
    ASSERT_GT(chunk.end_order_block, order_block);
    ASSERT_GE(chunk.end_cart_block, cart_block);
    order_block = chunk.end_order_block;
    cart_block = chunk.end_cart_block;
    if (order_block == BlockCount(At(hours, hour).base_orders)) {
      ASSERT_EQ(cart_block, BlockCount(At(hours, hour).base_carts));
      order_block = cart_block = 0;
      ++hour;
    }
  }
  EXPECT_EQ(hour, hours.back().hour + 1);
  EXPECT_EQ(order_block, 0u);
}

// More than its part by an hour at most, or by a block of the hour that is cut.
void ExpectEven(const std::vector<BaseHour>& hours, const std::vector<Chunk>& chunks) {
  int64_t largest_small = 0;
  for (const BaseHour& hour : hours) {
    if (hour.base_orders <= kChunkOrders) {
      largest_small = std::max<int64_t>(largest_small, hour.base_orders);
    }
  }
  for (const Chunk& chunk : chunks) {
    EXPECT_LE(OrdersOf(hours, chunk), kChunkOrders + (chunk.partial ? 16 : largest_small));
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

TEST(CutChunks, LargeHoursAreCutBetweenBlocks) {
  for (const int64_t orders : {kChunkOrders + 1, 5 * kChunkOrders, 5 * kChunkOrders + 3}) {
    const auto hours = Hours(3, {orders});
    const auto chunks = CutChunks(hours);
    EXPECT_EQ(static_cast<int64_t>(chunks.size()), (orders + kChunkOrders - 1) / kChunkOrders);
    ExpectCovered(hours, chunks);
    ExpectEven(hours, chunks);
  }
}

TEST(CutChunks, AnyWindowIsCoveredOnceAndEvenly) {
  std::mt19937_64 random(1);
  for (int round = 0; round < 500; ++round) {
    const int64_t scale = int64_t{1} << (random() % 22);  // up to eight times a chunk
    std::vector<int64_t> orders(1 + random() % 200);
    for (int64_t& n : orders) n = 1 + static_cast<int64_t>(random() % static_cast<uint64_t>(scale));
    const auto hours = Hours(static_cast<int64_t>(random() % 100), orders);
    const auto chunks = CutChunks(hours);
    ExpectCovered(hours, chunks);
    ExpectEven(hours, chunks);
    // By day: cut at every midnight too, and inside hours where it was.
    const auto by_date = CutChunks(hours, /*by_date=*/true);
    ExpectCovered(hours, by_date);
    ExpectEven(hours, by_date);
    std::vector<uint32_t> cuts, cuts_by_date;
    for (const Chunk& chunk : chunks) {
      if (chunk.partial) cuts.push_back(chunk.first_order_block);
    }
    for (const Chunk& chunk : by_date) {
      EXPECT_EQ(chunk.first_hour / 24, (chunk.end_hour - 1) / 24);
      if (chunk.partial) cuts_by_date.push_back(chunk.first_order_block);
    }
    EXPECT_EQ(cuts, cuts_by_date);
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
