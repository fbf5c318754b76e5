// MLCommons Croissant 1.0: a set of files and a record set a table, in JSON-LD.
#include <fmt/format.h>

#include "api/metadata.h"
#include "fauxmart/version.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

// The context that Croissant prescribes.
MetadataJson Context() {
  return MetadataJson::parse(R"({
    "@language": "en", "@vocab": "https://schema.org/", "citeAs": "cr:citeAs",
    "column": "cr:column", "conformsTo": "dct:conformsTo", "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/", "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"}, "dct": "http://purl.org/dc/terms/",
    "equivalentProperty": "cr:equivalentProperty",
    "examples": {"@id": "cr:examples", "@type": "@json"}, "extract": "cr:extract",
    "field": "cr:field", "fileProperty": "cr:fileProperty", "fileObject": "cr:fileObject",
    "fileSet": "cr:fileSet", "format": "cr:format", "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset", "jsonPath": "cr:jsonPath", "key": "cr:key",
    "md5": "cr:md5", "parentField": "cr:parentField", "path": "cr:path",
    "recordSet": "cr:recordSet", "references": "cr:references", "regex": "cr:regex",
    "repeated": "cr:repeated", "replace": "cr:replace", "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/", "separator": "cr:separator", "source": "cr:source",
    "subField": "cr:subField", "transform": "cr:transform"})");
}

std::string_view DataType(Type type, const WriteOptions& write) {
  switch (type) {
    case Type::kId:
      return write.ids_as_uuid ? "sc:Text" : "sc:Integer";
    case Type::kInt32:
    case Type::kInt64:
      return "sc:Integer";
    case Type::kMoney:
    case Type::kFloat64:
      return "sc:Float";
    case Type::kTimestamp:
      return "sc:DateTime";
    case Type::kBool:
      return "sc:Boolean";
    case Type::kCategory:
    case Type::kText:
    case Type::kTextList:
      return "sc:Text";
  }
  return "sc:Text";
}

std::string_view EncodingFormat(std::string_view format) {
  if (format == "csv") return "text/csv";
  if (format == "jsonl") return "application/jsonlines";
  return format == "parquet" ? "application/x-parquet" : "application/vnd.apache.arrow.file";
}

std::string FilesOf(std::string_view table) { return fmt::format("{}-files", table); }

// A column of a table's files. References name files too, and not the fields of another record set:
// mlcroissant cannot join what it has joined before.
MetadataJson SourceOf(std::string_view table, std::string_view column) {
  return {{"fileSet", {{"@id", FilesOf(table)}}}, {"extract", {{"column", column}}}};
}

MetadataJson FileSetOf(const MetadataTable& table, const WriteOptions& write) {
  return {{"@type", "cr:FileSet"},
          {"@id", FilesOf(table.decl->name)},
          {"name", FilesOf(table.decl->name)},
          {"description", fmt::format("The files of {}.", table.decl->name)},
          {"encodingFormat", EncodingFormat(write.format)},
          // A star also stands for folders between, where rows are in folders by date.
          {"includes", fmt::format("{}/*.{}", TableFolder(*table.decl), write.format)}};
}

MetadataJson RecordSetOf(const MetadataTable& table, const WriteOptions& write) {
  MetadataJson fields = MetadataJson::array(), key = MetadataJson::array();
  for (const std::string& column : table.key) {
    key.push_back({{"@id", fmt::format("{}/{}", table.decl->name, column)}});
  }
  for (const MetadataColumn& column : table.columns) {
    const ColumnDecl& decl = *column.decl;
    MetadataJson field = {{"@type", "cr:Field"},
                          {"@id", fmt::format("{}/{}", table.decl->name, decl.name)},
                          {"name", fmt::format("{}/{}", table.decl->name, decl.name)},
                          {"description", InWords(decl)},
                          {"dataType", DataType(decl.type, write)},
                          {"source", SourceOf(table.decl->name, decl.name)}};
    if (decl.type == Type::kTextList) field["repeated"] = true;
    if (!column.reference.table.empty()) {
      field["references"] = SourceOf(column.reference.table, column.reference.column);
    }
    fields.push_back(std::move(field));
  }
  MetadataJson set = {{"@type", "cr:RecordSet"},
                      {"@id", table.decl->name},
                      {"name", table.decl->name},
                      {"description", table.decl->words}};
  if (!key.empty()) set["key"] = key.size() == 1 ? MetadataJson(key.front()) : std::move(key);
  set["field"] = std::move(fields);
  return set;
}

}  // namespace

std::string CroissantText(const Metadata& metadata) {
  MetadataJson files = MetadataJson::array(), sets = MetadataJson::array();
  for (const MetadataTable& table : metadata.tables) {
    files.push_back(FileSetOf(table, metadata.write));
    sets.push_back(RecordSetOf(table, metadata.write));
  }
  const MetadataJson croissant = {{"@context", Context()},
                                  {"@type", "sc:Dataset"},
                                  {"conformsTo", "http://mlcommons.org/croissant/1.0"},
                                  {"name", kMetadataTitle},
                                  {"description", kMetadataWords},
                                  {"license", kMetadataLicencePage},
                                  {"version", Version()},
                                  {"distribution", std::move(files)},
                                  {"recordSet", std::move(sets)}};
  return croissant.dump(2) + "\n";
}

}  // namespace fauxmart
