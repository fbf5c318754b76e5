#include "engine/row_bytes.h"

#include <arrow/array.h>
#include <arrow/builder.h>
#include <arrow/record_batch.h>
#include <arrow/table_builder.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <optional>
#include <string>

#include "engine/plain_batch.h"

namespace fauxmart {
namespace {

constexpr ColumnDecl kColumns[] = {
    {"id", Type::kId, false, "", ""},        {"number", Type::kInt32, true, "", ""},
    {"ratio", Type::kFloat64, true, "", ""}, {"flag", Type::kBool, true, "", ""},
    {"one", Type::kText, true, "", ""},      {"two", Type::kCategory, true, "", ""},
    {"list", Type::kTextList, true, "", ""},
};
constexpr TableDecl kTable = {"t", TableKind::kFact, "", "id", "", kColumns, {}};

struct Row {
  std::optional<int32_t> number;
  std::optional<double> ratio;
  std::optional<bool> flag;
  std::optional<std::string> one, two;
  std::optional<std::vector<std::string>> list;
};

template <typename Builder, typename Value>
void Append(arrow::ArrayBuilder* builder, const std::optional<Value>& value) {
  auto* typed = static_cast<Builder*>(builder);
  ASSERT_TRUE((value ? typed->Append(*value) : typed->AppendNull()).ok());
}

std::shared_ptr<arrow::RecordBatch> Batch(const std::vector<Row>& rows) {
  auto builder =
      *arrow::RecordBatchBuilder::Make(PlainSchema(kTable), arrow::default_memory_pool());
  int64_t id = 0;
  for (const Row& row : rows) {
    Append<arrow::Int64Builder>(builder->GetField(0), std::optional<int64_t>(++id * 100));
    Append<arrow::Int32Builder>(builder->GetField(1), row.number);
    Append<arrow::DoubleBuilder>(builder->GetField(2), row.ratio);
    Append<arrow::BooleanBuilder>(builder->GetField(3), row.flag);
    Append<arrow::StringBuilder>(builder->GetField(4), row.one);
    Append<arrow::StringBuilder>(builder->GetField(5), row.two);
    auto* lists = static_cast<arrow::ListBuilder*>(builder->GetField(6));
    EXPECT_TRUE((row.list ? lists->Append() : lists->AppendNull()).ok());
    for (const std::string& item : row.list.value_or(std::vector<std::string>())) {
      Append<arrow::StringBuilder>(lists->value_builder(), std::optional(item));
    }
  }
  return *builder->Flush();
}

const std::vector<Row> kRows = {
    {1, 0.5, true, "a", "b", {{"x", "y"}}},
    {{}, {}, {}, {}, {}, {}},
    {0, 0.0, false, "", "", {{}}},
    {0, -0.0, false, "", "", {{""}}},
    {1, 0.5, true, "ab", "", {{"xy"}}},
    {-1, std::numeric_limits<double>::quiet_NaN(), true, "", "ab", {{"x", "", "y"}}},
};

TEST(RowBytes, DifferExactlyWhereRowsDo) {
  RowBytes rows(kTable), again(kTable);
  const auto batch = Batch(kRows);
  rows.Fill(*batch);
  ASSERT_EQ(rows.rows(), 6);
  for (int64_t i = 0; i < rows.rows(); ++i) {
    EXPECT_EQ(rows.Key(i), (i + 1) * 100);
    again.Fill(*batch->Slice(i, 1));
    EXPECT_EQ(again.At(0), rows.At(i));  // whatever stands around it
    for (int64_t k = 0; k < rows.rows(); ++k) EXPECT_EQ(rows.At(i) == rows.At(k), i == k);
  }
}

TEST(RowBytes, KnowTheColumn) {
  using Columns = std::vector<size_t>;
  RowBytes rows(kTable);
  rows.Fill(*Batch(kRows));
  const auto differ = [&](int64_t a, int64_t b) {
    return DifferentColumns(rows.At(a), rows.At(b), kTable);
  };
  EXPECT_EQ(differ(0, 0), Columns());
  EXPECT_EQ(differ(0, 1), Columns({0, 1, 2, 3, 4, 5, 6}));
  EXPECT_EQ(differ(1, 2), Columns({0, 1, 2, 3, 4, 5, 6}));  // null is neither 0 nor empty
  EXPECT_EQ(differ(2, 3), Columns({0, 2, 6}));              // [] and [""]
  EXPECT_EQ(differ(0, 4), Columns({0, 4, 5, 6}));           // the same letters, cut elsewhere
  EXPECT_EQ(differ(5, 5), Columns());                       // not a number, but the same
}

TEST(RowBytes, DoNotSeeWhatIsUnderANull) {
  const auto batch = Batch({{7, 0.5, true, "a", "b", {{"x"}}}, {7, 0.5, true, "a", "b", {{"x"}}}});
  std::vector<std::shared_ptr<arrow::Array>> columns = batch->columns();
  const auto seven = columns[1]->data();
  const auto none = arrow::Buffer::FromString(std::string(1, '\0'));
  columns[1] =
      arrow::MakeArray(arrow::ArrayData::Make(arrow::int32(), 2, {none, seven->buffers[1]}, 2));
  const auto nulls = arrow::RecordBatch::Make(batch->schema(), 2, columns);
  RowBytes hidden(kTable), plain(kTable);
  hidden.Fill(*nulls);
  plain.Fill(*Batch({{{}, 0.5, true, "a", "b", {{"x"}}}}));
  EXPECT_EQ(hidden.At(0), plain.At(0));
}

}  // namespace
}  // namespace fauxmart
