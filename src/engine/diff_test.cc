#include "engine/diff.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <random>

#include "engine/dataset_test_util.h"
#include "output/uuid.h"

namespace fauxmart {
namespace {

namespace fs = std::filesystem;
using Kind = RowDifference::Kind;

arrow::Result<TableDiff> DiffCarts(const TestDataset& first, const TestDataset& second,
                                   int64_t rows = 0, const std::atomic<bool>* stop = nullptr) {
  ARROW_ASSIGN_OR_RAISE(const Dataset one, OpenDataset(first.dir()));
  ARROW_ASSIGN_OR_RAISE(const Dataset two, OpenDataset(second.dir()));
  return DiffTable(one, two, kCartAbandonment, rows, stop);
}

std::vector<Cart> SomeCarts(int64_t hours, int64_t each) {
  std::vector<Cart> carts;
  for (int64_t hour = 0; hour < hours; ++hour) {
    for (int64_t slot = 0; slot < each; ++slot) {
      carts.push_back({.id = CartId(hour, slot * 3),
                       .customer = slot % 4,
                       .micros = hour * 3600000000 + slot,
                       .cents = slot * 7919 % 100000 + 1,
                       .items = static_cast<int32_t>(slot % 5 + 1),
                       .stage = static_cast<int32_t>(slot % 3),
                       .reason = static_cast<int32_t>(slot % 3)});
    }
  }
  return carts;
}

void Compare(const std::vector<Cart>& first, const std::vector<Cart>& second, TableDiff* diff,
             int64_t rows = 0) {
  TestDataset one, two;
  one.Add(Carts(first));
  two.Add(Carts(second), {.format = Format::kFeather});
  const auto made = DiffCarts(one, two, rows);
  ASSERT_TRUE(made.ok()) << made.status().ToString();
  *diff = *made;
  EXPECT_EQ(diff->rows_first, static_cast<int64_t>(first.size()));
  EXPECT_EQ(diff->rows_second, static_cast<int64_t>(second.size()));
}

void ExpectCounts(const TableDiff& diff, int64_t added, int64_t removed, int64_t changed) {
  EXPECT_EQ(diff.added, added);
  EXPECT_EQ(diff.removed, removed);
  EXPECT_EQ(diff.changed, changed);
  EXPECT_EQ(diff.equal(), added + removed + changed == 0);
}

TEST(Diff, FormatsAndTypesDoNotCount) {
  const std::vector<Cart> carts = SomeCarts(30, 100);
  TestDataset plain;
  plain.Add(Carts(carts));
  for (const Format format : {Format::kParquet, Format::kFeather, Format::kCsv, Format::kJsonl}) {
    TestDataset other;
    const OutputOptions options{.format = format, .ids_as_uuid = true, .money_as_float64 = true};
    // Parts are cut elsewhere.
    other.Add(Carts({carts.begin(), carts.begin() + 1234}), options);
    other.Add(Carts({carts.begin() + 1234, carts.end()}), options);
    const auto diff = DiffCarts(plain, other);
    ASSERT_TRUE(diff.ok()) << diff.status().ToString();
    ExpectCounts(*diff, 0, 0, 0);
    EXPECT_EQ(diff->rows_second, 3000);
  }
}

TEST(Diff, CountsRowsAndColumnsAndNamesTheFirst) {
  const std::vector<Cart> first = SomeCarts(10, 5);
  std::vector<Cart> second = first;
  second[7].cents += 1;
  second[7].channel = 1;
  second[8].customer = 0;
  second[30].cents -= 1;
  second.erase(second.begin() + 20);
  second.insert(second.begin() + 5, {.id = CartId(0, 1000)});
  TableDiff diff;
  Compare(first, second, &diff, 4);
  ExpectCounts(diff, 1, 1, 3);
  ASSERT_EQ(diff.changed_by_column.size(), 3u);
  EXPECT_EQ(diff.changed_by_column[0].column, "customer_id");
  EXPECT_EQ(diff.changed_by_column[0].changes, 1);
  EXPECT_EQ(diff.changed_by_column[1].column, "cart_value");
  EXPECT_EQ(diff.changed_by_column[1].changes, 2);
  EXPECT_EQ(diff.changed_by_column[2].column, "channel");
  ASSERT_EQ(diff.rows.size(), 4u);
  EXPECT_EQ(diff.rows[0].kind, Kind::kAdded);
  EXPECT_EQ(diff.rows[0].id, std::to_string(CartId(0, 1000)));
  EXPECT_EQ(diff.rows[1].kind, Kind::kChanged);
  EXPECT_EQ(diff.rows[1].id, std::to_string(first[7].id));
  EXPECT_EQ(diff.rows[1].columns, (std::vector<std::string>{"cart_value", "channel"}));
  EXPECT_EQ(diff.rows[3].kind, Kind::kRemoved);
  EXPECT_EQ(diff.rows[3].id, std::to_string(first[20].id));
}

TEST(Diff, NamesRowsAsTheFilesDo) {
  TestDataset numbers, uuids;
  numbers.Add(Carts({{.id = 1}, {.id = 3}}));
  uuids.Add(Carts({{.id = 1}, {.id = 5}}), {.ids_as_uuid = true});
  const auto diff = DiffCarts(numbers, uuids, 9);
  ASSERT_TRUE(diff.ok()) << diff.status().ToString();
  ASSERT_EQ(diff->rows.size(), 2u);
  EXPECT_EQ(diff->rows[0].id, "3");
  EXPECT_EQ(UuidSpace("cart_abandonment").Parse(diff->rows[1].id), 5);
}

// Any rows, in any order within their hour: what maps say is what it says.
TEST(Diff, AgreesWithMaps) {
  std::mt19937_64 random(20250101);
  for (int round = 0; round < 60; ++round) {
    std::map<int64_t, Cart> maps[2];
    std::vector<Cart> lists[2];
    for (int side = 0; side < 2; ++side) {
      const auto hours = static_cast<int64_t>(random() % 6);
      for (int64_t hour = 0; hour < hours; ++hour) {
        std::vector<Cart> carts;
        for (uint64_t n = random() % 40; n > 0; --n) {
          const Cart cart{.id = CartId(hour, static_cast<int64_t>(random() % 50)),
                          .customer = static_cast<int64_t>(random() % 2),
                          .cents = static_cast<int64_t>(random() % 2)};
          if (maps[side].emplace(cart.id, cart).second) carts.push_back(cart);
        }
        std::shuffle(carts.begin(), carts.end(), random);
        lists[side].insert(lists[side].end(), carts.begin(), carts.end());
      }
    }
    int64_t added = 0, removed = 0, changed = 0;
    for (const auto& [id, cart] : maps[0]) {
      const auto other = maps[1].find(id);
      removed += other == maps[1].end();
      changed += other != maps[1].end() && !(other->second == cart);
    }
    for (const auto& [id, cart] : maps[1]) added += !maps[0].contains(id);
    TableDiff diff;
    Compare(lists[0], lists[1], &diff, 1000000);
    ExpectCounts(diff, added, removed, changed);
    EXPECT_EQ(static_cast<int64_t>(diff.rows.size()), added + removed + changed);
    EXPECT_TRUE(std::ranges::is_sorted(
        diff.rows, {}, [](const RowDifference& row) { return std::stoll(row.id); }));
  }
}

TEST(Diff, RowsInNoOrderAreMatchedToo) {
  const std::vector<Cart> carts = SomeCarts(50, 200);
  std::vector<Cart> shuffled = carts;
  std::shuffle(shuffled.begin(), shuffled.end(), std::mt19937_64(1));
  TableDiff diff;
  Compare(carts, shuffled, &diff);
  ExpectCounts(diff, 0, 0, 0);
  shuffled.pop_back();
  shuffled[17].cents += 1;
  Compare(shuffled, carts, &diff);
  ExpectCounts(diff, 1, 0, 1);
  // The last row first: it is seen that it is out of order only when its hour is long over.
  std::vector<Cart> late = carts;
  std::rotate(late.begin(), late.begin() + 1, late.end());
  Compare(carts, late, &diff);
  ExpectCounts(diff, 0, 0, 0);
}

TEST(Diff, AKeyThatIsThereTwiceIsMatchedAsOften) {
  TableDiff diff;
  Compare({{.id = 1}, {.id = 1}, {.id = 3}}, {{.id = 1}, {.id = 3}, {.id = 3}, {.id = 3}}, &diff);
  ExpectCounts(diff, 2, 1, 0);
}

TEST(Diff, EmptyTables) {
  TableDiff diff;
  Compare({}, {}, &diff);
  ExpectCounts(diff, 0, 0, 0);
  Compare({}, SomeCarts(3, 3), &diff);
  ExpectCounts(diff, 9, 0, 0);
  Compare(SomeCarts(3, 3), {}, &diff);
  ExpectCounts(diff, 0, 9, 0);
}

class EqualPartsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    for (TestDataset* files : {&one_, &two_}) {
      files->Add(Carts(SomeCarts(2, 10)), {.format = Format::kCsv});
    }
    path_ = two_.dir() + "/cart_abandonment/part-00000.csv";
  }
  // One digit becomes another: the size stays.
  void ChangeACell() {
    std::fstream file(path_, std::ios::in | std::ios::out | std::ios::binary);
    std::string text(fs::file_size(path_), '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    const size_t at = text.find(".20,");  // 7920 cents
    ASSERT_NE(at, std::string::npos);
    file.seekp(static_cast<std::streamoff>(at));
    file << ".29,";
  }
  void Age(std::chrono::seconds seconds) {
    fs::last_write_time(path_, fs::last_write_time(two_.dir() + "/manifest.json") - seconds);
  }

  TestDataset one_, two_;
  std::string path_;
};

TEST_F(EqualPartsTest, AreNotRead) {
  const std::string nonsense(fs::file_size(path_), '?');
  std::ofstream(path_) << nonsense;
  Age(std::chrono::seconds(1));
  const auto diff = DiffCarts(one_, two_);
  ASSERT_TRUE(diff.ok()) << diff.status().ToString();
  ExpectCounts(*diff, 0, 0, 0);
  EXPECT_EQ(diff->rows_first, 20);
  EXPECT_EQ(diff->rows_second, 20);
}

TEST_F(EqualPartsTest, AreReadIfTheyWereTouchedSince) {
  ChangeACell();
  Age(std::chrono::seconds(-1));
  const auto diff = DiffCarts(one_, two_);
  ASSERT_TRUE(diff.ok()) << diff.status().ToString();
  ExpectCounts(*diff, 0, 0, 1);
  ASSERT_EQ(diff->changed_by_column.size(), 1u);
  EXPECT_EQ(diff->changed_by_column[0].column, "cart_value");
}

TEST_F(EqualPartsTest, AreReadIfTheSizeIsAnother) {
  std::ofstream(path_, std::ios::app) << "\r\n";
  Age(std::chrono::seconds(1));
  EXPECT_TRUE(DiffCarts(one_, two_)->equal());
  std::ofstream(path_, std::ios::app) << "?";
  Age(std::chrono::seconds(1));
  EXPECT_TRUE(DiffCarts(one_, two_).status().IsIOError());
}

TEST(Diff, StopsWhenItIsAsked) {
  TestDataset one, two;
  one.Add(Carts(SomeCarts(2, 2)));
  two.Add(Carts(SomeCarts(2, 3)));
  const std::atomic<bool> stop = true;
  EXPECT_TRUE(DiffCarts(one, two, 0, &stop).status().IsCancelled());
}

}  // namespace
}  // namespace fauxmart
