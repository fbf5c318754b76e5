// preview, describe and --version: commands that only read.
#include <arrow/config.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>

#include "cli/commands.h"
#include "cli/describe_text.h"
#include "cli/options.h"
#include "cli/render.h"
#include "cli/terminal.h"
#include "fauxmart/describe.h"
#include "fauxmart/version.h"
#include "tables/tables.h"

namespace fauxmart {

namespace {

using arrow::Status;

// One word may be either: `preview customers` is that table of the default scenario.
Status ReadOneWord(const Invocation& invocation, const std::string& word, Request* request,
                   std::string* table) {
  if (FindTable(TableName(word)) != nullptr) {
    *table = TableName(word);
    return Status::OK();
  }
  std::vector<std::string> known = KnownValues(*invocation.command->Find("SCENARIO"));
  std::error_code ignored;
  if (std::ranges::find(known, word) != known.end() || std::filesystem::exists(word, ignored)) {
    request->scenario = word;
    return Status::OK();
  }
  for (const TableDecl* decl : AllTables()) known.emplace_back(decl->name);
  return Status::Invalid("there is no scenario, table or file '", word, "'",
                         NearestHint(word, known), "\nUsage: ", invocation.command->Usage());
}

std::optional<MetadataFormat> MetadataFormatOf(std::string_view name) {
  if (name == "dbt") return MetadataFormat::kDbt;
  if (name == "odcs") return MetadataFormat::kOdcs;
  if (name == "datapackage") return MetadataFormat::kDatapackage;
  if (name == "croissant") return MetadataFormat::kCroissant;
  return std::nullopt;
}

// Files are CSV where a Data Package speaks of no dataset, and Parquet in Croissant.
arrow::Result<std::string> Metadata(const Invocation& invocation, MetadataFormat format,
                                    const std::string& table) {
  MetadataOptions options{.table = table,
                          .write = {},
                          .world = invocation.TextOr("--world", ""),
                          .dataset = invocation.TextOr("--from", "")};
  if (!options.dataset.empty()) {
    for (const char* flag : {"--world", "--ids", "--money"}) {
      if (!invocation.Has(flag)) continue;
      return Status::Invalid("--from and ", flag, " exclude each other: the dataset says it");
    }
  }
  options.write.format = format == MetadataFormat::kDatapackage ? "csv" : "parquet";
  ApplyTypeFlags(invocation, &options.write);
  return DescribeMetadata(format, options);
}

}  // namespace

Status RunPreview(const Invocation& invocation) {
  Request request;
  std::string table = TableName(invocation.TextOr("TABLE", "orders"));
  if (const auto first = invocation.Text("SCENARIO")) {
    if (invocation.Has("TABLE")) {
      request.scenario = *first;
    } else {
      ARROW_RETURN_NOT_OK(ReadOneWord(invocation, *first, &request, &table));
    }
  }
  if (invocation.Has("--orders-per-hour") && invocation.Has("--orders-per-day")) {
    return Status::Invalid(
        "--orders-per-hour and --orders-per-day exclude each other: they are "
        "two units of one rate");
  }
  ApplyInputFlags(invocation, &request);
  ARROW_ASSIGN_OR_RAISE(const InputsPtr inputs, Resolve(request));
  ARROW_ASSIGN_OR_RAISE(const Preview preview,
                        PreviewTable(*inputs, table, invocation.Integer("--rows").value_or(10)));
  const Terminal terminal = LookAt(STDOUT_FILENO);
  const TextTable drawn{
      .columns = preview.columns, .numeric = preview.numeric, .rows = preview.rows};
  ARROW_RETURN_NOT_OK(Print(DrawTable(drawn, terminal)));
  return Print(terminal.Dim(fmt::format(
                   "{}: {} of {}{} rows", table, Grouped(static_cast<int64_t>(preview.rows.size())),
                   preview.total_exact ? "" : "~", Grouped(preview.total_rows))) +
               "\n");
}

Status RunDescribe(const Invocation& invocation) {
  const std::string table = TableName(invocation.TextOr("TABLE", ""));
  const auto dialect = invocation.Text("--dialect");
  const std::string format = invocation.TextOr("--format", dialect ? "sql" : "markdown");
  if (dialect && format != "sql") {
    return Status::Invalid("--dialect goes with --format sql, not with --format ", format);
  }
  if (const auto metadata = MetadataFormatOf(format)) {
    ARROW_ASSIGN_OR_RAISE(const std::string text, Metadata(invocation, *metadata, table));
    return Print(text);
  }
  for (const char* flag : {"--world", "--from"}) {
    if (!invocation.Has(flag)) continue;
    return Status::Invalid(flag, " goes with --format dbt, odcs, datapackage or croissant");
  }
  const Terminal terminal = LookAt(STDOUT_FILENO);
  if (terminal.interactive && !dialect && !invocation.Has("--format")) {
    return Print(DescribeText(table, terminal));
  }
  WriteOptions write;
  ApplyTypeFlags(invocation, &write);
  arrow::Result<std::string> text;
  if (format == "markdown") {
    text = DescribeMarkdown(table);
  } else if (format == "json") {
    text = DescribeJson(table, write);
  } else if (dialect == "postgres") {
    text = DescribeSql(table, Dialect::kPostgres, write);
  } else if (dialect == "spark") {
    text = DescribeSql(table, Dialect::kSpark, write);
  } else {
    text = DescribeSql(table, Dialect::kDuckDb, write);
  }
  ARROW_RETURN_NOT_OK(text.status());
  return Print(*text);
}

Status RunVersion(bool json) {
  const std::string arrow_version = arrow::GetBuildInfo().version_string;
  if (!json) {
    return Print(fmt::format("fauxmart {} (data version {}, commit {}, {}, Arrow {})\n", Version(),
                             DataVersion(), BuildCommit(), BuildCompiler(), arrow_version));
  }
  const nlohmann::ordered_json object = {{"version", Version()},
                                         {"data_version", DataVersion()},
                                         {"commit", BuildCommit()},
                                         {"compiler", BuildCompiler()},
                                         {"arrow", arrow_version}};
  return Print(object.dump(2) + "\n");
}

}  // namespace fauxmart
