// Frictionless Data Package: a resource a table, with a Table Schema, keys and the files' form.
#include <fmt/format.h>

#include "api/metadata.h"
#include "fauxmart/version.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

MetadataJson FieldOf(const MetadataColumn& column, const WriteOptions& write) {
  const ColumnDecl& decl = *column.decl;
  MetadataJson field = {{"name", decl.name},
                        {"type", SchemaType(decl.type, write, "datetime")},
                        {"description", InWords(decl)}};
  if (decl.type == Type::kId && write.ids_as_uuid) field["format"] = "uuid";
  if (decl.type == Type::kBool) {
    field["trueValues"] = {"true"};
    field["falseValues"] = {"false"};
  }
  MetadataJson constraints = MetadataJson::object();
  // In CSV an empty text is quoted and null is not, which Table Schema cannot tell apart.
  const bool may_be_empty = decl.type == Type::kText && write.format == "csv";
  if (!decl.nullable && !may_be_empty) constraints["required"] = true;
  if (column.unique) constraints["unique"] = true;
  if (!column.values.empty()) constraints["enum"] = column.values;
  if (!constraints.empty()) field["constraints"] = std::move(constraints);
  return field;
}

MetadataJson SchemaOf(const MetadataTable& table, const WriteOptions& write) {
  MetadataJson fields = MetadataJson::array(), foreign_keys = MetadataJson::array();
  for (const MetadataColumn& column : table.columns) {
    fields.push_back(FieldOf(column, write));
    if (column.reference.table.empty()) continue;
    foreign_keys.push_back({{"fields", MetadataJson::array({column.decl->name})},
                            {"reference",
                             {{"resource", column.reference.table},
                              {"fields", MetadataJson::array({column.reference.column})}}}});
  }
  MetadataJson schema = {{"fields", std::move(fields)}, {"missingValues", {""}}};
  if (!table.key.empty()) schema["primaryKey"] = table.key;
  if (!foreign_keys.empty()) schema["foreignKeys"] = std::move(foreign_keys);
  return schema;
}

std::string_view MediaType(std::string_view format) {
  if (format == "csv") return "text/csv";
  if (format == "jsonl") return "application/jsonl";
  return format == "parquet" ? "application/vnd.apache.parquet"
                             : "application/vnd.apache.arrow.file";
}

MetadataJson ResourceOf(const MetadataTable& table, const WriteOptions& write) {
  MetadataJson resource = {{"name", table.decl->name},
                           {"description", table.decl->words},
                           {"profile", "tabular-data-resource"}};
  if (table.files.size() > 1) {
    for (const DatasetPart& file : table.files) resource["path"].push_back(file.path);
  } else {
    resource["path"] = table.files.empty()
                           ? fmt::format("{}/part-00000.{}", TableFolder(*table.decl), write.format)
                           : table.files.front().path;
  }
  resource["format"] = write.format;
  resource["mediatype"] = MediaType(write.format);
  if (write.format == "csv") {
    resource["encoding"] = "utf-8";
    resource["dialect"] = {{"delimiter", ","},
                           {"lineTerminator", "\r\n"},
                           {"quoteChar", "\""},
                           {"doubleQuote", true},
                           {"header", true}};
  }
  resource["schema"] = SchemaOf(table, write);
  return resource;
}

}  // namespace

std::string DatapackageText(const Metadata& metadata) {
  MetadataJson resources = MetadataJson::array();
  for (const MetadataTable& table : metadata.tables) {
    resources.push_back(ResourceOf(table, metadata.write));
  }
  const MetadataJson package = {
      {"profile", "tabular-data-package"},
      {"name", "fauxmart"},
      {"title", kMetadataTitle},
      {"description", kMetadataWords},
      {"version", Version()},
      {"licenses",
       MetadataJson::array({{{"name", kMetadataLicence}, {"path", kMetadataLicencePage}}})},
      {"resources", std::move(resources)}};
  return package.dump(2) + "\n";
}

}  // namespace fauxmart
