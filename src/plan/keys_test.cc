// Keys hold what they were made of, grow with time, and stay exact in doubles.
#include "plan/keys.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace fauxmart {
namespace {

constexpr uint32_t kLastSlot = kMaxSlots - 1, kLastPlace = kMaxLayers - 1;
constexpr int64_t kHours[] = {0, 1, 23, 719, kMaxHours - 1};
constexpr uint32_t kSlots[] = {0, 1, 799, kLastSlot - 1, kLastSlot};
constexpr uint32_t kPlaces[] = {0, 1, kLastPlace};

// In the order of (hour, slot, place).
std::vector<uint64_t> SomeKeys() {
  std::vector<uint64_t> keys;
  for (const int64_t hour : kHours) {
    for (const uint32_t slot : kSlots) {
      for (const uint32_t place : kPlaces) keys.push_back(MakeKey(hour, slot, place));
    }
  }
  return keys;
}

TEST(Keys, HoldHourSlotAndPlace) {
  for (const int64_t hour : kHours) {
    for (const uint32_t slot : kSlots) {
      for (const uint32_t place : kPlaces) {
        const uint64_t key = MakeKey(hour, slot, place);
        EXPECT_EQ(HourOfKey(key), hour);
        EXPECT_EQ((key >> kPlaceBits) & (kMaxSlots - 1), slot);
        EXPECT_EQ(key & (kMaxLayers - 1), place);
      }
    }
  }
}

TEST(Keys, GrowWithTime) {
  const std::vector<uint64_t> keys = SomeKeys();
  EXPECT_TRUE(std::is_sorted(keys.begin(), keys.end()));
  EXPECT_EQ(std::adjacent_find(keys.begin(), keys.end()), keys.end());
  EXPECT_GT(keys.front(), 0u);
}

TEST(Keys, OfChildrenAndSessionsAreExactInDoubles) {
  const uint64_t greatest = MakeKey(kMaxHours - 1, kLastSlot, kLastPlace);
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
      for (uint32_t slot = 0; slot < 300; ++slot) {
        for (uint32_t place = 0; place < kMaxLayers; ++place) {
          const uint64_t key = MakeKey(7, slot, place);
          ids.push_back(TicketId(key, k0, k1));
          EXPECT_EQ(HourOfKey(ids.back()), 7);
        }
      }
      std::sort(ids.begin(), ids.end());
      EXPECT_EQ(std::adjacent_find(ids.begin(), ids.end()), ids.end()) << k0 << " " << k1;
    }
  }
}

}  // namespace
}  // namespace fauxmart
