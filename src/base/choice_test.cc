// Choices: exact at the ends, stable when a chance is raised, and with the shares that were asked.
#include "base/choice.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <numeric>
#include <random>

namespace fauxmart {
namespace {

constexpr uint32_t kExtremes[] = {0u, 1u, 2u, 0x7fffffffu, 0x80000000u, 0xfffffffeu, 0xffffffffu};

TEST(Chance, NeverAndAlwaysMeanWhatTheySay) {
  for (const uint32_t word : kExtremes) {
    for (const double never : {0.0, -1.0, -0.0, std::nan("")}) {
      EXPECT_FALSE(Chance(never).Hit(word)) << word;
    }
    for (const double always : {1.0, 1.5, 1e300}) EXPECT_TRUE(Chance(always).Hit(word)) << word;
    EXPECT_FALSE(Chance().Hit(word));
  }
}

TEST(Chance, IsExactTo31Bits) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 1000; ++i) {
    const double p = std::uniform_real_distribution<double>(0, 1)(random);
    EXPECT_NEAR(Chance(p).threshold, p * 0x1p31, 0.5);
  }
}

TEST(Chance, ARaisedOneKeepsEveryHit) {
  std::mt19937_64 random(2);
  for (int i = 0; i < 10'000; ++i) {
    const auto word = static_cast<uint32_t>(random());
    const double p = std::uniform_real_distribution<double>(0, 1)(random);
    if (Chance(p).Hit(word)) {
      EXPECT_TRUE(Chance(p + 1e-12).Hit(word));
      EXPECT_TRUE(Chance(p * 1.5).Hit(word));
    }
  }
}

// Words at and around every border between names, and the extremes.
std::vector<uint32_t> TellingWords(const std::vector<double>& shares) {
  std::vector<uint32_t> words(std::begin(kExtremes), std::end(kExtremes));
  double sum = 0;
  for (const double share : shares) {
    sum += share;
    const auto border = static_cast<uint32_t>(std::min(sum * 0x1p32, 4294967040.0));
    for (uint32_t near = 0; near < 12; ++near) words.push_back(border - 6 + near);
  }
  return words;
}

TEST(Thresholds, NamesWithoutAShareNeverComeUp) {
  const std::vector<std::vector<double>> all = {
      {0, 0.25, 0, 0.75, 0},
      {1, 0, 0},
      {0, 0, 1},
      {0, 1},
      {0.1, 0.2, 0.7},
      {1.0 / 3, 0, 1.0 / 3, 1.0 / 3, 0, 0},
      {0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0},  // sums to a little less than 1
      {0.3, 0, 0.7 - 1e-6, 0},  // to clearly less
  };
  for (const auto& shares : all) {
    const Thresholds thresholds(shares);
    for (const uint32_t word : TellingWords(shares)) {
      const int pick = thresholds.Pick(word);
      ASSERT_TRUE(pick >= 0 && pick < static_cast<int>(shares.size()));
      EXPECT_GT(shares[static_cast<size_t>(pick)], 0) << word;
    }
  }
}

TEST(Thresholds, ASingleNameAndARowOfZerosHaveAnAnswer) {
  for (const uint32_t word : kExtremes) {
    EXPECT_EQ(Thresholds().Pick(word), 0);
    EXPECT_EQ(Thresholds(std::vector<double>{1.0}).Pick(word), 0);
    EXPECT_LT(Thresholds(std::vector<double>{0, 0, 0}).Pick(word), 3);
  }
}

TEST(Thresholds, GiveEachNameItsShare) {
  const std::vector<double> shares = {0.5, 0.25, 0.13, 0.08, 0.04};
  const Thresholds thresholds(shares);
  std::vector<int> counts(shares.size());
  constexpr uint32_t kStep = 4096;
  for (uint64_t word = 0; word < (uint64_t{1} << 32); word += kStep) {
    ++counts[static_cast<size_t>(thresholds.Pick(static_cast<uint32_t>(word)))];
  }
  for (size_t j = 0; j < shares.size(); ++j) EXPECT_NEAR(counts[j], shares[j] * 0x1p20, 1.5);
}

TEST(Thresholds, PickManyAsOneByOne) {
  std::mt19937_64 random(3);
  const std::vector<std::vector<double>> shares = {{0.2, 0.3, 0.5}, {0, 0.5, 0.5}, {0.9, 0.1, 0}};
  const Thresholds thresholds(shares);
  for (const size_t n : {0u, 1u, 3u, 8u, 17u, 1001u}) {
    std::vector<uint32_t> words(n);
    std::vector<int32_t> rows(n), of_first(n, -1), by_row(n, -1);
    for (size_t i = 0; i < n; ++i) {
      words[i] = i < std::size(kExtremes) ? kExtremes[i] : static_cast<uint32_t>(random());
      rows[i] = static_cast<int32_t>(random() % 3);
    }
    thresholds.PickMany(words.data(), n, of_first.data());
    thresholds.PickMany(words.data(), rows.data(), n, by_row.data());
    for (size_t i = 0; i < n; ++i) {
      EXPECT_EQ(of_first[i], thresholds.Pick(words[i]));
      EXPECT_EQ(by_row[i], thresholds.Pick(words[i], static_cast<size_t>(rows[i])));
    }
  }
}

// The probability of each id, from the entries themselves.
std::map<uint32_t, double> Masses(const AliasTable& table) {
  std::map<uint32_t, double> masses;
  for (size_t i = 0; i < table.size(); ++i) {
    const AliasEntry& entry = table.entries()[i];
    const double self = entry.threshold * 0x1p-31;
    masses[entry.id[0]] += self / static_cast<double>(table.size());
    masses[entry.id[1]] += (1 - self) / static_cast<double>(table.size());
  }
  return masses;
}

void ExpectWeights(const std::vector<uint32_t>& weights) {
  std::vector<uint32_t> ids(weights.size());
  for (size_t i = 0; i < ids.size(); ++i) ids[i] = static_cast<uint32_t>(100 + 3 * i);
  const AliasTable table(weights, ids);
  ASSERT_EQ(table.size(), weights.size());
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  auto masses = Masses(table);
  for (size_t i = 0; i < ids.size(); ++i) {
    EXPECT_NEAR(masses[ids[i]], weights[i] / total, 0x1p-31) << i << " of " << ids.size();
  }
  EXPECT_LE(masses.size(), ids.size());
}

TEST(AliasTable, GivesEachIdItsWeight) {
  std::mt19937_64 random(4);
  for (const size_t n : {1u, 2u, 3u, 10u, 999u, 5000u}) {
    std::vector<uint32_t> even(n, 7), any(n), zipf(n), extreme(n, 1);
    for (size_t i = 0; i < n; ++i) {
      any[i] = static_cast<uint32_t>(random() | 1);
      zipf[i] = static_cast<uint32_t>(1e9 / static_cast<double>(i + 1));
    }
    extreme[n / 2] = 0xffffffff;
    for (const auto& weights : {even, any, zipf, extreme}) ExpectWeights(weights);
  }
}

TEST(AliasTable, PicksByPlaceAndCoin) {
  const std::vector<uint32_t> weights = {1, 2, 3, 4}, ids = {10, 20, 30, 40};
  const AliasTable table(weights, ids);
  for (const uint32_t place : kExtremes) {
    const AliasEntry& entry = table.entries()[place >> 30];
    for (const uint32_t coin : kExtremes) {
      EXPECT_EQ(table.Pick(place, coin),
                Chance(entry.threshold * 0x1p-31).Hit(coin) ? entry.id[0] : entry.id[1]);
    }
  }
  EXPECT_TRUE(AliasTable().empty());
}

TEST(UniformInt, ReachesBothEndsEvenly) {
  EXPECT_EQ(UniformInt(0, 12, 71), 12);
  EXPECT_EQ(UniformInt(0xffffffff, 12, 71), 71);
  EXPECT_EQ(UniformInt(12345, 5, 5), 5);
  std::vector<int> counts(7);
  for (uint64_t word = 0; word < (uint64_t{1} << 32); word += 65536) {
    ++counts[static_cast<size_t>(UniformInt(static_cast<uint32_t>(word), -3, 3) + 3)];
  }
  for (const int count : counts) EXPECT_NEAR(count, 65536 / 7.0, 1.0);
}

}  // namespace
}  // namespace fauxmart
