#include "validate/table_rows.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace fauxmart {
namespace {

// Every key, in order, backwards and at random places, and some that are not there.
void ExpectFinds(const std::vector<int64_t>& keys) {
  const KeyIndex index(keys);
  size_t cursor = 0;
  const auto first = [&](int64_t key) {
    for (size_t i = 0; i < keys.size(); ++i) {
      if (keys[i] == key) return static_cast<int64_t>(i);
    }
    return int64_t{-1};
  };
  for (size_t i = 0; i < keys.size(); ++i) EXPECT_EQ(index.Find(keys[i], &cursor), first(keys[i]));
  for (size_t i = keys.size(); i-- > 0;) EXPECT_EQ(index.Find(keys[i], &cursor), first(keys[i]));
  for (int64_t key = -3; key < 40; key += 3) EXPECT_EQ(index.Find(key, &cursor), first(key)) << key;
  EXPECT_EQ(index.Find(INT64_MIN, &cursor), first(INT64_MIN));
  EXPECT_EQ(index.Find(INT64_MAX, &cursor), first(INT64_MAX));
}

TEST(KeyIndex, FindsTheFirstOfAKey) {
  ExpectFinds({});
  ExpectFinds({7});
  ExpectFinds({1, 2, 3, 4, 5});
  ExpectFinds({2, 5, 9, 30});
  ExpectFinds({2, 2, 5, 9, 9, 9, 30});
  ExpectFinds({9, 2, 30, 5, 2, 9});
  ExpectFinds({1, 1, 3});  // as wide as 1, 2, 3
  ExpectFinds({INT64_MIN, -1, 0, INT64_MAX});
}

TEST(KeyIndex, SaysWhichRowsRepeat) {
  const std::vector<int64_t> unique = {1, 2, 3}, twice = {1, 2, 2, 3, 3, 3}, mixed = {5, 1, 5};
  EXPECT_TRUE(KeyIndex(unique).Repeated().empty());
  EXPECT_EQ(KeyIndex(twice).Repeated(), (std::vector<size_t>{2, 4, 5}));
  EXPECT_EQ(KeyIndex(mixed).Repeated(), (std::vector<size_t>{2}));
}

}  // namespace
}  // namespace fauxmart
