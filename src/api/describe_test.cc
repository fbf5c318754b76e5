#include "fauxmart/describe.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tables/tables.h"

namespace fauxmart {
namespace {

TEST(DescribeTest, MarkdownHasEveryTableAndColumn) {
  const std::string text = *DescribeMarkdown("");
  for (const TableDecl* table : AllTables()) {
    EXPECT_NE(text.find("## " + std::string(table->name) + "\n"), std::string::npos);
    for (const ColumnDecl& column : table->columns) {
      EXPECT_NE(text.find("| " + std::string(column.name) + " |"), std::string::npos)
          << column.name;
    }
  }
}

TEST(DescribeTest, OneTableOrARefusal) {
  const std::string text = *DescribeMarkdown("orders");
  EXPECT_TRUE(text.starts_with("## orders\n"));
  EXPECT_EQ(text.find("\n## "), std::string::npos);
  const auto unknown = DescribeMarkdown("ordrs");
  EXPECT_TRUE(unknown.status().IsInvalid());
  EXPECT_NE(unknown.status().message().find("did you mean orders?"), std::string::npos);
}

TEST(DescribeTest, JsonIsTheDeclaration) {
  WriteOptions write;
  write.ids_as_uuid = true;
  const auto json = nlohmann::json::parse(*DescribeJson("", write));
  ASSERT_EQ(json["tables"].size(), AllTables().size());
  for (size_t t = 0; t < AllTables().size(); ++t) {
    const TableDecl& table = *AllTables()[t];
    const auto& described = json["tables"][t];
    EXPECT_EQ(described["name"], table.name);
    EXPECT_EQ(described["rules"].size(), table.rules.size());
    ASSERT_EQ(described["columns"].size(), table.columns.size());
    for (size_t c = 0; c < table.columns.size(); ++c) {
      EXPECT_EQ(described["columns"][c]["name"], table.columns[c].name);
      EXPECT_EQ(described["columns"][c]["nullable"], table.columns[c].nullable);
      if (table.columns[c].type == Type::kId) {
        EXPECT_EQ(described["columns"][c]["type"], "uuid");
      }
    }
  }
}

TEST(DescribeTest, JsonSpeaksOfTheTablesThatAreWritten) {
  WriteOptions write;
  write.tables = {"orders"};
  const auto json = nlohmann::json::parse(*DescribeJson("", write));
  ASSERT_EQ(json["tables"].size(), 1U);
  EXPECT_EQ(json["tables"][0]["name"], "orders");
}

TEST(DescribeTest, ReferencedTablesAreCreatedFirst) {
  const std::string sql = *DescribeSql("", Dialect::kPostgres, {});
  EXPECT_LT(sql.find("CREATE TABLE customers"), sql.find("CREATE TABLE orders"));
  EXPECT_LT(sql.find("CREATE TABLE orders"), sql.find("CREATE TABLE order_items"));
  EXPECT_NE(sql.find("REFERENCES customers (customer_id)"), std::string::npos);
  EXPECT_NE(sql.find("\"timestamp\" TIMESTAMPTZ"), std::string::npos);
}

TEST(DescribeTest, OneTableAloneHasNoForeignKeys) {
  const std::string sql = *DescribeSql("orders", Dialect::kDuckDb, {});
  EXPECT_NE(sql.find("PRIMARY KEY (order_id)"), std::string::npos);
  EXPECT_EQ(sql.find("REFERENCES"), std::string::npos);
}

TEST(DescribeTest, TypesFollowDialectAndOptions) {
  WriteOptions write;
  EXPECT_NE(DescribeSql("orders", Dialect::kPostgres, write)->find("NUMERIC(12,2)"),
            std::string::npos);
  write.money_as_float64 = true;
  write.ids_as_uuid = true;
  const std::string postgres = *DescribeSql("orders", Dialect::kPostgres, write);
  EXPECT_NE(postgres.find("total_amount DOUBLE PRECISION"), std::string::npos);
  EXPECT_NE(postgres.find("order_id UUID"), std::string::npos);
  const std::string spark = *DescribeSql("orders", Dialect::kSpark, write);
  EXPECT_NE(spark.find("order_id STRING NOT NULL COMMENT"), std::string::npos);
  EXPECT_EQ(spark.find("PRIMARY KEY"), std::string::npos);
}

}  // namespace
}  // namespace fauxmart
