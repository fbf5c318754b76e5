// dbt: one source with all tables, their words, and the tests that dbt brings itself.
#include <fmt/format.h>

#include "api/metadata.h"

namespace fauxmart {
namespace {

constexpr char kSource[] = "fauxmart";

MetadataJson TestsOf(const MetadataColumn& column) {
  MetadataJson tests = MetadataJson::array();
  if (!column.decl->nullable) tests.push_back("not_null");
  if (column.unique) tests.push_back("unique");
  if (!column.reference.table.empty()) {
    const std::string to = fmt::format("source('{}', '{}')", kSource, column.reference.table);
    tests.push_back(
        {{"relationships", {{"arguments", {{"to", to}, {"field", column.reference.column}}}}}});
  }
  if (!column.values.empty()) {
    tests.push_back({{"accepted_values", {{"arguments", {{"values", column.values}}}}}});
  }
  return tests;
}

MetadataJson ColumnOf(const MetadataColumn& column) {
  MetadataJson json = {{"name", column.decl->name}, {"description", InWords(*column.decl)}};
  if (IsReserved(column.decl->name)) json["quote"] = true;
  MetadataJson tests = TestsOf(column);
  if (!tests.empty()) json["data_tests"] = std::move(tests);
  return json;
}

}  // namespace

std::string DbtText(const Metadata& metadata) {
  MetadataJson tables = MetadataJson::array();
  for (const MetadataTable& table : metadata.tables) {
    MetadataJson columns = MetadataJson::array();
    for (const MetadataColumn& column : table.columns) columns.push_back(ColumnOf(column));
    tables.push_back({{"name", table.decl->name},
                      {"description", table.decl->words},
                      {"columns", std::move(columns)}});
  }
  MetadataJson source = {
      {"name", kSource}, {"description", kMetadataWords}, {"tables", std::move(tables)}};
  const MetadataJson file = {{"version", 2}, {"sources", MetadataJson::array({std::move(source)})}};
  return YamlText(file);
}

}  // namespace fauxmart
