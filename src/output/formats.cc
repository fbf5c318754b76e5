// Formats and codecs by name, which of them go together, and what a row takes on disk.

#include <string>
#include <string_view>
#include <utility>

#include "output/sink.h"

namespace fauxmart {
namespace {

constexpr std::pair<std::string_view, Format> kFormats[] = {{"parquet", Format::kParquet},
                                                            {"feather", Format::kFeather},
                                                            {"csv", Format::kCsv},
                                                            {"jsonl", Format::kJsonl},
                                                            {"arrow", Format::kArrowStream}};

constexpr std::pair<std::string_view, Compression> kCompressions[] = {
    {"auto", Compression::kAuto},
    {"snappy", Compression::kSnappy},
    {"zstd", Compression::kZstd},
    {"lz4", Compression::kLz4},
    {"none", Compression::kNone}};

bool IsText(Format format) { return format == Format::kCsv || format == Format::kJsonl; }

// Measured means; text and lists by what the tables hold.
double ColumnBytes(const ColumnDecl& column, const OutputOptions& options) {
  struct Bytes {
    double parquet, feather, csv;
  };
  Bytes bytes{};
  switch (column.type) {
    case Type::kId:
      bytes = options.ids_as_uuid ? Bytes{33, 40, 36} : Bytes{1.6, 3.2, 9};
      break;
    case Type::kInt32:
      bytes = {0.6, 1.2, 1.3};
      break;
    case Type::kInt64:
      bytes = {1.5, 3, 4};
      break;
    case Type::kMoney:
      bytes = options.money_as_float64 ? Bytes{4.0, 4.5, 5.2} : Bytes{1.8, 3.8, 5.2};
      break;
    case Type::kTimestamp:
      bytes = {3.6, 6.0, 27};
      break;
    case Type::kBool:
      bytes = {0.125, 0.125, 5};
      break;
    case Type::kFloat64:
      bytes = {1.5, 1.8, 4};
      break;
    case Type::kCategory:
      bytes = {0.7, 1.2, 7};
      break;
    case Type::kText:
      bytes = {14, 16, 20};
      break;
    case Type::kTextList:
      bytes = {20, 24, 30};
      break;
  }
  const double present = column.nullable ? 0.5 : 1;
  switch (options.format) {
    case Format::kParquet:
      return bytes.parquet * present;
    case Format::kFeather:
    case Format::kArrowStream:
      return bytes.feather * present;
    case Format::kCsv:
      return bytes.csv * present + 1;
    case Format::kJsonl: {
      const bool quoted = column.type == Type::kTimestamp || column.type == Type::kCategory ||
                          column.type == Type::kText ||
                          (column.type == Type::kId && options.ids_as_uuid);
      return bytes.csv * present + static_cast<double>(column.name.size()) + (quoted ? 6 : 4);
    }
  }
  return 0;
}

double CodecFactor(const OutputOptions& options) {
  if (IsText(options.format)) return 1;
  const bool parquet = options.format == Format::kParquet;
  switch (ResolveCompression(options.format, options.compression)) {
    case Compression::kZstd:
      return parquet ? 0.78 : 0.53;
    case Compression::kNone:
      return parquet ? 3.1 : 3.4;
    default:
      return 1;
  }
}

}  // namespace

std::string_view FormatName(Format format) {
  for (const auto& [name, value] : kFormats) {
    if (value == format) return name;
  }
  return "";
}

std::string_view FileExtension(Format format) {
  return format == Format::kArrowStream ? "arrows" : FormatName(format);
}

std::string_view CompressionName(Compression compression) {
  for (const auto& [name, value] : kCompressions) {
    if (value == compression) return name;
  }
  return "";
}

arrow::Result<Format> ParseFormat(std::string_view text) {
  for (const auto& [name, value] : kFormats) {
    if (name == text && value != Format::kArrowStream) return value;
  }
  return arrow::Status::Invalid("format '", text, "' is not one of parquet, feather, csv, jsonl");
}

arrow::Result<Compression> ParseCompression(std::string_view text) {
  for (const auto& [name, value] : kCompressions) {
    if (name == text) return value;
  }
  return arrow::Status::Invalid("compression '", text,
                                "' is not one of auto, snappy, zstd, lz4, none");
}

arrow::Result<Writer> ParseWriter(std::string_view text) {
  if (text == "own") return Writer::kOwn;
  if (text == "arrow") return Writer::kArrow;
  return arrow::Status::Invalid("writer '", text, "' is not one of own, arrow");
}

Compression ResolveCompression(Format format, Compression compression) {
  if (compression != Compression::kAuto) return compression;
  switch (format) {
    case Format::kParquet:
      return Compression::kSnappy;
    case Format::kFeather:
      return Compression::kLz4;
    default:
      return Compression::kNone;
  }
}

arrow::Status CheckOutputOptions(const OutputOptions& options) {
  if (options.csv_safe && options.format != Format::kCsv) {
    return arrow::Status::Invalid("--csv-text safe is about CSV files, and these are ",
                                  FormatName(options.format),
                                  ", whose texts no spreadsheet computes: leave it out, or choose "
                                  "--format csv");
  }
  const Compression compression = ResolveCompression(options.format, options.compression);
  if (compression == Compression::kNone || options.format == Format::kParquet) {
    return arrow::Status::OK();
  }
  if (IsText(options.format)) {
    return arrow::Status::Invalid(FormatName(options.format), " is written uncompressed, not with ",
                                  CompressionName(compression),
                                  ": leave --compression out, or choose parquet or feather");
  }
  if (compression == Compression::kSnappy) {
    return arrow::Status::Invalid(FormatName(options.format),
                                  " has no snappy: use lz4, zstd or none");
  }
  return arrow::Status::OK();
}

double EstimateFileBytes(const TableDecl& decl, const OutputOptions& options) {
  // Headers of pages, dictionaries that every file has anew, and the description of each column.
  constexpr double kColumn = 400;
  const bool text = options.format == Format::kCsv || options.format == Format::kJsonl;
  return text ? 0 : kColumn * static_cast<double>(decl.columns.size());
}

double EstimateRowBytes(const TableDecl& decl, const OutputOptions& options) {
  double bytes = IsText(options.format) ? 2 : 0;
  for (const ColumnDecl& column : decl.columns) bytes += ColumnBytes(column, options);
  return bytes * CodecFactor(options);
}

}  // namespace fauxmart
