#include "api/metadata.h"

#include <gtest/gtest.h>

namespace fauxmart {
namespace {

TEST(MetadataTest, YamlIsBlocksWithListsOfSingleValuesOnOneLine) {
  const auto tree = MetadataJson::parse(
      R"({"name": "orders", "list": ["a", 1], "none": [], "items": [{"x": {"deep": true}}, "z"]})");
  EXPECT_EQ(YamlText(tree),
            "name: orders\nlist: [a, 1]\nnone: []\nitems:\n  - x:\n      deep: true\n  - z\n");
}

TEST(MetadataTest, YamlQuotesWhatCouldBeTakenForSomethingElse) {
  for (const char* text :
       {"", "true", "No", "null", "12", "-", "a: b", "#", "~", "caf\u00e9", "a\nb"}) {
    const MetadataJson tree = {{"text", text}};
    EXPECT_EQ(YamlText(tree), "text: " + MetadataJson(text).dump() + "\n");
  }
  EXPECT_EQ(YamlText({{"text", "a-b/c.d_1"}}), "text: a-b/c.d_1\n");
}

TEST(MetadataTest, OneTableHasNoReferences) {
  const auto one =
      MetadataJson::parse(*DescribeMetadata(MetadataFormat::kDatapackage, {"orders", {}, "", ""}));
  EXPECT_FALSE(one["resources"][0]["schema"].contains("foreignKeys"));
  const auto all =
      MetadataJson::parse(*DescribeMetadata(MetadataFormat::kDatapackage, {"", {}, "", ""}));
  EXPECT_TRUE(all["resources"][4]["schema"].contains("foreignKeys"));
}

TEST(MetadataTest, UnknownTablesAndDatasetsAreRefused) {
  const auto table = DescribeMetadata(MetadataFormat::kDbt, {"ordrs", {}, "", ""});
  EXPECT_NE(table.status().message().find("did you mean orders?"), std::string::npos);
  EXPECT_TRUE(DescribeMetadata(MetadataFormat::kDbt, {"", {}, "", "nowhere"}).status().IsInvalid());
}

}  // namespace
}  // namespace fauxmart
