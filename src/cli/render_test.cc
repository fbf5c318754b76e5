#include "cli/render.h"

#include <gtest/gtest.h>

#include "cli/interrupt.h"
#include "cli/progress.h"

namespace fauxmart {
namespace {

Terminal Narrow(int width) { return {.interactive = true, .unicode = false, .width = width}; }

TEST(RenderTest, Numbers) {
  EXPECT_EQ(Grouped(0), "0");
  EXPECT_EQ(Grouped(999), "999");
  EXPECT_EQ(Grouped(1559991), "1,559,991");
  EXPECT_EQ(Grouped(-1000), "-1,000");
  EXPECT_EQ(Scaled(850), "850");
  EXPECT_EQ(Scaled(999.7), "1.00 k");
  EXPECT_EQ(Scaled(1234567), "1.23 M");
  EXPECT_EQ(Scaled(123456789), "123 M");
  EXPECT_EQ(Bytes(0), "0 B");
  EXPECT_EQ(Bytes(1023), "1023 B");
  EXPECT_EQ(Bytes(1536), "1.5 KiB");
  EXPECT_EQ(Bytes(5e9), "4.7 GiB");
  EXPECT_EQ(Seconds(0.314), "0.31 s");
  EXPECT_EQ(Seconds(59.7), "1 min 0 s");
  EXPECT_EQ(WholeSeconds(6.2), "6 s");
  EXPECT_EQ(Seconds(7325), "2 h 2 min");
}

TEST(RenderTest, TextIsMeasuredInCodePoints) {
  EXPECT_EQ(DisplayWidth("Zoë"), 3);
  EXPECT_EQ(Shortened("Zoë Müller", 6, true), "Zoë M…");
  EXPECT_EQ(Shortened("Zoë Müller", 6, false), "Zoë M~");
  EXPECT_EQ(Shortened("Zoë", 3, true), "Zoë");
  EXPECT_EQ(Wrapped("one two three", 7, 0), "one two\nthree");
  EXPECT_EQ(Wrapped("one two", 6, 3), "one\n   two");
}

TEST(RenderTest, ATableIsFramedAndAligned) {
  const TextTable table{
      .columns = {"id", "name"}, .numeric = {true, false}, .rows = {{"1", "Ann"}, {"10", "Bo"}}};
  EXPECT_EQ(DrawTable(table, Terminal()),
            "+----+------+\n"
            "| id | name |\n"
            "+----+------+\n"
            "|  1 | Ann  |\n"
            "| 10 | Bo   |\n"
            "+----+------+\n");
  EXPECT_EQ(AlignTable(table, 2, Terminal()), "  id  name\n   1  Ann\n  10  Bo\n");
}

TEST(RenderTest, ATableFitsItsTerminal) {
  TextTable table;
  for (int i = 0; i < 20; ++i) {
    table.columns.push_back("column_" + std::to_string(i));
    table.numeric.push_back(false);
  }
  table.rows.push_back(std::vector<std::string>(20, std::string(60, 'x')));
  for (const int width : {20, 40, 80, 200}) {
    const std::string text = DrawTable(table, Narrow(width));
    for (size_t begin = 0; begin < text.size();) {
      const size_t end = text.find('\n', begin);
      EXPECT_LE(DisplayWidth(text.substr(begin, end - begin)), width);
      begin = end + 1;
    }
    EXPECT_NE(text.find("not shown:"), std::string::npos);
    EXPECT_NE(text.find("column_19"), std::string::npos);
  }
  EXPECT_EQ(DrawTable(table, Terminal()).find("not shown:"), std::string::npos);
}

TEST(RenderTest, ASparklineShowsSharesOfTheHighest) {
  EXPECT_EQ(Sparkline({0, 50, 100}, 60, true), "▁▄█");
  EXPECT_EQ(Sparkline({0, 50, 100}, 60, false), "_-#");
  EXPECT_EQ(Sparkline({0, 0}, 60, true), "▁▁");
  EXPECT_EQ(Sparkline({}, 60, true), "");
  EXPECT_EQ(DisplayWidth(Sparkline(std::vector<int64_t>(720, 3), 60, true)), 60);
}

TEST(RenderTest, WordsForTheShell) {
  EXPECT_EQ(ShellQuoted("out/x-1"), "out/x-1");
  EXPECT_EQ(ShellQuoted("a b"), "\"a b\"");
  EXPECT_EQ(ShellQuoted("$x"), "'$x'");
  EXPECT_EQ(ShellQuoted("it's $x"), "'it'\\''s $x'");
  EXPECT_EQ(ShellQuoted(""), "\"\"");
}

TEST(ProgressTest, TheLineFitsAndSaysHowLongItTakes) {
  const Progress progress{.orders_done = 250, .orders_planned = 1000, .seconds = 2};
  const std::string line = ProgressLine(progress, 64 * 1024 * 1024, 80, false);
  EXPECT_NE(line.find(" 25 %  125 orders/s  6 s left  64.0 MiB memory"), std::string::npos) << line;
  for (const int width : {20, 40, 80, 200}) {
    EXPECT_LT(DisplayWidth(ProgressLine(progress, 1e9, width, true)), width);
  }
  EXPECT_NE(ProgressLine(Progress(), 0, 80, true).find("0 %"), std::string::npos);
}

TEST(ProgressTest, APlainLineMovesNoCursor) {
  Progress progress{.orders_done = 250, .orders_planned = 1000, .seconds = 2};
  progress.resident_bytes = 64 * 1024 * 1024;
  EXPECT_EQ(PlainProgressLine(progress), " 25 %  125 orders/s  6 s left  64.0 MiB memory\n");
  EXPECT_EQ(PlainProgressLine(Progress()), "  0 %  0 orders/s\n");
}

TEST(InterruptTest, TheSameCommandGoesOn) {
  EXPECT_EQ(ResumeCommand({"generate", "x", "--out", "a b", "--overwrite"}),
            "fauxmart generate x --out \"a b\" --resume");
  EXPECT_EQ(ResumeCommand({"generate", "x", "--resume"}), "fauxmart generate x --resume");
}

}  // namespace
}  // namespace fauxmart
