#include "base/text.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace fauxmart {
namespace {

TEST(Text, ReadsWholeNumbers) {
  EXPECT_EQ(*ParseWhole("0"), 0);
  EXPECT_EQ(*ParseWhole("-3"), -3);
  EXPECT_EQ(*ParseWhole("9223372036854775807"), INT64_MAX);
  EXPECT_EQ(*ParseWhole("-9223372036854775808"), INT64_MIN);
}

TEST(Text, RefusesWhatIsNoWholeNumber) {
  for (const char* bad : {"", "-", "+1", " 1", "1 ", "1.0", "1e3", "0x10", "0o7", "012", "-01",
                          "1_000", "1,000", "abc", "inf", "9223372036854775808", "٣"}) {
    EXPECT_FALSE(ParseWhole(bad).ok()) << bad;
  }
}

TEST(Text, ReadsDecimals) {
  EXPECT_EQ(*ParseDecimal("0.05"), 0.05);
  EXPECT_EQ(*ParseDecimal("-0.43"), -0.43);
  EXPECT_EQ(*ParseDecimal("1e3"), 1000);
  EXPECT_EQ(*ParseDecimal("1.5E-2"), 0.015);
  EXPECT_EQ(*ParseDecimal("15000"), 15000);
  EXPECT_FALSE(std::signbit(*ParseDecimal("-0")));
}

TEST(Text, RefusesWhatIsNoDecimal) {
  for (const char* bad :
       {"",    ".",    ".5",      "5.",    "-.5",      "1e",    "1e+",    "nan",    ".nan",
        "NaN", "inf",  "-inf",    ".inf",  "Infinity", "1e309", "-1e309", "1e-400", "0x1p3",
        "012", "00.5", "1_000.0", "1.5.2", "0.5f",     "1,5",   "--1"}) {
    EXPECT_FALSE(ParseDecimal(bad).ok()) << bad;
  }
}

TEST(Text, SaysThatALeadingZeroLooksOctal) {
  EXPECT_EQ(ParseWhole("-0012").status().message(),
            "\"-0012\" has a leading zero, which some read as octal; write -12");
  EXPECT_EQ(ParseDecimal("00.5").status().message(),
            "\"00.5\" has a leading zero, which some read as octal; write 0.5");
  EXPECT_EQ(ParseDecimal("000").status().message(),
            "\"000\" has a leading zero, which some read as octal; write 0");
}

TEST(Text, DoesNotRepeatLongInput) {
  EXPECT_LT(ParseWhole(std::string(100'000, 'x')).status().message().size(), 200u);
}

TEST(Text, FormatsTheShortestNumber) {
  EXPECT_EQ(FormatNumber(0.1), "0.1");
  EXPECT_EQ(FormatNumber(15000), "15000");
}

TEST(Text, FindsTheNearestName) {
  const std::vector<std::string> names = {"payment_outage", "flash_sale", "baseline", "web"};
  EXPECT_EQ(Nearest("paymnet_outage", names), "payment_outage");  // neighbours swapped
  EXPECT_EQ(Nearest("payment-outage", names), "payment_outage");
  EXPECT_EQ(Nearest("Flash_Sale", names), "flash_sale");
  EXPECT_EQ(Nearest("flashsale", names), "flash_sale");
  EXPECT_EQ(Nearest("wbe", names), "web");
  EXPECT_EQ(Nearest("viral_moment", names), "");
  EXPECT_EQ(Nearest("x", names), "");
  EXPECT_EQ(Nearest("", names), "");
  EXPECT_EQ(Nearest(std::string(100'000, 'w'), names), "");
  EXPECT_EQ(Nearest("web", {}), "");
}

// By the definition: edits counted letter by letter.
size_t EditsBetween(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty()) return a.size() + b.size();
  const std::string_view x = a.substr(1), y = b.substr(1);
  if (a[0] == b[0]) return EditsBetween(x, y);
  size_t edits = 1 + std::min({EditsBetween(x, y), EditsBetween(x, b), EditsBetween(a, y)});
  if (!x.empty() && !y.empty() && a[0] == y[0] && x[0] == b[0]) {
    edits = std::min(edits, 1 + EditsBetween(x.substr(1), y.substr(1)));
  }
  return edits;
}

TEST(Text, TheNearestNameTakesTheFewestEdits) {
  uint32_t state = 1;
  const auto word = [&state](size_t most) {
    const auto next = [&state] { return (state = state * 1664525 + 1013904223) >> 16; };
    std::string letters(1 + next() % most, ' ');
    for (char& letter : letters) letter = "abc"[next() % 3];
    return letters;
  };
  int found = 0;
  for (int round = 0; round < 2000; ++round) {
    const std::string wanted = word(7);
    const std::vector<std::string> names = {word(9), word(4), word(7), word(7)};
    size_t best = std::min(std::max<size_t>(1, wanted.size() / 3), wanted.size() - 1) + 1;
    std::string nearest;
    for (const std::string& name : names) {
      const size_t edits = EditsBetween(wanted, name);
      if (edits >= best || edits >= name.size()) continue;
      best = edits;
      nearest = name;
    }
    EXPECT_EQ(Nearest(wanted, names), nearest) << wanted;
    found += nearest.empty() ? 0 : 1;
  }
  EXPECT_GT(found, 300);
}

TEST(Text, OffersTheNearestOrAllNames) {
  EXPECT_EQ(DidYouMean("webb", {"web", "app"}), "; did you mean web?");
  EXPECT_EQ(DidYouMean("telephone", {"web", "app"}), "; known: web, app");
  EXPECT_EQ(DidYouMean("telephone", {}), "; none is known here");
  EXPECT_EQ(Join({"a", "b"}), "a, b");
}

TEST(Text, FindsBytesThatAreNoText) {
  EXPECT_EQ(FindNonText("plain\ttext\r\n, é, 日本, 😀"), std::string_view::npos);
  using std::string_view_literals::operator""sv;
  EXPECT_EQ(FindNonText("ab\0c"sv), 2u);
  EXPECT_EQ(FindNonText("\x7f"), 0u);
  EXPECT_EQ(FindNonText("a\xff"), 1u);
  EXPECT_EQ(FindNonText("\xc0\xaf"), 0u);          // overlong
  EXPECT_EQ(FindNonText("\xe0\x80\xaf"), 0u);      // overlong
  EXPECT_EQ(FindNonText("\xed\xa0\x80"), 0u);      // surrogate
  EXPECT_EQ(FindNonText("\xf4\x90\x80\x80"), 0u);  // beyond Unicode
  EXPECT_EQ(FindNonText("a\xc3"), 1u);             // cut short
  EXPECT_EQ(FindNonText("\xe6\x97"), 0u);
}

}  // namespace
}  // namespace fauxmart
