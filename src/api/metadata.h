// What all metadata formats say, looked up once: tables with their keys, references, accepted
// values and files. Each format then writes it down in its own way, one file a format.
#pragma once

#include <arrow/result.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "api/describe_parts.h"
#include "engine/dataset_reader.h"
#include "fauxmart/describe.h"
#include "world/world.h"

namespace fauxmart {

using MetadataJson = nlohmann::ordered_json;

struct MetadataColumn {
  const ColumnDecl* decl = nullptr;
  bool unique = false;  // it alone is the key
  Names values;         // all it may have, where these are known
  Reference reference;  // to a table that is described too; otherwise empty
};

struct MetadataTable {
  const TableDecl* decl = nullptr;
  std::vector<std::string> key;
  std::vector<MetadataColumn> columns;
  std::vector<DatasetPart> files;  // of a dataset that was named
};

struct Metadata {
  WriteOptions write;
  std::vector<MetadataTable> tables;
};

inline constexpr char kMetadataTitle[] = "fauxmart";
inline constexpr char kMetadataWords[] =
    "The complete, correlated data of an online shop that does not exist, made by fauxmart. No row "
    "is about a real person.";
inline constexpr char kMetadataLicence[] = "CC0-1.0";
inline constexpr char kMetadataLicencePage[] = "https://creativecommons.org/publicdomain/zero/1.0/";

std::string DbtText(const Metadata& metadata);
std::string OdcsText(const Metadata& metadata);
std::string DatapackageText(const Metadata& metadata);
std::string CroissantText(const Metadata& metadata);

// The type's name in JSON Schema and its kin, which differ in what they call a timestamp.
std::string_view SchemaType(Type type, const WriteOptions& write, std::string_view timestamp);

// A tree as block YAML; any YAML reader reads the same tree.
std::string YamlText(const MetadataJson& tree);

}  // namespace fauxmart
