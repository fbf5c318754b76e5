// Poisson quantiles have the law's moments and never fall when the number or the mean grows.
#include "plan/poisson.h"

#include <gtest/gtest.h>

#include <cmath>

namespace fauxmart {
namespace {

constexpr uint32_t kStep = 1u << 16;
constexpr int kScan = 1 << 16;
// The middles of equal parts of (0, 1).
uint32_t Word(int i) { return static_cast<uint32_t>(i) * kStep + kStep / 2; }

constexpr double kMeans[] = {0.01, 0.5, 1, 3.7, 20, 240, 499.9, 500.1, 5000, 1e6};

TEST(PoissonQuantile, HasItsMeanAndVariance) {
  for (const double mean : kMeans) {
    double sum = 0, squares = 0;
    for (int i = 0; i < kScan; ++i) {
      const double off = static_cast<double>(PoissonQuantile(mean, Word(i))) - mean;
      sum += off;
      squares += off * off;
    }
    EXPECT_NEAR(sum / kScan, 0, 0.001 + 2e-4 * std::sqrt(mean)) << mean;
    EXPECT_NEAR(squares / kScan / mean, 1, 0.005) << mean;
  }
}

// The least count whose cumulative probability reaches the number, in long doubles.
int64_t Exact(long double mean, uint32_t word) {
  const long double u = (word + 0.5L) / 4294967296.0L;
  long double term = std::exp(-mean), sum = term;
  int64_t count = 0;
  while (sum < u) {
    term *= mean / static_cast<long double>(++count);
    sum += term;
  }
  return count;
}

TEST(PoissonQuantile, IsTheQuantile) {
  for (const double mean : {0.01, 3.7, 20.0, 240.0, 499.9, 500.1, 1500.0, 5000.0}) {
    for (int i = 0; i < kScan; i += 97) {
      const double off =
          std::fabs(static_cast<double>(PoissonQuantile(mean, Word(i)) - Exact(mean, Word(i))));
      ASSERT_LE(off, mean > 500 ? 1 : 0) << mean << " " << i;
    }
  }
}

TEST(PoissonQuantile, GrowsWithTheNumber) {
  for (const double mean : kMeans) {
    int64_t before = PoissonQuantile(mean, 0);
    EXPECT_GE(before, 0);
    for (int i = 0; i < kScan; ++i) {
      const int64_t count = PoissonQuantile(mean, Word(i));
      ASSERT_GE(count, before) << mean;
      before = count;
    }
    EXPECT_GE(PoissonQuantile(mean, 0xffffffff), before);
    EXPECT_LT(static_cast<double>(PoissonQuantile(mean, 0xffffffff)),
              mean + 8 * std::sqrt(mean) + 8);
  }
}

TEST(PoissonQuantile, GrowsWithTheMean) {
  for (const uint32_t word : {0u, 1u, 0x40000000u, 0x80000000u, 0xfffffff0u, 0xffffffffu}) {
    for (const auto& [from, to] : {std::pair{0.0, 500.0}, {500.5, 5000.0}}) {
      int64_t before = 0;
      for (double mean = from; mean <= to; mean += 0.37) {
        const int64_t count = PoissonQuantile(mean, word);
        ASSERT_GE(count, before) << mean << " " << word;
        before = count;
      }
    }
  }
}

TEST(PoissonQuantile, OfNothingIsNothing) {
  for (const uint32_t word : {0u, 0xffffffffu}) {
    EXPECT_EQ(PoissonQuantile(0, word), 0);
    EXPECT_EQ(PoissonQuantile(-1, word), 0);
    EXPECT_EQ(PoissonQuantile(std::nan(""), word), 0);
  }
}

}  // namespace
}  // namespace fauxmart
