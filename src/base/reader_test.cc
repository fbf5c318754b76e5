#include "base/reader.h"

#include <gtest/gtest.h>

#include <functional>

namespace fauxmart {
namespace {

// The message that comes of reading a text in some way; "OK" if none does.
std::string Read(std::string_view text, const std::function<void(Reader&)>& read) {
  const auto document = Document::Parse(text, "f.yaml");
  if (!document.ok()) return document.status().message();
  Problems problems;
  {
    Reader reader(*document, &problems);
    read(reader);
  }
  return problems.status().ok() ? "OK" : problems.status().message();
}

std::string ReadNumber(std::string_view text) {
  return Read(text, [](Reader& r) { r.Number("n", {0, 10}); });
}

TEST(Reader, AnswersWithValues) {
  const auto message =
      Read("n: 0.5\nw: 3\nf: true\nt: \"a text\"\nc: b\nl: [x, y]\ns: [1, 2.5]\nm: {k: 1}\n",
           [](Reader& r) {
             EXPECT_EQ(r.Number("n", kShare), 0.5);
             EXPECT_EQ(r.Whole("w", 1, 5), 3);
             EXPECT_TRUE(r.Flag("f"));
             EXPECT_EQ(r.Text("t"), "a text");
             EXPECT_EQ(r.Choice("c", {"a", "b"}), 1);
             EXPECT_EQ(r.NameList("l"), (std::vector<std::string>{"x", "y"}));
             EXPECT_EQ(r.Numbers("s", {0, 3}, 1, 2), (std::vector<double>{1, 2.5}));
             EXPECT_FALSE(r.Has("optional"));
             Reader map = r.Map("m");
             EXPECT_EQ(map.Keys(), (std::vector<std::string>{"k"}));
             EXPECT_EQ(map.Int("k", 0, 1), 1);
           });
  EXPECT_EQ(message, "OK");
}

TEST(Reader, RefusesWrongNumbers) {
  EXPECT_EQ(ReadNumber("n: 11"), "f.yaml:1:4: n: 11 is out of range; write a number from 0 to 10");
  EXPECT_EQ(ReadNumber("n: abc"),
            "f.yaml:1:4: n: \"abc\" is not a number; write a decimal number, such as 0.05");
  EXPECT_EQ(ReadNumber("n: 012"),
            "f.yaml:1:4: n: \"012\" has a leading zero, which some read as octal; write 12");
  EXPECT_EQ(ReadNumber("n: \"5\""),
            "f.yaml:1:4: n: \"5\" is a text in quotes; write a number from 0 to 10 without them");
  EXPECT_EQ(ReadNumber("n: [5]"), "f.yaml:1:4: n: a list is here; write a number from 0 to 10");
  EXPECT_EQ(ReadNumber("n: ~"), "f.yaml:1:4: n: nothing is here; write a number from 0 to 10");
  for (const char* bad : {"n: .nan", "n: .inf", "n: 1e308", "n: -1e-9", "n: 1e999", "n: 0x1",
                          "n: true", "n: 1_0", "n: +1"}) {
    EXPECT_EQ(ReadNumber(bad).find("f.yaml:1:4: n: "), 0u) << bad;
  }
  EXPECT_EQ(Read("w: 1.5", [](Reader& r) { r.Whole("w", 1, 5); }),
            "f.yaml:1:4: w: \"1.5\" is not a whole number; write digits only, such as 15000");
  EXPECT_EQ(Read("w: 6", [](Reader& r) { r.Whole("w", 1, 5); }),
            "f.yaml:1:4: w: 6 is out of range; write a whole number from 1 to 5");
}

TEST(Reader, RefusesWrongLists) {
  const auto numbers = [](Reader& r) { r.Numbers("s", kShare, 2, 3); };
  EXPECT_EQ(Read("s: [1]", numbers), "f.yaml:1:4: s: 1 numbers; write a list of 2 to 3 numbers");
  EXPECT_EQ(Read("s: [1, x]", numbers),
            "f.yaml:1:8: s.1: \"x\" is not a number; write a decimal number, such as 0.05");
  EXPECT_EQ(Read("s: [1, [2]]", numbers),
            "f.yaml:1:8: s.1: a list is here; write a number from 0 to 1");
  const auto names = [](Reader& r) { r.NameList("l", 3); };
  EXPECT_EQ(Read("l: []", names), "f.yaml:1:4: l: 0 names; write 1 to 3");
  EXPECT_EQ(Read("l: [a, b, a]", names),
            "f.yaml:1:11: l.2: \"a\" stands here twice; write it once");
  EXPECT_EQ(Read("l: [a, \"\"]", names),
            "f.yaml:1:8: l.1: an empty name; write at least one letter");
  EXPECT_EQ(Read("l: [a, {}]", names), "f.yaml:1:8: l.1: a map is here; write a name");
  EXPECT_NE(Read("l: [\" a\"]", names).find("space around"), std::string::npos);
  EXPECT_NE(Read("l: [" + std::string(101, 'a') + "]", names).find("at most 100"),
            std::string::npos);
}

TEST(Reader, TakesOneNameOrAList) {
  const auto message = Read("a: x\nb: [x, y]\n", [](Reader& r) {
    ASSERT_EQ(r.Names("a").size(), 1u);
    EXPECT_EQ(r.Names("a")[0].text, "x");
    const auto names = r.Names("b");
    ASSERT_EQ(names.size(), 2u);
    EXPECT_EQ(names[1].text, "y");
    EXPECT_EQ(names[1].path, "b.1");
    EXPECT_EQ(names[1].place.ToString(), "f.yaml:2:8");
    r.FailAt(names[1], "not that; write another");
  });
  EXPECT_EQ(message, "f.yaml:2:8: b.1: not that; write another");
  const auto names = [](Reader& r) { r.Names("l", 2); };
  EXPECT_EQ(Read("l: {a: b}", names),
            "f.yaml:1:4: l: a map is here; write a name or a list of names, such as [a, b]");
  EXPECT_EQ(Read("l: []", names), "f.yaml:1:4: l: 0 names; write 1 to 2");
  EXPECT_EQ(Read("l: [a, b, c]", names), "f.yaml:1:4: l: 3 names; write 1 to 2");
  EXPECT_EQ(Read("l: [a, a]", names), "f.yaml:1:8: l.1: \"a\" stands here twice; write it once");
  EXPECT_EQ(Read("l: \" a\"", names).find("f.yaml:1:4: l: a name with space"), 0u);
  EXPECT_EQ(Read("m: {}",
                 [](Reader& r) {
                   Reader m = r.Map("m");
                   m.Names("l");
                 }),
            "f.yaml:1:4: m.l: missing; write a name or a list of names, such as [a, b]");
}

TEST(Reader, TellsWhatIsThereAndWhere) {
  const auto message = Read("s: 1\nl: [1]\nm:\n  k: 1\nn: ~\n", [](Reader& r) {
    EXPECT_EQ(r.KindOf("s"), Node::Kind::kScalar);
    EXPECT_EQ(r.KindOf("l"), Node::Kind::kList);
    EXPECT_EQ(r.KindOf("m"), Node::Kind::kMap);
    EXPECT_EQ(r.KindOf("n"), Node::Kind::kNull);
    EXPECT_EQ(r.KindOf("nowhere"), Node::Kind::kNull);
    EXPECT_EQ(r.PlaceOf("m").ToString(), "f.yaml:4:3");
    EXPECT_EQ(r.KeyPlaceOf("m").ToString(), "f.yaml:3:1");
    EXPECT_EQ(r.PlaceOf("nowhere").ToString(), "f.yaml:1:1");
    EXPECT_EQ(r.KeyPlaceOf("nowhere").ToString(), "f.yaml:1:1");
    r.Map("m").Int("k", 0, 1);
  });
  EXPECT_EQ(message, "OK");
}

TEST(Reader, ReadsATree) {
  Node root = Document::Parse("n: x", "f.yaml")->root();
  root.items[0].value.text = "5";
  Problems problems;
  {
    Reader reader(root, &problems);
    EXPECT_EQ(reader.Number("n", {0, 10}), 5);
  }
  EXPECT_TRUE(problems.status().ok());
}

TEST(Reader, RefusesWrongChoicesAndFlags) {
  const auto choice = [](Reader& r) { r.Choice("c", {"exact", "poisson"}); };
  EXPECT_EQ(Read("c: poison", choice),
            "f.yaml:1:4: c: \"poison\" is not known here; did you mean poisson?");
  EXPECT_EQ(Read("c: x", choice), "f.yaml:1:4: c: \"x\" is not known here; known: exact, poisson");
  const auto flag = [](Reader& r) { r.Flag("f"); };
  for (const char* bad : {"f: yes", "f: 1", "f: True", "f: \"true\""}) {
    EXPECT_NE(Read(bad, flag).find("write true or false"), std::string::npos) << bad;
  }
}

TEST(Reader, NamesMissingAndUnknownKeys) {
  const auto read = [](Reader& r) {
    Reader m = r.Map("m");
    m.Number("tax_rate", kShare);
    m.Number("late_rate", kShare);
  };
  EXPECT_EQ(Read("m: {tax_rate: 0}", read),
            "f.yaml:1:4: m.late_rate: missing; write a number from 0 to 1");
  // The misspelt key, not the gap it leaves.
  EXPECT_EQ(Read("m: {tax_rat: 0, late_rate: 0}", read),
            "f.yaml:1:5: m.tax_rat: unknown key; did you mean tax_rate?");
  EXPECT_EQ(Read("m: {tax_rate: 0, late_rate: 0, zzz: 1}", read),
            "f.yaml:1:32: m.zzz: unknown key; known: tax_rate, late_rate");
  // What was asked for twice is said once.
  EXPECT_EQ(Read("zzz: 1",
                 [](Reader& r) {
                   r.Has("key");
                   r.Has("key");
                 }),
            "f.yaml:1:1: zzz: unknown key; known: key");
  EXPECT_EQ(Read("m: 5", read),
            "f.yaml:1:4: m: a single value is here; write a map of keys and "
            "values");
  EXPECT_EQ(Read("[1]", read), "f.yaml:1:1: the file is a list; write a map of keys and values");
  EXPECT_EQ(Read("n: {}", read), "f.yaml:1:1: n: unknown key; known: m");
}

TEST(Reader, NamesTheSettingThatBrokeAWhole) {
  Document document = *Document::Parse("m: {a: 0.5, b: 0.5}", "f.yaml");
  ASSERT_TRUE(document.Set("m.a", "0.6", "--set world.m.a").ok());
  Problems problems;
  {
    Reader reader(document, &problems);
    Reader m = reader.Map("m");
    m.Keys();
    m.Fail("wrong sum");
  }
  EXPECT_EQ(problems.status().message(), "f.yaml:1:4: m: wrong sum (with --set world.m.a)");
}

TEST(Reader, SaysOneThingOnly) {
  EXPECT_EQ(Read("a: x\nb: y",
                 [](Reader& r) {
                   r.Number("b", kShare);
                   r.Number("a", kShare);
                 })
                .find("f.yaml:2:4"),
            0u);
}

}  // namespace
}  // namespace fauxmart
