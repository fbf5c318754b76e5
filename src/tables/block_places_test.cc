// Places are distinct, in the order of time, and kept by whoever was first.
#include "tables/block_places.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace fauxmart {
namespace {

constexpr int kBits = 6;
constexpr uint32_t kPlace = 1u << (32 - kBits);  // the times of one place

void ExpectInOrder(const BlockPlaces& block) {
  for (size_t i = 0; i < block.size(); ++i) {
    EXPECT_LT(block.place(i), 1u << kBits);
    if (i == 0) continue;
    EXPECT_LE(block.time(i - 1), block.time(i));
    EXPECT_LT(block.place(i - 1), block.place(i));
  }
}

BlockPlaces First(const std::vector<uint32_t>& times) {
  std::vector<uint32_t> ranks(times.size());
  for (size_t i = 0; i < ranks.size(); ++i) ranks[i] = static_cast<uint32_t>(i);
  BlockPlaces block;
  block.Clear(kBits, 1u << kBits);
  block.AddFirst(times.size(), times.data(), ranks.data());
  return block;
}

TEST(BlockPlaces, AreWhereTheTimesAre) {
  const BlockPlaces block = First({5 * kPlace + 1, 2 * kPlace, 63 * kPlace});
  ExpectInOrder(block);
  EXPECT_EQ(block.rank(0), 1u);
  EXPECT_EQ(block.place(0), 2u);
  EXPECT_EQ(block.place(1), 5u);
  EXPECT_EQ(block.place(2), 63u);
}

TEST(BlockPlaces, GiveWayToEachOther) {
  for (const uint32_t time : {0u, 30 * kPlace, 62 * kPlace, UINT32_MAX}) {
    const BlockPlaces block = First(std::vector<uint32_t>(40, time));
    ExpectInOrder(block);
    EXPECT_EQ(block.size(), 40u);
  }
}

TEST(BlockPlaces, AreKeptWhenOthersCome) {
  std::mt19937 random(1);
  for (int round = 0; round < 200; ++round) {
    std::vector<uint32_t> times(random() % 20);
    for (uint32_t& time : times) time = static_cast<uint32_t>(random());
    BlockPlaces block = First(times);
    std::vector<uint32_t> place_of(1u << kBits);
    for (size_t i = 0; i < block.size(); ++i) place_of[block.rank(i)] = block.place(i);
    for (auto rank = static_cast<uint32_t>(times.size()); rank < 64;) {
      const auto time = static_cast<uint32_t>(random());
      if (!block.Add(time, rank)) continue;
      ExpectInOrder(block);
      for (size_t i = 0; i < block.size(); ++i) {
        if (block.rank(i) == rank) {
          EXPECT_EQ(block.time(i), time);
          place_of[rank] = block.place(i);
        }
        ASSERT_EQ(block.place(i), place_of[block.rank(i)]);
      }
      ++rank;
    }
    EXPECT_FALSE(block.Add(7, 64)) << "no place is left";
    EXPECT_EQ(block.size(), 64u);
  }
}

}  // namespace
}  // namespace fauxmart
