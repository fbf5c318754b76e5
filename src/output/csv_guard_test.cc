#include "output/csv_guard.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace fauxmart {
namespace {

std::string Field(const std::string& text) {
  std::string field(2 * text.size() + 3, '#');
  const char* end = WriteGuardedCsvField(field.data(), text);
  EXPECT_LE(end, field.data() + field.size()) << text;
  field.resize(static_cast<size_t>(end - field.data()));
  return field;
}

TEST(CsvGuard, MarksWhatSpreadsheetsCompute) {
  for (const char* text : {"=1+1", "+1-555-0100", "-x", "@sum", "\tq", "\rq", "\nq", "=", "  =1",
                           "\uff1d1", "\uff0b1", "\uff0d1", "\uff201", "'", "'quoted", "'=1"}) {
    EXPECT_TRUE(NeedsGuard(text)) << text;
    EXPECT_EQ(Field(text), "\"'" + std::string(text) + "\"");
  }
  EXPECT_EQ(Field("=cmd|\"a\""), "\"'=cmd|\"\"a\"\"\"");
}

TEST(CsvGuard, LeavesOtherTexts) {
  for (const char* text :
       {"plain", "a=1", "x-y", "me@example.com", " ", "   ", "1", "\"=", " '", "naïve", "\uff1a"}) {
    EXPECT_FALSE(NeedsGuard(text)) << text;
  }
  EXPECT_EQ(Field(""), "\"\"");
  EXPECT_EQ(Field("a=1"), "a=1");
  EXPECT_EQ(Field("a,=1"), "\"a,=1\"");
}

// The value of a field, as any CSV reader has it.
std::string Value(std::string field) {
  if (!field.starts_with('"')) return field;
  field = field.substr(1, field.size() - 2);
  for (size_t at = 0; (at = field.find("\"\"", at)) != field.npos; ++at) field.erase(at, 1);
  return field;
}

// All texts of up to five of these letters: each comes back, and no two have the same field.
TEST(CsvGuard, EveryTextReadsBack) {
  const std::string letters = "'=\" a,";
  std::vector<std::string> texts = {""};
  for (size_t i = 0; i < texts.size(); ++i) {
    const std::string text = texts[i];
    const std::string value = Value(Field(text));
    const auto back = WithoutGuard(value);
    ASSERT_TRUE(back.has_value()) << text;
    ASSERT_EQ(*back, text);
    ASSERT_FALSE(value.starts_with("=") || value.starts_with(" =")) << text;
    if (text.size() == 5) continue;
    for (const char letter : letters) texts.push_back(text + letter);
  }
  EXPECT_EQ(texts.size(), 1u + 6 + 36 + 216 + 1296 + 7776);
}

TEST(CsvGuard, RefusesWhatNoGuardedFileHas) {
  for (const char* field : {"=1", "+1", " =1", "'a", "'", "' ", "'1"}) {
    EXPECT_FALSE(WithoutGuard(field).has_value()) << field;
  }
}

}  // namespace
}  // namespace fauxmart
