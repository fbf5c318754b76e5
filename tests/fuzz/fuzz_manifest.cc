// A manifest.json of anybody, as the readers of datasets and --resume take it.
#include <filesystem>
#include <set>

#include "engine/dataset_layout.h"
#include "engine/dataset_reader.h"
#include "fuzz_target.h"

using namespace fauxmart;

FUZZ_TARGET(manifest) {
  const std::string_view text = fuzz::TextOf(data, size);
  const auto tables = ParseManifest(std::string(text), "manifest.json");
  if (!tables.ok()) {
    fuzz::Require(tables.status().IsInvalid(), "a refusal is Invalid", text);
    return 0;
  }
  std::set<std::pair<const TableDecl*, std::string>> parts;
  for (const DatasetTable& table : tables->tables) {
    for (const DatasetPart& part : table.parts) {
      fuzz::Require(IsPartPath(part.path), "a part is in its table's folder", text);
      for (const auto& step : std::filesystem::path(part.path)) {
        fuzz::Require(step != "..", "no path leads out", text);
      }
      const std::string name = std::filesystem::path(part.path).stem();
      fuzz::Require(parts.emplace(table.decl, name).second, "no part is there twice", text);
      fuzz::Require(part.rows >= 0 && part.bytes >= 0, "no count is negative", text);
    }
  }
  return 0;
}
