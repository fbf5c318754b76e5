// Keys hold what they were made of, grow with time, and stay exact in doubles.
#include "plan/keys.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace fauxmart {
namespace {

constexpr int64_t kHours[] = {0, 1, 23, 719, kMaxHours - 1};
constexpr uint64_t kLast = (uint64_t{1} << kPositionBits) - 1;
constexpr uint64_t kPositions[] = {0, 1, 799, uint64_t{1} << 32, kLast - 1, kLast};

// In the order of (hour, position).
std::vector<uint64_t> SomeKeys() {
  std::vector<uint64_t> keys;
  for (const int64_t hour : kHours) {
    for (const uint64_t position : kPositions) keys.push_back(MakeKey(hour, position));
  }
  return keys;
}

TEST(Keys, HoldHourAndPosition) {
  for (const int64_t hour : kHours) {
    for (const uint64_t position : kPositions) {
      const uint64_t key = MakeKey(hour, position);
      EXPECT_EQ(HourOfKey(key), hour);
      EXPECT_EQ(key & kLast, position);
    }
  }
}

TEST(Keys, BlocksHoldEightToSixteen) {
  EXPECT_EQ(BlockCount(1), 1u);
  EXPECT_EQ(BlockCount(15), 1u);
  for (uint32_t population = 16; population < kMaxPopulation; population += population / 7 + 1) {
    const uint32_t blocks = BlockCount(population);
    EXPECT_GE(population / blocks, 8u);
    EXPECT_LT(population / blocks, 16u);
  }
  // A block has several times the room of what effects may put there, so that it never overflows.
  for (uint32_t population = 1; population < kMaxPopulation / 2; population *= 2) {
    const uint32_t most = std::min<uint64_t>(uint64_t{population} * kMaxLayers, kMaxPlanned);
    EXPECT_GE(uint64_t{1} << PlaceBits(population), uint64_t{2} * most / BlockCount(population));
  }
}

TEST(Keys, GrowWithTime) {
  const std::vector<uint64_t> keys = SomeKeys();
  EXPECT_TRUE(std::is_sorted(keys.begin(), keys.end()));
  EXPECT_EQ(std::adjacent_find(keys.begin(), keys.end()), keys.end());
  EXPECT_GT(keys.front(), 0u);
}

TEST(Keys, OfChildrenAndSessionsAreExactInDoubles) {
  const uint64_t greatest = MakeKey(kMaxHours - 1, kLast);
  constexpr uint64_t kExact = uint64_t{1} << 53;
  EXPECT_LT(LineKey(greatest, (1u << kLineBits) - 1), kExact);
  EXPECT_LT(CartSession(greatest), kExact);
  EXPECT_LT(OrderSession(greatest), kExact);
}

TEST(Keys, OfChildrenNeverMeet) {
  std::vector<uint64_t> lines, sessions;
  for (const uint64_t key : SomeKeys()) {
    for (uint32_t line = 0; line < (1u << kLineBits); ++line) {
      lines.push_back(LineKey(key, line));
      EXPECT_EQ(lines.back() >> kLineBits, key);
    }
    sessions.push_back(OrderSession(key));
    sessions.push_back(CartSession(key));
  }
  for (std::vector<uint64_t>* ids : {&lines, &sessions}) {
    std::sort(ids->begin(), ids->end());
    EXPECT_EQ(std::adjacent_find(ids->begin(), ids->end()), ids->end());
  }
}

TEST(TicketId, IsUniqueWithinTheHourAndStaysInIt) {
  for (const uint32_t k0 : {0u, 1u, 0xdeadbeefu, 0xffffffffu}) {
    for (const uint32_t k1 : {0u, 2u, 0x12345678u}) {
      std::vector<uint64_t> ids;
      for (uint64_t position = 0; position < 20'000; ++position) {
        ids.push_back(TicketId(MakeKey(7, position), k0, k1));
        EXPECT_EQ(HourOfKey(ids.back()), 7);
      }
      std::sort(ids.begin(), ids.end());
      EXPECT_EQ(std::adjacent_find(ids.begin(), ids.end()), ids.end()) << k0 << " " << k1;
    }
  }
}

}  // namespace
}  // namespace fauxmart
