#include "tables/table_buffer.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <string>

namespace fauxmart {
namespace {

TEST(RawBuffer, GrowsAndDropsFromTheFront) {
  RawBuffer buffer;
  for (int i = 0; i < 100000; ++i) *buffer.Extend(1) = static_cast<uint8_t>(i);
  EXPECT_EQ(reinterpret_cast<uintptr_t>(buffer.data()) % 64, 0u);
  const uint8_t* before = buffer.data();
  buffer.DropFront(99990);
  ASSERT_EQ(buffer.size(), 10u);
  for (size_t i = 0; i < 10; ++i) EXPECT_EQ(buffer.data()[i], static_cast<uint8_t>(99990 + i));
  buffer.DropFront(10);
  buffer.Extend(100000);
  EXPECT_EQ(buffer.data(), before);  // memory is kept
}

constexpr ColumnDecl kColumns[] = {{"id", Type::kId, false, "", ""},
                                   {"text", Type::kText, true, "", ""},
                                   {"list", Type::kTextList, false, "", ""}};
constexpr TableDecl kTable = {"t", TableKind::kFact, "", "id", "", kColumns, {}};

void AppendRow(TableBuffer& buffer, int64_t i) {
  *buffer.columns[0].Append<int64_t>(1) = i;
  buffer.columns[1].AppendText(std::string(static_cast<size_t>(i % 5), 'a'));
  *buffer.columns[1].AppendValidity(1) = i % 5 > 0;
  Names names;
  for (int64_t k = 0; k < i % 4; ++k) names.push_back(std::to_string(i * 10 + k));
  buffer.columns[2].AppendTextList(names);
  ++buffer.rows;
}

void ExpectRows(const TableBuffer& buffer, int64_t first) {
  int64_t item = 0;
  for (int64_t row = 0; row < buffer.rows; ++row) {
    const int64_t i = first + row;
    const auto at = static_cast<size_t>(row);
    EXPECT_EQ(buffer.columns[0].As<int64_t>()[row], i);
    EXPECT_EQ(buffer.columns[1].TextAt(at), std::string(static_cast<size_t>(i % 5), 'a'));
    EXPECT_EQ(buffer.columns[1].validity.data()[row], i % 5 > 0);
    for (int64_t k = 0; k < i % 4; ++k, ++item) {
      EXPECT_EQ(buffer.columns[2].TextAt(static_cast<size_t>(item)), std::to_string(i * 10 + k));
    }
    EXPECT_EQ(reinterpret_cast<const int32_t*>(buffer.columns[2].offsets.data())[row], item);
  }
}

TEST(TableBuffer, DropsRowsOfAllColumnsAndGoesOn) {
  for (const int64_t step : {1, 3, 64, 99, 100}) {
    TableBuffer buffer(kTable, {});
    for (int64_t i = 0; i < 100; ++i) AppendRow(buffer, i);
    ExpectRows(buffer, 0);
    buffer.DropFront(step);
    ExpectRows(buffer, step);
    for (int64_t i = 100; i < 130; ++i) AppendRow(buffer, i);
    EXPECT_EQ(buffer.rows, 130 - step);
    ExpectRows(buffer, step);
    buffer.Clear();
    EXPECT_EQ(buffer.rows, 0);
    EXPECT_EQ(buffer.columns[1].values.size(), 0u);
    for (int64_t i = 7; i < 20; ++i) AppendRow(buffer, i);
    ExpectRows(buffer, 7);
  }
}

}  // namespace
}  // namespace fauxmart
