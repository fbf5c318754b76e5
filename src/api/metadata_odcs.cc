// Open Data Contract Standard 3.1: schema with logical and physical types, keys, references, and
// the rules of rows as quality checks in SQL.
#include <fmt/format.h>

#include <algorithm>

#include "api/metadata.h"
#include "fauxmart/version.h"

namespace fauxmart {
namespace {

MetadataJson PropertyOf(const MetadataTable& table, const MetadataColumn& column,
                        const WriteOptions& write) {
  const ColumnDecl& decl = *column.decl;
  MetadataJson json = {{"name", decl.name},
                       {"description", InWords(decl)},
                       {"logicalType", SchemaType(decl.type, write, "timestamp")},
                       {"physicalType", SqlType(decl.type, Dialect::kDuckDb, write)},
                       {"required", !decl.nullable}};
  if (decl.type == Type::kTextList) json["items"] = {{"logicalType", "string"}};
  const auto place = std::ranges::find(table.key, decl.name);
  if (place != table.key.end()) {
    json["primaryKey"] = true;
    json["primaryKeyPosition"] = place - table.key.begin() + 1;
  }
  if (column.unique) json["unique"] = true;
  if (!column.reference.table.empty()) {
    const std::string to = column.reference.table + "." + column.reference.column;
    json["relationships"] = MetadataJson::array({{{"type", "foreignKey"}, {"to", to}}});
  }
  if (!column.values.empty()) {
    json["quality"] = MetadataJson::array({{{"metric", "invalidValues"},
                                            {"dimension", "conformity"},
                                            {"arguments", {{"validValues", column.values}}},
                                            {"mustBe", 0}}});
  }
  return json;
}

MetadataJson ObjectOf(const MetadataTable& table, const WriteOptions& write) {
  MetadataJson properties = MetadataJson::array(), quality = MetadataJson::array();
  for (const MetadataColumn& column : table.columns) {
    properties.push_back(PropertyOf(table, column, write));
  }
  for (const RowRule& rule : table.decl->rules) {
    quality.push_back({{"type", "sql"},
                       {"description", rule.words},
                       {"dimension", "consistency"},
                       {"query", fmt::format("SELECT count(*) FROM {} WHERE NOT ({})",
                                             table.decl->name, rule.sql)},
                       {"mustBe", 0}});
  }
  MetadataJson object = {{"name", table.decl->name},
                         {"logicalType", "object"},
                         {"physicalType", "table"},
                         {"description", table.decl->words},
                         {"properties", std::move(properties)}};
  if (!quality.empty()) object["quality"] = std::move(quality);
  return object;
}

}  // namespace

std::string OdcsText(const Metadata& metadata) {
  MetadataJson schema = MetadataJson::array();
  for (const MetadataTable& table : metadata.tables) {
    schema.push_back(ObjectOf(table, metadata.write));
  }
  const MetadataJson contract = {
      {"apiVersion", "v3.1.0"},
      {"kind", "DataContract"},
      {"id", "fauxmart"},
      {"name", kMetadataTitle},
      {"version", Version()},
      {"status", "active"},
      {"description",
       {{"purpose", kMetadataWords},
        {"usage", "Rules of rows are in the SQL of DuckDB."},
        {"limitations", "Made up: it says nothing about any real shop."}}},
      {"schema", std::move(schema)}};
  return YamlText(contract);
}

}  // namespace fauxmart
