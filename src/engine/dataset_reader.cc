#include "engine/dataset_reader.h"

#include <fmt/format.h>

#include <cerrno>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "base/errno_detail.h"
#include "base/json_text.h"
#include "base/text.h"
#include "engine/csv_texts.h"
#include "engine/dataset_layout.h"
#include "engine/files.h"
#include "engine/part_file.h"
#include "output/sink.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

namespace fs = std::filesystem;
using arrow::Result;
using arrow::Status;
using nlohmann::json;

constexpr char kManifest[] = "manifest.json";

Status NoDataset(const std::string& dir) {
  const std::string path = (fs::path(dir) / kManifest).string();
  std::error_code ignored;
  if (!fs::exists(dir, ignored)) {
    return WithErrno(Status::Invalid(fmt::format("{}: there is no such directory", dir)), ENOENT);
  }
  if (!fs::is_directory(dir, ignored)) {
    return Status::Invalid(fmt::format("{}: is no directory; name a dataset's directory", dir));
  }
  if (fs::exists(fs::path(dir) / ".partial", ignored)) {
    return Status::Invalid(
        fmt::format("{}: not there; {} is a shard or an unfinished run: go on with --resume, or "
                    "put shards together with fauxmart merge",
                    path, dir));
  }
  return WithErrno(Status::Invalid(fmt::format("{}: not there; name a dataset's directory", path)),
                   ENOENT);
}

// What is wrong with a manifest. Values are those of whoever wrote it, so they are cut.
class ManifestParser {
 public:
  explicit ManifestParser(std::string path) : path_(std::move(path)) {}

  Result<Dataset> Parse(const std::string& text) {
    const json root = ParseJson<json>(text);
    if (root.is_discarded()) return Bad("is no JSON");
    if (!root.is_object() || !root.contains("tables") || !root["tables"].is_object()) {
      return Bad("lists no tables");
    }
    const json& tables = root["tables"];
    for (const auto& entry : tables.items()) {
      if (FindTable(entry.key()) != nullptr) continue;
      return Bad(fmt::format("lists a table '{}' that this version of fauxmart does not know",
                             entry.key().substr(0, 60)));
    }
    Dataset parsed;
    if (const auto form = root.find(kCsvText); form != root.end()) {
      parsed.csv_safe = *form == kCsvTextSafe;
      if (!parsed.csv_safe) {
        return Bad(fmt::format("has a {} that is not \"{}\"", kCsvText, kCsvTextSafe));
      }
    }
    for (const TableDecl* decl : AllTables()) {
      const auto found = tables.find(std::string(decl->name));
      if (found == tables.end()) continue;
      DatasetTable table{.decl = decl, .parts = {}};
      ARROW_RETURN_NOT_OK(ParseTable(*found, &table));
      parsed.tables.push_back(std::move(table));
    }
    return parsed;
  }

 private:
  Status Bad(const std::string& what) const {
    return Status::Invalid(
        fmt::format("{}: {}; this is no manifest of a dataset that fauxmart wrote", path_, what));
  }

  Status ParseTable(const json& object, DatasetTable* table) {
    if (!object.is_object() || !object.contains("files") || !object["files"].is_array()) {
      return Bad(fmt::format("tables.{} lists no files", table->decl->name));
    }
    int64_t rows = 0, bytes = 0;
    for (const json& file : object["files"]) {
      DatasetPart part;
      const bool whole = file.is_object() && Text(file, "path", &part.path) &&
                         Count(file, "rows", &part.rows) && Count(file, "bytes", &part.bytes) &&
                         Checksum(file, "xxh3_128", &part.checksum) &&
                         Checksum(file, "digest", &part.digest);
      if (!whole) {
        return Bad(
            fmt::format("tables.{}.files has an entry without path, rows, bytes, xxh3_128 "
                        "or digest",
                        table->decl->name));
      }
      if (__builtin_add_overflow(rows, part.rows, &rows) ||
          __builtin_add_overflow(bytes, part.bytes, &bytes)) {
        return Bad(
            fmt::format("tables.{} has more rows or bytes than can be counted", table->decl->name));
      }
      ARROW_RETURN_NOT_OK(CheckPath(*table->decl, part.path));
      table->parts.push_back(std::move(part));
    }
    return Status::OK();
  }

  Status CheckPath(const TableDecl& decl, const std::string& path) {
    const std::string name = path.substr(path.rfind('/') + 1);
    const bool ours = IsPartPath(path) && path.starts_with(TableFolder(decl) + "/") &&
                      name.starts_with("part-") &&
                      ParseFormat(path.substr(path.rfind('.') + 1)).ok();
    if (!ours) {
      return Bad(
          fmt::format("lists \"{}\", which is no part of {}", path.substr(0, 80), decl.name));
    }
    // Parts are put together by their number: a second one, of another format or day, would be
    // lost.
    if (!parts_.insert(TableFolder(decl) + "/" + name.substr(0, name.rfind('.'))).second) {
      return Bad(fmt::format("lists {} twice", path));
    }
    return Status::OK();
  }

  static bool Text(const json& object, const char* key, std::string* text) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_string()) return false;
    *text = found->get<std::string>();
    return true;
  }
  static bool Count(const json& object, const char* key, int64_t* count) {
    const auto found = object.find(key);
    if (found == object.end() || !found->is_number_unsigned()) return false;
    *count = found->get<int64_t>();
    return *count >= 0;
  }
  static bool Checksum(const json& object, const char* key, std::string* hex) {
    return Text(object, key, hex) && hex->size() == 32 &&
           hex->find_first_not_of("0123456789abcdef") == std::string::npos;
  }

  std::string path_;
  std::set<std::string> parts_;  // their paths, without format and day
};

}  // namespace

const DatasetTable* Dataset::Find(const TableDecl& decl) const {
  for (const DatasetTable& table : tables) {
    if (table.decl == &decl) return &table;
  }
  return nullptr;
}

std::string Dataset::PathOf(const DatasetPart& part) const {
  return (fs::path(dir) / part.path).string();
}

Result<Dataset> ParseManifest(const std::string& text, const std::string& path) {
  return ManifestParser(path).Parse(text);
}

Result<Dataset> OpenDataset(const std::string& dir) {
  ARROW_RETURN_NOT_OK(RequireDirectory("whoever reads a dataset", dir));
  const std::string path = (fs::path(dir) / kManifest).string();
  std::error_code ignored;
  if (!fs::exists(path, ignored)) return NoDataset(dir);
  ARROW_RETURN_NOT_OK(CheckRegularFile(path));
  ARROW_ASSIGN_OR_RAISE(const std::string text, ReadTextFile(path));
  ARROW_ASSIGN_OR_RAISE(Dataset dataset, ParseManifest(text, path));
  dataset.dir = dir;
  return dataset;
}

TableReader::TableReader(const Dataset& dataset, const TableDecl& decl,
                         std::vector<DatasetPart> parts, bool use_threads)
    : dataset_(dataset),
      decl_(decl),
      parts_(std::move(parts)),
      form_(decl),
      use_threads_(use_threads) {}

Result<std::shared_ptr<arrow::RecordBatch>> TableReader::Next() {
  while (part_ < parts_.size()) {
    auto batch = NextOfPart();
    if (!batch.ok()) return Unreadable(batch.status());
    if (*batch != nullptr) return batch;
    batches_.reset();
    const int64_t rows = std::exchange(row_, 0);
    const DatasetPart& part = parts_[part_];
    if (rows != part.rows) {
      return Status::IOError(fmt::format(
          "{}: it has {} rows and its manifest says {}; make the dataset again, or copy it again",
          dataset_.PathOf(part), rows, part.rows));
    }
    ++part_;
  }
  return nullptr;
}

Result<std::shared_ptr<arrow::RecordBatch>> TableReader::NextOfPart() {
  if (batches_ == nullptr) {
    ARROW_ASSIGN_OR_RAISE(batches_,
                          OpenPartFile(decl_, dataset_.PathOf(parts_[part_]), use_threads_));
  }
  std::shared_ptr<arrow::RecordBatch> batch;
  ARROW_RETURN_NOT_OK(batches_->ReadNext(&batch));
  if (batch == nullptr) return nullptr;
  if (dataset_.csv_safe && parts_[part_].path.ends_with(".csv")) {
    ARROW_ASSIGN_OR_RAISE(batch, WithoutGuards(decl_, batch, row_));
  }
  ARROW_ASSIGN_OR_RAISE(auto plain, form_.Apply(*batch, row_));
  row_ += batch->num_rows();
  return plain;
}

// Arrow's words have no path, and maybe several lines. That a file is gone or cut, its size says.
Status TableReader::Unreadable(const Status& why) const {
  if (why.IsCancelled()) return why;
  const DatasetPart& part = parts_[part_];
  const std::string path = dataset_.PathOf(part);
  std::error_code error;
  const auto size = fs::file_size(path, error);
  if (error) {
    return Status::IOError(
        fmt::format("{}: {}, though its manifest lists it; make the dataset "
                    "again, or copy it again",
                    path, error.message()));
  }
  std::string reason = why.message().substr(0, why.message().find_first_of("\r\n"));
  if (reason.ends_with('.')) reason.pop_back();
  // It may quote the file, which may hold anything.
  for (size_t at; (at = FindNonText(reason)) != std::string::npos;) reason[at] = '?';
  const std::string sizes =
      size == static_cast<uintmax_t>(part.bytes)
          ? ""
          : fmt::format(" (it has {} bytes and its manifest says {})", size, part.bytes);
  return Status::IOError(
      fmt::format("{}: cannot be read: {}{}; make the dataset again, or copy it "
                  "again",
                  path, reason, sizes));
}

}  // namespace fauxmart
