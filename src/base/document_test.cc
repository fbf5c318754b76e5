#include "base/document.h"

#include <gtest/gtest.h>

#include <cstdio>

namespace fauxmart {
namespace {

using Kind = Node::Kind;

std::string Refusal(std::string_view text) {
  const auto document = Document::Parse(text, "f.yaml");
  EXPECT_TRUE(document.status().IsInvalid()) << text;
  return document.status().message();
}

std::string SetRefusal(std::string_view path, std::string_view value) {
  Document document = *Document::Parse("a: {b: 1, St. Louis: {share: 2}}\nl: [1, 2]\n", "f.yaml");
  return document.Set(path, value, "--set x").message();
}

TEST(Document, RemembersWhereThingsStood) {
  const Document document = *Document::Parse("a: 1\nb:\n  - x\n  - \"012\"\n", "f.yaml");
  const Node& root = document.root();
  ASSERT_EQ(root.kind, Kind::kMap);
  EXPECT_EQ(root.Find("a")->value.text, "1");
  EXPECT_EQ(root.Find("a")->value.place.ToString(), "f.yaml:1:4");
  EXPECT_EQ(root.Find("b")->key_place.ToString(), "f.yaml:2:1");
  const Node& list = root.Find("b")->value;
  ASSERT_EQ(list.kind, Kind::kList);
  EXPECT_FALSE(list.items[0].value.quoted);
  EXPECT_TRUE(list.items[1].value.quoted);
  EXPECT_EQ(list.items[1].value.place.ToString(), "f.yaml:4:5");
  EXPECT_EQ(root.Find("c"), nullptr);
}

TEST(Document, ReadsJson) {
  const auto document = Document::Parse(
      "{\n\t\"a\":{\"b\":[1,2.5,\"x\\/\\u00e9\"]},\r\n\t\"c\":null,\"d\":true}\n", "f.json");
  ASSERT_TRUE(document.ok()) << document.status();
  const Node& list = document->root().Find("a")->value.Find("b")->value;
  EXPECT_EQ(list.items[2].value.text, "x/é");
  EXPECT_EQ(document->root().Find("c")->value.kind, Kind::kNull);
}

TEST(Document, TakesStandardTagsByTheirMeaning) {
  const Document document = *Document::Parse("a: !!str 5\nb: !!int 5\nc: !!map {}\n", "f.yaml");
  EXPECT_TRUE(document.root().Find("a")->value.quoted);
  EXPECT_FALSE(document.root().Find("b")->value.quoted);
}

TEST(Document, RefusesWhatItDoesNotSupport) {
  const std::pair<std::string, std::string> cases[] = {
      {"a:\n  b: 1\n  b: 2\n", "f.yaml:3:3: a.b: given twice, first in line 2; keep one of them"},
      {"{\"a\": 1, \"a\": 2}", "f.yaml:1:10: a: given twice, first in line 1; keep one of them"},
      {"a: &x 1\n", "f.yaml:1:4: a: the anchor &x is not supported here; write the value out"},
      {"a: [1, *x]\n",
       "f.yaml:1:8: a.1: the referenced anchor is not defined; write the value "
       "out; aliases are not supported"},
      {"a: !money 5\n", "f.yaml:1:4: a: the tag !money is not supported here; remove it"},
      {"a: !!binary x\n", "f.yaml:1:4: a: the tag !!binary does not fit a single value; remove it"},
      {"a: !!seq {}\n", "f.yaml:1:4: a: the tag !!seq does not fit a map; remove it"},
      {"a: 1\n---\nb: 1\n",
       "f.yaml:2:1: a second document begins here; write one, and check the indentation and "
       "brackets before"},
      {"? [a]\n: 1\n",
       "f.yaml:1:3: a key that is a map or list; write a single word, and close every "
       "bracket"},
      {"~: 1\n", "f.yaml:1:1: a key without a name; write the name, in quotes if need be"},
      {"", "f.yaml: empty; write a map of keys and values"},
      {"# nothing\n", "f.yaml: empty; write a map of keys and values"},
      {"---\n...\n", "f.yaml: empty; write a map of keys and values"},
      {std::string("a: b\0c", 6),
       "f.yaml:1:5: byte 0x00 is not UTF-8 text; write plain YAML or JSON in UTF-8"},
      {"a: 1\nb: \xff\n",
       "f.yaml:2:4: byte 0xff is not UTF-8 text; write plain YAML or JSON in UTF-8"},
      {"a: \"\\x01\"\n", "f.yaml:1:4: a: a control character in a text; remove the escape"},
  };
  for (const auto& [text, message] : cases) EXPECT_EQ(Refusal(text), message);
}

TEST(Document, RefusesBrokenSyntaxWithPlaceAndHint) {
  for (const char* bad : {"a: [1, 2\n",
                          "a: {b: 1\n",
                          "a: \"x\n",
                          "a: 'x\n",
                          "a: 1\n b: 2\n",
                          "a: b: c\n",
                          "a: ]\n",
                          "a\nb: 1\n",
                          "\"a\" \"b\"",
                          "a: |x\n",
                          "%YAML 9\n",
                          "- a\nb: 1\n",
                          "a: @x\n",
                          "a: \"\\q\"\n",
                          "\ta: 1\n",
                          "[[[[",
                          "}",
                          "*",
                          "&",
                          "!",
                          "? ",
                          "a: !<x 1\n"}) {
    const std::string message = Refusal(bad);
    EXPECT_EQ(message.find("f.yaml:"), 0u) << bad << " -> " << message;
    EXPECT_NE(message.find("; "), std::string::npos) << bad << " -> " << message;
  }
  EXPECT_EQ(Refusal("a:\n\tb: 1\n"), "f.yaml:2:3: illegal map value; indent with spaces, not tabs");
  EXPECT_EQ(Refusal("a: 1\nb: \"x\n\n"), "f.yaml:2:6: b: illegal EOF in scalar; close the quote");
}

TEST(Document, RefusesTheLargeAndTheDeep) {
  EXPECT_NE(Refusal(std::string(kMaxDocumentBytes + 1, ' ')).find("over 4 MiB"), std::string::npos);
  EXPECT_TRUE(Document::Parse(std::string(64, '[') + std::string(64, ']'), "f").ok());
  EXPECT_NE(Refusal(std::string(65, '[') + std::string(65, ']')).find("over 64 levels"),
            std::string::npos);
  Refusal(std::string(1'000'000, '['));
  std::string block;
  for (int i = 0; i < 1000; ++i) block += std::string(i, ' ') + "a:\n";
  EXPECT_NE(Refusal(block).find("over 64 levels"), std::string::npos);
}

TEST(Document, SetsAValueThatIsThere) {
  Document document = *Document::Parse("a: {b: 1, St. Louis: {share: 2}}\nl: [1, 2]\n", "f.yaml");
  ASSERT_TRUE(document.Set("a.b", "[3, {x: \"4\"}]", "--set world.a.b").ok());
  ASSERT_TRUE(document.Set("a.St. Louis.share", "0.5", "--set s").ok());
  ASSERT_TRUE(document.Set("l.1", "7", "--set l").ok());
  const Node& b = document.root().Find("a")->value.Find("b")->value;
  ASSERT_EQ(b.kind, Kind::kList);
  EXPECT_EQ(b.items[1].value.Find("x")->value.text, "4");
  EXPECT_EQ(b.items[1].value.place.ToString(), "--set world.a.b");
  EXPECT_EQ(document.root().Find("a")->value.Find("St. Louis")->value.Find("share")->value.text,
            "0.5");
  EXPECT_EQ(document.root().Find("l")->value.items[1].value.text, "7");
}

TEST(Document, RefusesToSetWhatIsNotThere) {
  const std::pair<std::pair<const char*, const char*>, const char*> cases[] = {
      {{"", "1"}, "--set x: no key is named; write a path such as a"},
      {{"a.bb", "1"}, "--set x: a has no key \"bb\"; known: b, St. Louis"},
      {{"zebra.b", "1"}, "--set x: the file has no key \"zebra\"; known: a, l"},
      {{"a.b.c", "1"}, "--set x: a.b is a single value and has no \"c\" below it; set a.b itself"},
      {{"a.", "1"}, "--set x: a has no key \"\"; known: b, St. Louis"},
      {{"l.2", "1"}, "--set x: l is a list and has no entry \"2\"; write an index from 0 to 1"},
      {{"l.-1", "1"}, "--set x: l is a list and has no entry \"-1\"; write an index from 0 to 1"},
      {{"a.b", ""}, "--set x: empty; write a value, \"\" for an empty text"},
      {{"a.b", "[1"},
       "--set x: is not one value; write {key: value} or [a, b] with both "
       "brackets, or put a text in quotes"},
      {{"a.b", "c: 1"},
       "--set x: is not one value; write {key: value} or [a, b] with both "
       "brackets, or put a text in quotes"},
      {{"a.b", "1\n---\n2"},
       "--set x: a second document begins here; write one, and check the "
       "indentation and brackets before"},
  };
  for (const auto& [input, message] : cases) {
    EXPECT_EQ(SetRefusal(input.first, input.second), message);
  }
}

TEST(Document, CarriesOutSettings) {
  Document world = *Document::Parse("orders: {tax_rate: 0.08}\n", "w.yaml");
  Document scenario = *Document::Parse("intensity: 1\n", "s.yaml");
  const std::vector<std::pair<std::string, Document*>> both = {{"world", &world},
                                                               {"scenario", &scenario}};
  ASSERT_TRUE(ApplySetting("world.orders.tax_rate=0.1", both).ok());
  ASSERT_TRUE(ApplySetting("scenario.intensity=2", both).ok());
  const Node& rate = world.root().Find("orders")->value.Find("tax_rate")->value;
  EXPECT_EQ(rate.text, "0.1");
  EXPECT_EQ(rate.place.ToString(), "--set world.orders.tax_rate");
  EXPECT_EQ(scenario.root().Find("intensity")->value.text, "2");
  EXPECT_EQ(ApplySetting("wrold.a=1", both).message(),
            "--set wrold.a: \"wrold\" is not something to set; did you mean world?");
  EXPECT_EQ(ApplySetting("world.orders.tax_rat=1", both).message(),
            "--set world.orders.tax_rat: orders has no key \"tax_rat\"; did you mean tax_rate?");
  EXPECT_NE(ApplySetting("world.orders", both).message().find("no value"), std::string::npos);
  EXPECT_NE(ApplySetting("world=1", both).message().find("no key is named"), std::string::npos);
}

TEST(Document, ReadsFiles) {
  EXPECT_NE(Document::ReadFile("/nowhere/x.yaml").status().message().find("no such file"),
            std::string::npos);
  EXPECT_TRUE(Document::ReadFile("/nowhere/x.yaml").status().IsInvalid());
  EXPECT_NE(Document::ReadFile("/tmp").status().message().find("is a folder"), std::string::npos);
  EXPECT_NE(Document::ReadFile("/dev/zero").status().message().find("over 4 MiB"),
            std::string::npos);
  EXPECT_TRUE(Document::ReadFile(FAUXMART_SOURCE_DIR "/worlds/default.yaml").ok());
}

}  // namespace
}  // namespace fauxmart
