// A keyed permutation is one, for every size, and leaves neighbours no closer than chance does.
#include "base/permutation.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace fauxmart {
namespace {

std::vector<uint32_t> All(const Permutation& permutation, uint32_t n) {
  std::vector<uint32_t> out(n);
  permutation.Run(0, n, out.data());
  return out;
}

// Whether `out` has each of 0 .. n-1 once.
bool IsPermutation(const std::vector<uint32_t>& out) {
  std::vector<bool> seen(out.size());
  for (const uint32_t x : out) {
    if (x >= out.size() || seen[x]) return false;
    seen[x] = true;
  }
  return true;
}

TEST(Permutation, HasEveryElementOnce) {
  for (uint32_t n = 1; n <= 600; ++n) {
    for (uint64_t entity = 0; entity < 5; ++entity) {
      EXPECT_TRUE(IsPermutation(All(Permutation(1, 2, entity, n), n))) << n << " " << entity;
    }
  }
  for (const uint32_t n : {4095u, 4097u, 65'535u, 65'536u, 65'537u, 999'983u, 3'000'001u}) {
    EXPECT_TRUE(IsPermutation(All(Permutation(1, 2, 3, n), n))) << n;
  }
}

// Where the division by reciprocal is nearest to its limits.
TEST(Permutation, StaysInsideTheLargestSizes) {
  for (const uint32_t n : {(1u << 27) - 1, (1u << 28) - 1, 1u << 28}) {
    const Permutation permutation(1, 2, 3, n);
    for (uint32_t i = 0; i < 100'000; ++i) {
      ASSERT_LT(permutation(i), n);
      ASSERT_LT(permutation(n - 1 - i), n);
    }
  }
}

TEST(Permutation, RunsAsOneByOne) {
  for (const uint32_t n : {1u, 2u, 7u, 100u, 1001u}) {
    const Permutation permutation(1, 2, 3, n);
    for (uint32_t first = 0; first < n; first += 1 + n / 7) {
      std::vector<uint32_t> out(n - first);
      permutation.Run(first, n - first, out.data());
      for (uint32_t i = first; i < n; ++i) ASSERT_EQ(out[i - first], permutation(i)) << n;
    }
  }
}

TEST(Permutation, DependsOnEveryPartOfItsAddress) {
  const auto base = All(Permutation(1, 2, 3, 500), 500);
  EXPECT_EQ(base, All(Permutation(1, 2, 3, 500), 500));
  EXPECT_NE(base, All(Permutation(2, 2, 3, 500), 500));
  EXPECT_NE(base, All(Permutation(1, 3, 3, 500), 500));
  EXPECT_NE(base, All(Permutation(1, 2, 4, 500), 500));
}

// How many standard errors the pairs of neighbours (i, i + d) that stay neighbours are above
// chance: 2/n of the pairs, about Poisson.
double ExcessOfNeighbours(uint32_t n, uint32_t distance, int keys) {
  double together = 0, pairs = 0;
  for (int key = 0; key < keys; ++key) {
    const auto out = All(Permutation(42, 12, static_cast<uint64_t>(key), n), n);
    for (uint32_t i = 0; i + distance < n; ++i) {
      const uint32_t a = out[i], b = out[i + distance];
      together += (a > b ? a - b : b - a) == 1;
      ++pairs;
    }
  }
  const double expected = pairs * 2.0 / n;
  return (together - expected) / std::sqrt(expected);
}

// Fewer rounds show here: with six, the first two sizes are 5 standard errors off.
TEST(Permutation, KeepsNeighboursTogetherNoMoreThanChance) {
  for (const uint32_t n : {50u, 240u, 1000u, 5000u}) {
    for (const uint32_t distance : {1u, 2u}) {
      const int keys = static_cast<int>(50'000'000 / (n + 1500) / 2);
      EXPECT_LT(std::fabs(ExcessOfNeighbours(n, distance, keys)), 4.5) << n << " " << distance;
    }
  }
}

// Which elements are below a threshold decides who exists: position i must hold each value evenly.
TEST(Permutation, SpreadsEachPositionEvenly) {
  constexpr uint32_t kSize = 60;
  constexpr int kKeys = 20'000;
  std::vector<std::vector<int>> counts(kSize, std::vector<int>(kSize));
  for (int key = 0; key < kKeys; ++key) {
    const auto out = All(Permutation(42, 12, static_cast<uint64_t>(key), kSize), kSize);
    for (uint32_t i = 0; i < kSize; ++i) ++counts[i][out[i]];
  }
  double chi_square = 0;
  const double expected = static_cast<double>(kKeys) / kSize;
  for (const auto& row : counts) {
    for (const int count : row) chi_square += (count - expected) * (count - expected) / expected;
  }
  const double freedom = (kSize - 1.0) * (kSize - 1.0);
  EXPECT_LT(std::fabs(chi_square - freedom) / std::sqrt(2 * freedom), 5.0);
}

}  // namespace
}  // namespace fauxmart
