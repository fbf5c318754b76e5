// validate on a small sound dataset of which one file is broken, and the manifest written anew to
// fit, as somebody would who knows how. Whatever is in the file, there is an answer; and where it
// is "valid", amounts and references that other tables determine are what they were.
//
// Input: form, file, then changes: kind, place (2 bytes), length, as many bytes.
#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "engine/part_file.h"
#include "engine/truth_json.h"
#include "fauxmart/diff.h"
#include "fauxmart/validate.h"
#include "fuzz_target.h"
#include "output/xxh3.h"
#include "scenario/scenario.h"
#include "small_dataset.h"
#include "tables/tables.h"
#include "validate/validate.h"

#include <arrow/record_batch.h>
#include "api/inputs.h"

using namespace fauxmart;
using nlohmann::json;

namespace {

std::string ChecksumOf(std::string_view bytes) {
  Xxh3Stream stream;
  stream.Update(bytes.data(), bytes.size());
  return stream.Hex();
}

// Carries out the changes; places wrap around.
std::string Changed(std::string bytes, const uint8_t* data, size_t size) {
  constexpr size_t kMost = 1 << 20;
  while (size >= 4 && !bytes.empty() && bytes.size() < kMost) {
    const int kind = data[0] % 6;
    const size_t place = (data[1] | size_t{data[2]} << 8) % bytes.size();
    const size_t length = data[3];
    data += 4, size -= 4;
    const size_t given = std::min(length, size);
    const std::string_view text = fauxmart::fuzz::TextOf(data, given);
    switch (kind) {
      case 0:  // put others in their place
        for (size_t i = 0; i < given; ++i) bytes[(place + i) % bytes.size()] = text[i];
        break;
      case 1:
        bytes.insert(place, text);
        break;
      case 2:
        bytes.erase(place, length);
        continue;
      case 3:
        bytes[place] = static_cast<char>(bytes[place] + static_cast<char>(length));
        continue;
      case 4:  // a piece of it once more
        bytes.insert(place, bytes.substr(place, length));
        continue;
      default:  // counted from the end, where formats have their footers
        bytes[bytes.size() - 1 - place] ^= static_cast<char>(length);
        continue;
    }
    data += given, size -= given;
  }
  return bytes;
}

// Rows of a file, if they can be read.
int64_t RowsOf(const TableDecl& decl, const std::string& path, int64_t otherwise) {
  const auto batches = OpenPartFile(decl, path, /*use_threads=*/false);
  if (!batches.ok()) return otherwise;
  int64_t rows = 0;
  std::shared_ptr<arrow::RecordBatch> batch;
  do {
    if (!(*batches)->ReadNext(&batch).ok()) return otherwise;
    rows += batch == nullptr ? 0 : batch->num_rows();
  } while (batch != nullptr);
  return rows;
}

// The manifest of the sound dataset with what the changed file in `dir` now is.
std::string Resealed(json manifest, const std::string& dir, const std::string& path,
                     std::string_view bytes) {
  if (path == "truth/truth.json") {
    manifest["truth"]["sha256"] = SealOf(std::string(bytes));
    return manifest.dump();
  }
  for (auto& [name, table] : manifest["tables"].items()) {
    for (json& file : table["files"]) {
      if (file["path"] != path) continue;
      const auto rows = file["rows"].get<int64_t>(), size = file["bytes"].get<int64_t>();
      file["bytes"] = bytes.size();
      file["xxh3_128"] = ChecksumOf(bytes);
      file["rows"] = RowsOf(*FindTable(name), dir + "/" + path, rows);
      table["bytes"] = table["bytes"].get<int64_t>() + static_cast<int64_t>(bytes.size()) - size;
      table["rows"] = table["rows"].get<int64_t>() + file["rows"].get<int64_t>() - rows;
    }
  }
  return manifest.dump();
}

// Columns of which no value can change without another table, or another column, saying so.
const std::map<std::string, std::set<std::string>>& Determined() {
  static const std::map<std::string, std::set<std::string>> columns = {
      {"orders", {"subtotal", "discount", "tax", "shipping_cost", "total_amount"}},
      {"order_items", {"order_id", "sku", "unit_price", "total_price"}},
      {"returns", {"order_id", "product_id", "refund_amount"}}};
  return columns;
}

void CheckAnswer(const std::string& sound, const std::string& broken, const std::string& path) {
  const auto diff = Diff(sound, broken, {.rows = 1}, nullptr);
  fuzz::Require(diff.ok(), "what is valid can be compared: " + diff.status().ToString(), path);
  for (const TableDiff& table : diff->tables) {
    const bool fact = FindTable(table.table)->kind == TableKind::kFact;
    fuzz::Require(!fact || table.added == table.removed, "a valid dataset has all its rows", path);
    fuzz::Require(table.table != "orders" || table.added == 0, "and all its orders", path);
    const auto determined = Determined().find(table.table);
    if (determined == Determined().end()) continue;
    for (const ColumnChanges& column : table.changed_by_column) {
      fuzz::Require(!determined->second.contains(column.column),
                    "valid, with another " + table.table + "." + column.column, path);
    }
  }
}

// A second copy of a dataset, to be broken.
struct Copy {
  std::string dir;
  json manifest;  // as it was
};
const Copy& CopyOf(size_t form) {
  static std::array<Copy, fuzz::kForms.size()> copies;
  Copy& copy = copies.at(form);
  if (copy.dir.empty()) {
    const fuzz::SmallDataset& sound = fuzz::SmallDatasetOf(form);
    copy = {sound.dir + "-broken", json::parse(sound.files.at("manifest.json"))};
    std::filesystem::copy(sound.dir, copy.dir, std::filesystem::copy_options::recursive);
  }
  return copy;
}

}  // namespace

FUZZ_TARGET(validate) {
  if (size < 2) return 0;
  const size_t form = data[0] % fuzz::kForms.size();
  const fuzz::SmallDataset& dataset = fuzz::SmallDatasetOf(form);
  const std::string& path = dataset.paths[data[1] % dataset.paths.size()];
  const auto& [copy, manifest] = CopyOf(form);
  const std::string& before = dataset.files.at(path);
  const std::string after = Changed(before, data + 2, size - 2);

  fuzz::WriteBytes(copy + "/" + path, after);
  const bool is_manifest = path == "manifest.json";
  if (!is_manifest) {
    fuzz::WriteBytes(copy + "/manifest.json", Resealed(manifest, copy, path, after));
  }
  const ValidateOptions options{.threads = 1, .rows = 2};
  if (is_manifest) {
    // With all that a manifest can say about the world.
    static_cast<void>(Validate(copy, options, nullptr));
  } else {
    const Inputs& inputs = fuzz::SmallInputs();
    static const Expected expected{"", inputs.world, inputs.scenario, inputs.setup, inputs.removed};
    const auto result = ValidateDataset(copy, expected, options, nullptr);
    fuzz::Require(result.ok(), "whatever is in a file, there is an answer", path);
    fuzz::Require(after != before || result->valid(), "a sound dataset is valid", path);
    const bool rows = path != "truth/truth.json";
    if (result->valid() && rows && after != before) CheckAnswer(dataset.dir, copy, path);
  }
  fuzz::WriteBytes(copy + "/" + path, before);
  fuzz::WriteBytes(copy + "/manifest.json", dataset.files.at("manifest.json"));
  return 0;
}
