#include "api/metadata.h"

#include <algorithm>
#include <filesystem>

#include "api/inputs.h"
#include "base/json_text.h"
#include "engine/files.h"
#include "tables/column_names.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

namespace fs = std::filesystem;
using arrow::Result;
using arrow::Status;

// The types in which a dataset's ids and money are written, as its dictionary says.
Status ReadTypes(const std::string& dir, WriteOptions* write) {
  const std::string path = (fs::path(dir) / "dictionary.json").string();
  ARROW_ASSIGN_OR_RAISE(const std::string text, ReadTextFile(path));
  const auto dictionary = ParseJson<nlohmann::json>(text);
  if (!dictionary.is_object() || !dictionary.contains("tables") ||
      !dictionary["tables"].is_array()) {
    return Status::Invalid(path, ": is no dictionary of ours; make the dataset again");
  }
  for (const nlohmann::json& table : dictionary["tables"]) {
    if (!table.is_object() || !table.contains("columns") || !table["columns"].is_array()) continue;
    for (const nlohmann::json& column : table["columns"]) {
      const auto is = [&](const char* logical, const char* type) {
        return column.is_object() && column.value("logical_type", nlohmann::json()) == logical &&
               column.value("type", nlohmann::json()) == type;
      };
      write->ids_as_uuid = write->ids_as_uuid || is("id", "uuid");
      write->money_as_float64 = write->money_as_float64 || is("money", "float64");
    }
  }
  return Status::OK();
}

// The world a dataset was made of; none where its truth, and so its request, is kept apart.
Result<InputsPtr> InputsOf(const std::string& dir) {
  const std::string path = (fs::path(dir) / "manifest.json").string();
  ARROW_ASSIGN_OR_RAISE(const std::string text, ReadTextFile(path));
  const auto manifest = ParseJson<nlohmann::json>(text);
  if (!manifest.is_object() || !manifest.contains("request")) return InputsPtr();
  Request request;
  WriteOptions ignored;
  ARROW_RETURN_NOT_OK(ParseRequestJson(text, path, &request, &ignored));
  return Resolve(request);
}

std::string ExtensionOf(const DatasetPart& part) {
  const std::string extension = fs::path(part.path).extension().string();
  return extension.empty() ? extension : extension.substr(1);
}

MetadataTable Described(const TableDecl& decl, const std::vector<const TableDecl*>& tables,
                        const World* world) {
  MetadataTable table{.decl = &decl, .key = KeyColumns(decl), .columns = {}, .files = {}};
  for (const ColumnDecl& column : decl.columns) {
    MetadataColumn entry{.decl = &column,
                         .unique = table.key == std::vector{std::string(column.name)},
                         .values = NamesOfColumn(decl, column, world),
                         .reference = ReferenceOf(column)};
    const bool there = std::ranges::any_of(
        tables, [&](const TableDecl* other) { return other->name == entry.reference.table; });
    if (!there) entry.reference = {};
    table.columns.push_back(std::move(entry));
  }
  return table;
}

Result<Metadata> LookUp(const MetadataOptions& options) {
  Metadata metadata{.write = options.write, .tables = {}};
  ARROW_ASSIGN_OR_RAISE(std::vector<const TableDecl*> tables, SelectTables(options.table));
  Dataset dataset;
  InputsPtr inputs;
  if (options.dataset.empty()) {
    Request request;
    request.world = options.world;
    ARROW_ASSIGN_OR_RAISE(inputs, Resolve(request));
  } else {
    ARROW_ASSIGN_OR_RAISE(dataset, OpenDataset(options.dataset));
    ARROW_ASSIGN_OR_RAISE(inputs, InputsOf(options.dataset));
    ARROW_RETURN_NOT_OK(ReadTypes(options.dataset, &metadata.write));
    std::erase_if(tables, [&](const TableDecl* table) { return dataset.Find(*table) == nullptr; });
    if (tables.empty()) {
      return Status::Invalid(options.dataset, ": has no table '", options.table, "'");
    }
  }
  for (const TableDecl* decl : tables) {
    metadata.tables.push_back(
        Described(*decl, tables, inputs == nullptr ? nullptr : &inputs->world));
    const DatasetTable* table = dataset.Find(*decl);
    if (table == nullptr || table->parts.empty()) continue;
    metadata.tables.back().files = table->parts;
    metadata.write.format = ExtensionOf(table->parts.front());
  }
  return metadata;
}

}  // namespace

Result<std::string> DescribeMetadata(MetadataFormat format, const MetadataOptions& options) {
  ARROW_ASSIGN_OR_RAISE(const Metadata metadata, LookUp(options));
  switch (format) {
    case MetadataFormat::kDbt:
      return DbtText(metadata);
    case MetadataFormat::kOdcs:
      return OdcsText(metadata);
    case MetadataFormat::kDatapackage:
      return DatapackageText(metadata);
    case MetadataFormat::kCroissant:
      return CroissantText(metadata);
  }
  return Status::Invalid("there is no such metadata format");
}

std::string_view SchemaType(Type type, const WriteOptions& write, std::string_view timestamp) {
  switch (type) {
    case Type::kId:
      return write.ids_as_uuid ? "string" : "integer";
    case Type::kInt32:
    case Type::kInt64:
      return "integer";
    case Type::kMoney:
    case Type::kFloat64:
      return "number";
    case Type::kTimestamp:
      return timestamp;
    case Type::kBool:
      return "boolean";
    case Type::kCategory:
    case Type::kText:
      return "string";
    case Type::kTextList:
      return "array";
  }
  return "string";
}

}  // namespace fauxmart
