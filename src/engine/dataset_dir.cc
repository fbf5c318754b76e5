#include "engine/dataset_dir.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "base/json_text.h"
#include "engine/dataset_card.h"
#include "engine/dataset_layout.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

using arrow::Status;
using nlohmann::json;

constexpr char kPartial[] = ".partial";
constexpr char kRequest[] = "request.json";
constexpr char kRequestName[] = ".partial/request.json";
constexpr char kManifest[] = "manifest.json";
constexpr char kDictionary[] = "dictionary.json";
// The manifest of a dataset that is being replaced, until all its files are gone.
constexpr char kReplaced[] = "replaced";

std::string SidecarName(const std::string& task) {
  return fmt::format("{}/{}.json", kPartial, task);
}

// The files that a manifest or sidecar lists, relative to the dataset.
std::vector<std::string> ListedFiles(const std::string& text) {
  std::vector<std::string> files;
  const json parsed = ParseJson<json>(text);
  const auto add = [&](const json& part) {
    if (part.is_object() && part.contains("path") && part["path"].is_string()) {
      files.push_back(part["path"].get<std::string>());
    }
  };
  if (!parsed.is_object()) return files;
  if (parsed.contains("parts") && parsed["parts"].is_array()) {
    for (const json& part : parsed["parts"]) add(part);
  }
  if (parsed.contains("tables") && parsed["tables"].is_object()) {
    for (const json& table : parsed["tables"]) {
      if (!table.is_object() || !table.contains("files") || !table["files"].is_array()) continue;
      for (const json& file : table["files"]) add(file);
    }
  }
  return files;
}

// The tables that a run of `request` writes; none if there is no such run.
std::vector<const TableDecl*> TablesOf(const std::string& request) {
  std::vector<const TableDecl*> tables;
  const json parsed = ParseJson<json>(request);
  if (!parsed.is_object() || !parsed.contains("tables")) return tables;
  for (const json& name : parsed["tables"]) {
    const TableDecl* table = name.is_string() ? FindTable(name.get<std::string>()) : nullptr;
    if (table != nullptr) tables.push_back(table);
  }
  return tables;
}

// Is this a manifest that this program wrote?
bool IsOurManifest(const std::string& text) {
  const json parsed = ParseJson<json>(text);
  return parsed.is_object() && parsed.contains("fauxmart") && parsed.contains("tables");
}

// Removes what an unfinished run left: files its sidecars list, temporary names, the sidecars.
Status RemovePartial(Store& store, const std::map<std::string, std::string>& sidecars) {
  for (const auto& [task, text] : sidecars) {
    ARROW_RETURN_NOT_OK(store.RemoveAll(ListedFiles(text)));
    ARROW_RETURN_NOT_OK(store.Remove(SidecarName(task)));
  }
  return Status::OK();
}

Status InTheWay(const Store& store, const std::string& file) {
  return Status::Invalid(
      fmt::format("--out {}: {} is in the way and no manifest of ours lists it; move it away "
                  "or choose another directory",
                  store.Where(""), store.Where(file)));
}

// Refuses files that would be mistaken for parts of the dataset: in its folders, and neither listed
// nor a part of an unfinished run. (That run found the folders of its `own` tables empty, so parts
// there are its own, also one that was named just before it was killed, and that no sidecar lists.)
Status CheckForeign(Store& store, const std::vector<const TableDecl*>& tables,
                    const std::set<std::string>& listed, const std::vector<const TableDecl*>& own) {
  std::set<std::string> days;  // that a list has files in
  for (const std::string& file : listed) days.insert(file.substr(0, file.rfind('/')));
  for (const TableDecl* table : tables) {
    const bool is_own = std::find(own.begin(), own.end(), table) != own.end();
    ARROW_ASSIGN_OR_RAISE(const TableFolders folders, FoldersOf(store, *table));
    for (const std::string& folder : folders.All()) {
      ARROW_ASSIGN_OR_RAISE(const auto names, store.NamesIn(folder));
      for (const std::string& name : names) {
        const std::string file = folder + "/" + name;
        if (listed.contains(file) || (is_own && IsPartName(name))) continue;
        if (folders.days.contains(file)) continue;  // what is in it is looked at by itself
        return InTheWay(store, file);
      }
      if (folder != folders.table && !is_own && !days.contains(folder)) {
        return InTheWay(store, folder);
      }
    }
  }
  return Status::OK();
}

// Whether the README.md there is the card of a run of ours. One that somebody has changed since, or
// that is in the way of `request`'s own, is refused.
arrow::Result<bool> CheckCard(Store& store, const std::string& manifest, const PartialRun& earlier,
                              const std::string& request) {
  ARROW_ASSIGN_OR_RAISE(const bool stands, store.Stands(kCardFile));
  if (!stands) return false;
  const std::string listed = ListedCard(manifest);
  if (!listed.empty()) {
    ARROW_ASSIGN_OR_RAISE(const std::string text, store.Read(kCardFile));
    if (CardChecksum(text) == listed) return true;
    return Status::Invalid(fmt::format(
        "--out {}: {} was changed since it was written; move it away", store.Where(""), kCardFile));
  }
  const auto replaced = earlier.sidecars.find(kReplaced);
  const bool was_ours = AsksForCard(earlier.request) || (replaced != earlier.sidecars.end() &&
                                                         !ListedCard(replaced->second).empty());
  if (!was_ours && AsksForCard(request)) return InTheWay(store, kCardFile);
  return was_ours;
}

// Removes what an unfinished run had not yet named of its `own` tables and, unless it is resumed,
// its parts.
Status RemoveLeftovers(Store& store, const std::vector<const TableDecl*>& own, bool parts) {
  std::vector<std::string> leftovers;
  for (const TableDecl* table : own) {
    ARROW_ASSIGN_OR_RAISE(const TableFolders folders, FoldersOf(store, *table));
    for (const std::string& folder : folders.All()) {
      ARROW_ASSIGN_OR_RAISE(const auto names, store.NamesIn(folder));
      for (const std::string& name : names) {
        if (IsPartName(name) && (parts || name.starts_with(".tmp-"))) {
          leftovers.push_back(folder + "/" + name);
        }
      }
      // Its first part never got its name, and another run may have no such day or table.
      if (names.empty()) store.RemoveIfEmpty(folder);
    }
  }
  ARROW_ASSIGN_OR_RAISE(const auto names, store.NamesIn(kPartial));
  for (const std::string& name : names) {
    if (name.starts_with(".tmp-")) leftovers.push_back(std::string(kPartial) + "/" + name);
  }
  return store.RemoveAll(leftovers);
}

}  // namespace

Status DatasetDir::Open(const std::string& request, bool overwrite, std::optional<bool> resume,
                        const std::vector<const TableDecl*>& tables) {
  const bool resumed = resume.value_or(false);
  const std::string out = store_.Where("");
  request_ = request;
  ARROW_RETURN_NOT_OK(store_.CheckPlace());
  ARROW_ASSIGN_OR_RAISE(const bool whole, store_.Exists(kManifest));
  ARROW_ASSIGN_OR_RAISE(const bool unfinished, store_.Exists(kRequestName));
  std::string manifest_text;
  if (whole) {
    // A run that was stopped between its manifest and its end can be resumed, to tidy up.
    if (!overwrite && !(resumed && unfinished)) {
      if (resumed) store_.RemoveIfEmpty(kPartial);  // the last that it would have removed
      return Status::Invalid(fmt::format(
          "--out {}: holds a dataset already; --overwrite replaces it, or choose another directory",
          out));
    }
    ARROW_ASSIGN_OR_RAISE(manifest_text, store_.Read(kManifest));
    if (!IsOurManifest(manifest_text)) {
      return Status::Invalid(fmt::format(
          "--out {}: holds a manifest.json that is not ours; choose another directory", out));
    }
  }
  PartialRun earlier;
  if (unfinished) {
    ARROW_ASSIGN_OR_RAISE(earlier, ReadPartialRun(store_));
    if (!overwrite && !resumed) {
      return Status::Invalid(
          fmt::format("--out {}: holds an unfinished run; {}--overwrite starts anew", out,
                      resume ? "--resume goes on with it, " : ""));
    }
    if (resumed && earlier.request != request) {
      return Status::Invalid(fmt::format(
          "--resume: the unfinished run in {} was asked for something else; repeat its options, or "
          "start anew with --overwrite",
          out));
    }
  }

  std::set<std::string> listed;
  for (const std::string& file : ListedFiles(manifest_text)) listed.insert(file);
  for (const auto& [task, text] : earlier.sidecars) {
    for (const std::string& file : ListedFiles(text)) listed.insert(file);
  }
  ARROW_RETURN_NOT_OK(CheckLayout(store_, earlier.request, listed));
  const std::vector<const TableDecl*> own = TablesOf(earlier.request);
  ARROW_RETURN_NOT_OK(CheckForeign(store_, tables, listed, own));
  // No list has these: they are ours where a run of ours was.
  for (const char* file : {kDictionary, kTruthFile}) {
    if (whole || unfinished) break;
    ARROW_ASSIGN_OR_RAISE(const bool stands, store_.Stands(file));
    if (stands) return InTheWay(store_, file);
  }

  ARROW_ASSIGN_OR_RAISE(const bool has_card, CheckCard(store_, manifest_text, earlier, request));

  ARROW_ASSIGN_OR_RAISE(const bool held, store_.Claim(kPartial));
  // All that was seen above was seen without the lock.
  ARROW_ASSIGN_OR_RAISE(const bool whole_now, store_.Exists(kManifest));
  ARROW_ASSIGN_OR_RAISE(const bool unfinished_now, store_.Exists(kRequestName));
  if (!held || whole != whole_now || unfinished != unfinished_now) {
    return Status::IOError(fmt::format("--out {}: another run was writing there; try again", out));
  }

  // A run that is killed in here leaves an unfinished run, which knows what is still to be removed:
  // its request goes when its files are gone.
  if (!unfinished) ARROW_RETURN_NOT_OK(WriteFile(kRequestName, request));
  if (whole) {
    // The manifest first: what is left of the dataset is not taken for one.
    ARROW_RETURN_NOT_OK(store_.Rename(kManifest, SidecarName(kReplaced)));
    std::vector<std::string> files = ListedFiles(manifest_text);
    if (resumed) {
      std::set<std::string> finished;
      for (const auto& [task, text] : earlier.sidecars) {
        for (const std::string& file : ListedFiles(text)) finished.insert(file);
      }
      std::erase_if(files, [&](const std::string& file) { return finished.contains(file); });
    }
    ARROW_RETURN_NOT_OK(store_.RemoveAll(files));
    ARROW_RETURN_NOT_OK(store_.Remove(SidecarName(kReplaced)));
  }
  // The next run writes its own, or keeps it elsewhere.
  ARROW_RETURN_NOT_OK(store_.Remove(kTruthFile));
  store_.RemoveIfEmpty("truth");
  if (has_card) ARROW_RETURN_NOT_OK(store_.Remove(kCardFile));
  if (!unfinished) return Status::OK();
  ARROW_RETURN_NOT_OK(RemoveLeftovers(store_, own, !resumed));
  if (const auto it = earlier.sidecars.find(kReplaced); it != earlier.sidecars.end()) {
    ARROW_RETURN_NOT_OK(RemovePartial(store_, {*it}));
    earlier.sidecars.erase(it);
  }
  if (resumed) {
    sidecars_ = std::move(earlier.sidecars);
    return Status::OK();
  }
  ARROW_RETURN_NOT_OK(RemovePartial(store_, earlier.sidecars));
  return WriteFile(kRequestName, request);
}

Status DatasetDir::WriteSidecar(const std::string& task, const std::string& text) const {
  return WriteFile(SidecarName(task), text);
}

Status DatasetDir::WriteFile(const std::string& name, const std::string& text) const {
  return store_.Write(name, text, sync_);
}

Status DatasetDir::Complete(const std::string& manifest) {
  ARROW_RETURN_NOT_OK(store_.CheckUnchanged(kRequestName, request_));
  ARROW_RETURN_NOT_OK(WriteFile(kManifest, manifest));
  // The request last: as long as it is there, --resume can do the rest.
  return store_.RemoveFolder(kPartial, kRequest);
}

arrow::Result<PartialRun> ReadPartialRun(Store& store) {
  PartialRun run;
  ARROW_ASSIGN_OR_RAISE(const bool unfinished, store.Exists(kRequestName));
  if (!unfinished) {
    return Status::Invalid(fmt::format("{}: no unfinished run or shard of ours (there is no {})",
                                       store.Where(""), kRequestName));
  }
  ARROW_ASSIGN_OR_RAISE(run.request, store.Read(kRequestName));
  ARROW_ASSIGN_OR_RAISE(const auto names, store.NamesIn(kPartial));
  constexpr std::string_view kExtension = ".json";
  for (const std::string& name : names) {
    if (!name.ends_with(kExtension) || name == kRequest || name.starts_with(".tmp-")) continue;
    const std::string task = name.substr(0, name.size() - kExtension.size());
    ARROW_ASSIGN_OR_RAISE(run.sidecars[task], store.Read(SidecarName(task)));
  }
  return run;
}

}  // namespace fauxmart
