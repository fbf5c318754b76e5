// The tables in words: data dictionary, documentation, SQL DDL and the metadata that other tools
// read, all from the declarations.
#pragma once

#include <arrow/result.h>

#include <cstdint>
#include <string>

#include "fauxmart/request.h"

namespace fauxmart {

enum class Dialect { kDuckDb, kPostgres, kSpark };

// `table` empty: all tables, in the order of the dataset. Unknown: Invalid, with the nearest name.
arrow::Result<std::string> DescribeMarkdown(const std::string& table);
arrow::Result<std::string> DescribeJson(const std::string& table, const WriteOptions& write);
arrow::Result<std::string> DescribeSql(const std::string& table, Dialect dialect,
                                       const WriteOptions& write);

// What people's tools read: sources of dbt, an Open Data Contract, a Frictionless Data Package,
// MLCommons Croissant.
enum class MetadataFormat : uint8_t { kDbt, kOdcs, kDatapackage, kCroissant };

struct MetadataOptions {
  std::string table;    // empty: all
  WriteOptions write;  // types; `format` is that of the files, `tables` those that are described
  std::string world;  // a file, whose names are the values of its columns; empty: the default's
  std::string dataset;  // a directory: that dataset, with its own tables, types, names and files
};
arrow::Result<std::string> DescribeMetadata(MetadataFormat format, const MetadataOptions& options);

}  // namespace fauxmart
