#include "validate/condition.h"

#include <arrow/array.h>
#include <arrow/builder.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "engine/plain_batch.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

constexpr ColumnDecl kColumns[] = {
    {"n", Type::kInt32, true, "", ""},      {"m", Type::kInt32, true, "", ""},
    {"word", Type::kText, true, "", ""},    {"price", Type::kMoney, false, "", ""},
    {"at", Type::kTimestamp, true, "", ""}, {"until", Type::kTimestamp, true, "", ""},
};
constexpr TableDecl kTable = {"t", TableKind::kFact, "", "", "", kColumns, {}};

struct Row {
  std::optional<int32_t> n = {}, m = {};
  std::optional<std::string> word = {};
  double price = 0;
  std::optional<int64_t> at = {}, until = {};
};

template <typename Builder, typename Value>
std::shared_ptr<arrow::Array> One(Builder&& builder, const std::optional<Value>& value) {
  EXPECT_TRUE((value ? builder.Append(*value) : builder.AppendNull()).ok());
  return *builder.Finish();
}

// Whether the condition holds for the row.
bool Holds(const std::string& sql, const Row& row) {
  const auto schema = PlainSchema(kTable);
  const auto time = schema->field(4)->type();
  const auto batch = arrow::RecordBatch::Make(
      schema, 1,
      {One(arrow::Int32Builder(), row.n), One(arrow::Int32Builder(), row.m),
       One(arrow::StringBuilder(), row.word), One(arrow::DoubleBuilder(), std::optional(row.price)),
       One(arrow::TimestampBuilder(time, arrow::default_memory_pool()), row.at),
       One(arrow::TimestampBuilder(time, arrow::default_memory_pool()), row.until)});
  auto condition = Condition::Parse(kTable, sql);
  EXPECT_TRUE(condition.ok()) << condition.status().ToString();
  return condition.ok() && condition->Holds(*batch).at(0) != 0;
}

TEST(Condition, ComparesAndCalculates) {
  const Row row{.n = 6, .m = 4, .word = "red", .price = 0.1};
  EXPECT_TRUE(Holds("n = m + 2 AND n - m = 2 AND m * 3 = 12 AND 7 // m = 1", row));
  EXPECT_TRUE(Holds("n > m AND n >= 6 AND m < n AND m <= 4 AND n <> m", row));
  EXPECT_FALSE(Holds("n < m", row));
  EXPECT_TRUE(Holds("n BETWEEN 5 AND 6 AND NOT n BETWEEN 7 AND 9", row));
  EXPECT_TRUE(Holds("word = 'red' AND word <> 'blue'", row));
  EXPECT_TRUE(Holds("n + m * 2 = 14 AND (n + m) * 2 = 20", row));
}

TEST(Condition, OrBindsLooserThanAnd) {
  EXPECT_TRUE(Holds("n = 1 OR n = 2 AND n = 3", {.n = 1}));
  EXPECT_FALSE(Holds("(n = 1 OR n = 2) AND n = 3", {.n = 1}));
}

TEST(Condition, HasThreeValues) {
  const Row none{};
  EXPECT_FALSE(Holds("n = 1", none));
  EXPECT_FALSE(Holds("NOT n = 1", none));
  EXPECT_FALSE(Holds("n <> 1", none));
  EXPECT_TRUE(Holds("n = 1 OR true", none));
  EXPECT_FALSE(Holds("n = 1 OR false", none));
  EXPECT_FALSE(Holds("n = 1 AND true", none));
  EXPECT_TRUE(Holds("NOT (n = 1 AND false)", none));
  EXPECT_TRUE(Holds("n IS NULL AND NOT n IS NOT NULL", none));
  EXPECT_TRUE(Holds("coalesce(n = 1, true)", none));
  EXPECT_FALSE(Holds("coalesce(n = 1, false)", none));
  EXPECT_TRUE(Holds("n IS NOT DISTINCT FROM m", none));
  EXPECT_FALSE(Holds("n IS NOT DISTINCT FROM m", {.n = 1}));
  EXPECT_TRUE(Holds("n IS DISTINCT FROM m", {.n = 1}));
  EXPECT_TRUE(Holds("CASE WHEN n = 1 THEN false ELSE true END", none));
}

TEST(Condition, AmountsAddUpToTheCent) {
  // In doubles of dollars, .1 + .1 + .1 is not .3.
  EXPECT_TRUE(Holds("price + price + price = price * 3", {.price = 0.1}));
  EXPECT_TRUE(Holds("price > 0", {.price = 0.01}));
}

TEST(Condition, CountsTime) {
  const Row row{.at = 1'500'000, .until = 86'401'500'000};
  EXPECT_TRUE(Holds("until = at + 1 * INTERVAL 1 DAY", row));
  EXPECT_TRUE(Holds("date_diff('second', at, until) // 3600 = 24", row));
  EXPECT_TRUE(Holds("date_diff('microsecond', at, until) = 86400000000", row));
  EXPECT_FALSE(Holds("date_diff('second', at, until) = 0", {.at = 1}));
}

TEST(Condition, Matches) {
  const std::string sql = "regexp_full_match(word, '.+@example\\.(com|net)')";
  EXPECT_TRUE(Holds(sql, {.word = "a@example.com"}));
  EXPECT_FALSE(Holds(sql, {.word = "a@example.com.org"}));
  EXPECT_FALSE(Holds(sql, {.word = "a@exampleXcom"}));
  EXPECT_FALSE(Holds(sql, {}));
  EXPECT_FALSE(Holds(sql, {.word = std::string(1'000'000, 'a') + "@example.com"}));
}

TEST(Condition, RefusesWhatIsNone) {
  for (const char* sql : {"word = 1",
                          "n = 'x'",
                          "word + 1 = 2",
                          "word",
                          "NOT word",
                          "'x' < 'y'",
                          "regexp_full_match(n, 'x')",
                          "regexp_full_match(word, word)",
                          "regexp_full_match(word, '(')",
                          "coalesce(word, 'x') = 'x'",
                          "",
                          "n =",
                          "n = 1 1",
                          "(n",
                          "nobody = 1",
                          "n = 'x",
                          "sqrt(n) = 1",
                          "CASE WHEN n = 1 THEN 2 END",
                          "date_diff('year', at, until) = 1",
                          "INTERVAL x DAY",
                          "n IS 1"}) {
    EXPECT_FALSE(Condition::Parse(kTable, sql).ok()) << sql;
  }
}

TEST(Condition, ReadsEveryRuleThatIsDeclared) {
  for (const TableDecl* decl : AllTables()) {
    for (const RowRule& rule : decl->rules) {
      const auto condition = Condition::Parse(*decl, rule.sql);
      EXPECT_TRUE(condition.ok()) << condition.status().ToString();
    }
  }
}

}  // namespace
}  // namespace fauxmart
