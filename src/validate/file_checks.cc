#include "validate/file_checks.h"

#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "engine/dataset_layout.h"
#include "engine/files.h"
#include "engine/truth_json.h"
#include "output/digest.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

}  // namespace

void CheckFile(const Dataset& dataset, const DatasetPart& part, size_t check, Findings* findings) {
  findings->Examined(check, 1);
  const std::string path = dataset.PathOf(part);
  std::error_code error;
  for (fs::path at = path; at != fs::path(dataset.dir) && at.has_relative_path();
       at = at.parent_path()) {
    if (!fs::is_symlink(fs::symlink_status(at, error))) continue;
    findings->Violated(check, [&] { return fmt::format("{}: is a link", at.string()); });
    return;
  }
  const auto size = fs::file_size(path, error);
  if (error) {
    findings->Violated(check, [&] { return fmt::format("{}: {}", path, error.message()); });
    return;
  }
  if (size != static_cast<uintmax_t>(part.bytes)) {
    findings->Violated(
        check, [&] { return fmt::format("{}: {} bytes and not {}", path, size, part.bytes); });
    return;
  }
  const auto checksum = FileChecksum(path);
  if (checksum.ok() && *checksum == part.checksum) return;
  findings->Violated(check, [&] {
    return checksum.ok() ? fmt::format("{}: its bytes are not those that were written", path)
                         : checksum.status().message();
  });
}

void CheckListed(const Dataset& dataset, const PlanOfChecks& plan, Findings* findings) {
  const size_t check = plan.shop.listed;
  std::set<fs::path> listed, folders;
  for (const DatasetTable& table : dataset.tables) {
    for (const DatasetPart& part : table.parts) {
      const fs::path path = dataset.PathOf(part);
      listed.insert(path);
      folders.insert(path.parent_path());
      if (!DateFolderOf(part.path).empty()) folders.insert(path.parent_path().parent_path());
    }
  }
  std::error_code error;
  for (const fs::path& folder : folders) {
    for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
      findings->Examined(check, 1);
      if (listed.contains(it->path()) || folders.contains(it->path())) continue;
      findings->Violated(check, [&] { return it->path().string(); });
    }
  }
}

void CheckTotals(const Dataset& dataset, const json& manifest, const PlanOfChecks& plan,
                 Findings* findings) {
  const size_t check = plan.shop.totals;
  for (const DatasetTable& table : dataset.tables) {
    int64_t rows = 0, bytes = 0;
    std::vector<std::string> digests;
    for (const DatasetPart& part : table.parts) {
      rows += part.rows;
      bytes += part.bytes;
      digests.push_back(part.digest);
    }
    const json& listed = manifest["tables"][std::string(table.decl->name)];
    findings->Examined(check, 1);
    if (listed.value("rows", json()) == json(rows) &&
        listed.value("bytes", json()) == json(bytes) &&
        listed.value("digest", json()) == json(CombineDigests(digests))) {
      continue;
    }
    findings->Violated(check, [&] { return fmt::format("tables.{}", table.decl->name); });
  }
}

void CheckSeal(const json& manifest, const std::string& truth, PlanOfChecks* plan,
               Findings* findings) {
  const size_t check = plan->shop.seal;
  if (truth.empty()) return plan->list.Skip(check, "truth/truth.json is not in this directory");
  const auto place = "/truth/sha256"_json_pointer;
  if (!manifest.contains(place)) return plan->list.Skip(check, "the manifest has no seal");
  findings->Examined(check, 1);
  if (manifest[place] == json(SealOf(truth))) return;
  findings->Violated(check, [] { return std::string("truth/truth.json is another one"); });
}

}  // namespace fauxmart
