// Blocks share a layer out by the multinomial law, and any part of an hour knows its own.
#include "tables/block_counts.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace fauxmart {
namespace {

std::vector<uint32_t> Starts(uint32_t n, int bits, uint32_t first, uint32_t end, uint32_t layer = 0,
                             int64_t hour = 31) {
  CoinScratch scratch;
  std::vector<uint32_t> starts(end - first + 1);
  CountBlocks({42, 10, hour, layer}, n, bits, first, end, &scratch, starts.data());
  return starts;
}

TEST(CountBlocks, ShareOutAll) {
  for (const uint32_t n : {1u, 15u, 16u, 127u, 128u, 129u, 5000u, 1'000'003u}) {
    for (const int bits : {0, 1, 3, 9}) {
      const auto starts = Starts(n, bits, 0, 1u << bits);
      EXPECT_EQ(starts.front(), 0u);
      EXPECT_EQ(starts.back(), n);
      for (size_t i = 1; i < starts.size(); ++i) ASSERT_LE(starts[i - 1], starts[i]);
    }
  }
}

TEST(CountBlocks, OfAPartAreThoseOfTheWhole) {
  for (const uint32_t n : {100u, 12'345u}) {
    const auto whole = Starts(n, 6, 0, 64);
    for (uint32_t first = 0; first < 64; ++first) {
      for (uint32_t end = first + 1; end <= 64; ++end) {
        const std::vector<uint32_t> same(whole.begin() + first, whole.begin() + end + 1);
        ASSERT_EQ(Starts(n, 6, first, end), same) << first << " to " << end;
      }
    }
  }
}

TEST(CountBlocks, DifferBetweenHoursAndLayers) {
  const auto here = Starts(1000, 6, 0, 64);
  EXPECT_NE(Starts(1000, 6, 0, 64, 1), here);
  EXPECT_NE(Starts(1000, 6, 0, 64, 0, 32), here);
}

// Chi-square over many hours: mean and variance of a block, near and far neighbours.
TEST(CountBlocks, FollowTheMultinomialLaw) {
  constexpr int kHours = 4000;
  for (const uint32_t n : {150u, 3000u}) {
    constexpr int kBits = 4, kBlocks = 1 << kBits;
    const double mean = static_cast<double>(n) / kBlocks;
    const double variance = mean * (1 - 1.0 / kBlocks);
    std::vector<double> sums(kBlocks);
    double squares = 0, neighbours = 0, halves = 0;
    for (int64_t hour = 0; hour < kHours; ++hour) {
      const auto starts = Starts(n, kBits, 0, kBlocks, 0, hour);
      std::vector<double> off(kBlocks);
      for (size_t b = 0; b < kBlocks; ++b) {
        off[b] = starts[b + 1] - starts[b] - mean;
        sums[b] += off[b];
        squares += off[b] * off[b];
      }
      for (size_t b = 1; b < kBlocks; ++b) neighbours += off[b] * off[b - 1];
      halves += off[3] * off[12];
    }
    for (const double sum : sums) EXPECT_LT(std::fabs(sum), 4.5 * std::sqrt(variance * kHours));
    EXPECT_NEAR(squares / (variance * kHours * kBlocks), 1.0, 4 * std::sqrt(2.0 / (kHours * 15)));
    const double together = -mean / kBlocks;  // covariance of two blocks
    EXPECT_NEAR(neighbours / (kHours * 15), together, 4 * variance / std::sqrt(kHours * 15.0));
    EXPECT_NEAR(halves / kHours, together, 4 * variance / std::sqrt(1.0 * kHours));
  }
}

}  // namespace
}  // namespace fauxmart
