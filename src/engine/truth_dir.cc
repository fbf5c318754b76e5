#include "engine/truth_dir.h"

#include <fmt/format.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "base/paths.h"
#include "engine/dataset_layout.h"
#include "engine/files.h"
#include "output/local_file.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

namespace fs = std::filesystem;
using arrow::Status;
using nlohmann::json;

constexpr char kDocument[] = "truth.json";
constexpr char kUnnamed[] = ".tmp-truth.json";  // what a run leaves that is killed in writing it
constexpr char kFolder[] = "truth/";  // of the truth tables inside a dataset

Status Refuse(const Job& job, const std::string& what) {
  return Status::Invalid(fmt::format("--truth {}: {}", job.truth, what));
}

// Files that a truth.json lists, checked to be parts of truth tables.
arrow::Result<std::vector<std::string>> ListedParts(const Job& job, const std::string& text) {
  const json parsed = ParseJson<json>(text);
  std::vector<std::string> files;
  const auto refuse = [&] {
    return Refuse(job, "holds a truth.json that is not ours; choose another directory");
  };
  if (!parsed.is_object() || !parsed.contains("fauxmart") || !parsed.contains("salt") ||
      !parsed.contains("tables") || !parsed["tables"].is_object()) {
    return refuse();
  }
  for (const json& table : parsed["tables"]) {
    if (!table.is_object() || !table.contains("files") || !table["files"].is_array()) {
      return refuse();
    }
    for (const json& file : table["files"]) {
      if (!file.is_object() || !file.contains("path") || !file["path"].is_string()) return refuse();
      const auto path = file["path"].get<std::string>();
      if (!IsPartPath(kFolder + path)) return refuse();
      files.push_back(path);
    }
  }
  return files;
}

// Campaigns are data, so their names would tell what the truth's place is to keep.
Status CheckCampaignNames(const Job& job) {
  const Scenario& scenario = job.shop->scenario;
  Names secrets = {scenario.name};
  for (const Layer& layer : scenario.layers) secrets.push_back(layer.scenario);
  for (const Incident& incident : scenario.incidents) secrets.push_back(incident.name);
  for (const Campaign& campaign : scenario.campaigns) {
    for (const std::string& secret : secrets) {
      if (campaign.name.find(secret) == std::string::npos &&
          campaign.type.find(secret) == std::string::npos) {
        continue;
      }
      return Refuse(job, fmt::format("the name or type of campaign {} has \"{}\" in it, and "
                                     "campaigns are for all to see; call it otherwise",
                                     campaign.key, secret));
    }
  }
  return Status::OK();
}

}  // namespace

Status CheckTruthDir(const Job& job) {
  if (job.truth.empty()) return Status::OK();
  ARROW_RETURN_NOT_OK(CheckCampaignNames(job));
  const fs::path root(job.truth);
  std::error_code error;
  if (IsInside(root, job.out) || IsInside(job.out, root)) {
    return Refuse(
        job, fmt::format("and the dataset ({}) lie one in the other; keep them apart", job.out));
  }
  ARROW_ASSIGN_OR_RAISE(const fs::file_status kind, KindOf(root));
  if (!fs::exists(kind)) {
    fs::path above = Destination(root).parent_path();
    while (!above.empty() && !fs::exists(above, error) && above != above.parent_path()) {
      above = above.parent_path();
    }
    if (fs::is_directory(above, error) && ::access(above.c_str(), W_OK) == 0) return Status::OK();
    return Refuse(job, fmt::format("cannot be made in {}; name another directory", above.string()));
  }
  const fs::file_status behind = fs::status(root, error);  // of a link, what it leads to
  if (!fs::status_known(behind)) return ErrnoStatus("look at", job.truth, error.value());
  if (!fs::is_directory(behind)) return Refuse(job, "is no directory; name another");
  std::vector<std::string> listed;
  ARROW_ASSIGN_OR_RAISE(const bool has_document, Exists(root / kDocument));
  if (has_document) {
    ARROW_ASSIGN_OR_RAISE(const std::string text, ReadTextFile((root / kDocument).string()));
    ARROW_ASSIGN_OR_RAISE(listed, ListedParts(job, text));
    if (!job.overwrite && !job.resume) {
      return Refuse(job, "holds the truth of a dataset already; --overwrite replaces it");
    }
  }
  const auto in_the_way = [&](const fs::path& path) {
    return Refuse(job, path.string() + " is in the way; choose another directory");
  };
  ARROW_ASSIGN_OR_RAISE(const auto names, NamesIn(root));
  for (const std::string& name : names) {
    ARROW_ASSIGN_OR_RAISE(const fs::file_status status, KindOf(root / name));
    const bool document = name == kDocument || (name == kUnnamed && job.resume);
    if (document && !fs::is_symlink(status)) continue;
    const TableDecl* table = FindTable(name);
    const bool ours = table != nullptr && table->kind == TableKind::kTruth &&
                      fs::is_directory(status) && (!listed.empty() || job.resume);
    if (!ours) return in_the_way(root / name);
    ARROW_ASSIGN_OR_RAISE(const auto parts, NamesIn(root / name));
    for (const std::string& part : parts) {
      if (!IsPartName(part)) return in_the_way(root / name / part);
    }
  }
  return Status::OK();
}

Status MoveTruth(const Job& job, const std::vector<TaskResult>& tasks,
                 const std::string& truth_text) {
  const fs::path root(job.truth);
  ARROW_RETURN_NOT_OK(MakeDirectory(root));
  // The document first: what is left of another truth is not taken for one.
  ARROW_RETURN_NOT_OK(Remove(root / kDocument));
  for (const TableDecl* table : AllTables()) {
    if (table->kind != TableKind::kTruth) continue;
    const fs::path folder = root / std::string(table->name);
    ARROW_ASSIGN_OR_RAISE(const auto names, NamesIn(folder));
    for (const std::string& name : names) {
      if (IsPartName(name)) ARROW_RETURN_NOT_OK(Remove(folder / name));
    }
  }
  std::vector<fs::path> moved;
  for (const TaskResult& task : tasks) {
    for (const PartEntry& part : task.parts) {
      const std::string& path = part.result.path;
      if (!path.starts_with(kFolder)) continue;
      const fs::path from = fs::path(job.out) / path, to = root / path.substr(sizeof kFolder - 1);
      ARROW_RETURN_NOT_OK(MakeDirectory(to.parent_path()));
      ARROW_ASSIGN_OR_RAISE(const std::string checksum, CopyWholeFile(from.string(), to.string()));
      if (checksum != part.result.checksum) {
        return Status::IOError(fmt::format("{}: is not what was written there", from.string()));
      }
      moved.push_back(from);
    }
  }
  ARROW_RETURN_NOT_OK(WriteWholeFile((root / kDocument).string(), truth_text, job.output.sync));
  // A part that stayed would tell what the dataset is to keep to itself.
  std::error_code error;
  for (const fs::path& from : moved) {
    ARROW_RETURN_NOT_OK(Remove(from));
    fs::remove(from.parent_path(), error);  // goes with its last file
  }
  fs::remove(fs::path(job.out) / "truth", error);
  return Status::OK();
}

}  // namespace fauxmart
