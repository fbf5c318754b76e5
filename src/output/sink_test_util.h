// A table with a column of every type, for the tests of this folder.
#pragma once

#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "output/sink.h"
#include "tables/table_buffer.h"

namespace fauxmart {

inline constexpr ColumnDecl kEveryColumn[] = {
    {"thing_id", Type::kId, false, "", ""},
    {"parent_id", Type::kId, true, "", "", "parents.parent_id"},
    {"count", Type::kInt32, false, "", ""},
    {"score", Type::kInt32, true, "", ""},
    {"total", Type::kInt64, false, "", ""},
    {"price", Type::kMoney, false, "USD", ""},
    {"refund", Type::kMoney, true, "USD", ""},
    {"created_ts", Type::kTimestamp, false, "", ""},
    {"closed_ts", Type::kTimestamp, true, "", ""},
    {"is_late", Type::kBool, false, "", ""},
    {"is_known", Type::kBool, true, "", ""},
    {"hours", Type::kFloat64, false, "h", ""},
    {"ratio", Type::kFloat64, true, "", ""},
    {"channel", Type::kCategory, false, "", ""},
    {"reason", Type::kCategory, true, "", ""},
    {"name", Type::kText, false, "", ""},
    {"remark", Type::kText, true, "", ""},
    {"tags", Type::kTextList, false, "", ""},
    {"hints", Type::kTextList, true, "", ""},
};
inline constexpr TableDecl kEveryTable = {"things",     TableKind::kFact, "", "thing_id",
                                          "created_ts", kEveryColumn,     {}};

inline std::vector<std::shared_ptr<const Names>> EveryVocabulary() {
  std::vector<std::shared_ptr<const Names>> all(std::size(kEveryColumn));
  all[13] = std::make_shared<const Names>(Names{"web", "mobile \"app\"", "phone, fax"});
  all[14] =
      std::make_shared<const Names>(Names{"lost", "a reason of more than thirty-two letters"});
  return all;
}

// Appends rows [begin, end) of one endless table.
inline void AppendThings(TableBuffer& buffer, int64_t begin, int64_t end) {
  static const std::string kTexts[] = {"plain", "with, comma",   "say \"hi\"",  "two\r\nlines",
                                       "",      "tab\tand \x01", "back\\slash", "naïve ✓"};
  std::vector<Column>& c = buffer.columns;
  for (int64_t i = begin; i < end; ++i) {
    const bool odd = i % 3 == 1;
    const auto valid = static_cast<uint8_t>(odd ? 0 : 1);
    const auto k = static_cast<int32_t>(i);
    *c[0].Append<int64_t>(1) = i * 64;
    *c[1].Append<int64_t>(1) = odd ? 0 : i * 7919 % 1000;
    *c[2].Append<int32_t>(1) = k % 5;
    *c[3].Append<int32_t>(1) = odd ? 0 : -k % 11;
    *c[4].Append<int64_t>(1) = i * i;
    *c[5].Append<int64_t>(1) = i * 37 % 9999 - 500;
    *c[6].Append<int64_t>(1) = odd ? 0 : -i;
    *c[7].Append<int64_t>(1) = 1735689600000000 + i * 1234567;
    *c[8].Append<int64_t>(1) = odd ? 0 : 1735689600000000 + i * 999999937 % 86400000000;
    *c[9].Append<uint8_t>(1) = i % 4 == 0;
    *c[10].Append<uint8_t>(1) = valid & (i % 2 == 0);
    *c[11].Append<double>(1) = i % 7 == 0 ? std::sqrt(static_cast<double>(i)) : 0;
    *c[12].Append<double>(1) = odd ? 0 : static_cast<double>(i) / 8;
    *c[13].Append<int32_t>(1) = k % 3;
    *c[14].Append<int32_t>(1) = odd ? 0 : k / 3 % 2;
    c[15].AppendText(kTexts[i % 8]);
    c[16].AppendText(odd ? "" : kTexts[i / 3 % 8]);
    c[17].AppendTextList(i % 4 == 0 ? Names{} : Names{kTexts[i % 8], "b"});
    c[18].AppendTextList(odd || i % 2 == 0 ? Names{} : Names{kTexts[i / 2 % 8]});
    for (Column& column : c) {
      if (column.nullable) *column.AppendValidity(1) = valid;
    }
  }
  buffer.rows += end - begin;
}

inline TableBuffer Things(int64_t rows) {
  TableBuffer buffer(kEveryTable, EveryVocabulary());
  AppendThings(buffer, 0, rows);
  return buffer;
}

}  // namespace fauxmart
