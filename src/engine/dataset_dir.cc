#include "engine/dataset_dir.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "base/json_text.h"
#include "engine/dataset_card.h"
#include "engine/dataset_layout.h"
#include "engine/files.h"
#include "output/output_file.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

namespace fs = std::filesystem;
using arrow::Status;
using nlohmann::json;

constexpr char kPartial[] = ".partial";
constexpr char kRequest[] = "request.json";
constexpr char kManifest[] = "manifest.json";
constexpr char kDictionary[] = "dictionary.json";
// The manifest of a dataset that is being replaced, until all its files are gone.
constexpr char kReplaced[] = "replaced";

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

// The folders that a run of `request` writes into; none if there is no such run.
std::vector<std::string> FoldersOf(const std::string& request) {
  std::vector<std::string> folders;
  const json parsed = ParseJson<json>(request);
  if (!parsed.is_object() || !parsed.contains("tables")) return folders;
  for (const json& name : parsed["tables"]) {
    const TableDecl* table = name.is_string() ? FindTable(name.get<std::string>()) : nullptr;
    if (table != nullptr) folders.push_back(TableFolder(*table));
  }
  return folders;
}

// Is this a manifest that this program wrote?
bool IsOurManifest(const std::string& text) {
  const json parsed = ParseJson<json>(text);
  return parsed.is_object() && parsed.contains("fauxmart") && parsed.contains("tables");
}

Status RemoveListed(const fs::path& root, const std::vector<std::string>& files) {
  for (const std::string& file : files) {
    ARROW_RETURN_NOT_OK(Remove(root / file));
    std::error_code error;
    // Folders go with their last file; one that holds more stays.
    fs::path folder = (root / file).parent_path();
    while (folder != root && fs::is_empty(folder, error) && !error) {
      fs::remove(folder, error);
      folder = folder.parent_path();
    }
  }
  return Status::OK();
}

// Removes what an unfinished run left: files its sidecars list, temporary names, the sidecars.
Status RemovePartial(const fs::path& root, const std::map<std::string, std::string>& sidecars) {
  for (const auto& [task, text] : sidecars) {
    ARROW_RETURN_NOT_OK(RemoveListed(root, ListedFiles(text)));
    ARROW_RETURN_NOT_OK(Remove(root / kPartial / (task + ".json")));
  }
  return Status::OK();
}

Status InTheWay(const fs::path& root, const fs::path& file) {
  return Status::Invalid(
      fmt::format("--out {}: {} is in the way and no manifest of ours lists it; move it away "
                  "or choose another directory",
                  root.string(), file.string()));
}

// Refuses files that would be mistaken for parts of the dataset: in its folders, and neither listed
// nor a part of an unfinished run. (That run found its `own` folders empty, so parts there are its
// own, also one that was named just before it was killed, and that no sidecar lists.)
Status CheckForeign(const fs::path& root, const std::vector<std::string>& folders,
                    const std::set<std::string>& listed, const std::vector<std::string>& own) {
  for (const std::string& folder : folders) {
    const bool is_own = std::find(own.begin(), own.end(), folder) != own.end();
    ARROW_ASSIGN_OR_RAISE(const auto names, NamesIn(root / folder));
    for (const std::string& name : names) {
      if (listed.contains(folder + "/" + name)) continue;
      if (is_own && IsPartName(name)) continue;
      return InTheWay(root, root / folder / name);
    }
  }
  return Status::OK();
}

// Whether the directory's README.md is the card of a run of ours. One that somebody has changed
// since, or that is in the way of `request`'s own, is refused.
arrow::Result<bool> CheckCard(const fs::path& root, const std::string& manifest,
                              const PartialRun& earlier, const std::string& request) {
  const fs::path card = root / kCardFile;
  ARROW_ASSIGN_OR_RAISE(const fs::file_status status, KindOf(card));
  if (!fs::exists(status)) return false;
  const std::string listed = ListedCard(manifest);
  if (!listed.empty()) {
    ARROW_ASSIGN_OR_RAISE(const std::string checksum, FileChecksum(card.string()));
    if (checksum == listed) return true;
    return Status::Invalid(fmt::format(
        "--out {}: {} was changed since it was written; move it away", root.string(), kCardFile));
  }
  const auto replaced = earlier.sidecars.find(kReplaced);
  const bool was_ours = AsksForCard(earlier.request) || (replaced != earlier.sidecars.end() &&
                                                         !ListedCard(replaced->second).empty());
  if (!was_ours && AsksForCard(request)) return InTheWay(root, card);
  return was_ours;
}

// Removes what an unfinished run had not yet named in its `own` folders and, unless it is resumed,
// its parts.
Status RemoveLeftovers(const fs::path& root, const std::vector<std::string>& own, bool parts) {
  std::vector<std::string> leftovers;
  for (const std::string& folder : own) {
    ARROW_ASSIGN_OR_RAISE(const auto names, NamesIn(root / folder));
    for (const std::string& name : names) {
      if (IsPartName(name) && (parts || name.starts_with(".tmp-"))) {
        leftovers.push_back(folder + "/" + name);
      }
    }
  }
  ARROW_ASSIGN_OR_RAISE(const auto names, NamesIn(root / kPartial));
  for (const std::string& name : names) {
    if (name.starts_with(".tmp-")) leftovers.push_back(std::string(kPartial) + "/" + name);
  }
  return RemoveListed(root, leftovers);
}

}  // namespace

DatasetDir::~DatasetDir() {
  if (lock_fd_ >= 0) ::close(lock_fd_);
}

Status DatasetDir::Open(const std::string& path, const std::string& request, bool overwrite,
                        std::optional<bool> resume, const std::vector<std::string>& folders) {
  const bool resumed = resume.value_or(false);
  path_ = path;
  const fs::path root(path);
  std::error_code error;
  if (fs::exists(root, error) && !fs::is_directory(root, error)) {
    return Status::Invalid(
        fmt::format("--out {}: is a file; name a directory, or - for standard output", path));
  }
  const fs::path manifest = root / kManifest, partial = root / kPartial;
  ARROW_ASSIGN_OR_RAISE(const bool whole, Exists(manifest));
  ARROW_ASSIGN_OR_RAISE(const bool unfinished, Exists(partial / kRequest));
  std::string manifest_text;
  if (whole) {
    // A run that was stopped between its manifest and its end can be resumed, to tidy up.
    if (!overwrite && !(resumed && unfinished)) {
      if (resumed) fs::remove(partial, error);  // the last that it would have removed, if empty
      return Status::Invalid(fmt::format(
          "--out {}: holds a dataset already; --overwrite replaces it, or choose another directory",
          path));
    }
    ARROW_ASSIGN_OR_RAISE(manifest_text, ReadTextFile(manifest.string()));
    if (!IsOurManifest(manifest_text)) {
      return Status::Invalid(fmt::format(
          "--out {}: holds a manifest.json that is not ours; choose another directory", path));
    }
  }
  PartialRun earlier;
  if (unfinished) {
    ARROW_ASSIGN_OR_RAISE(earlier, ReadPartialRun(path));
    if (!overwrite && !resumed) {
      return Status::Invalid(
          fmt::format("--out {}: holds an unfinished run; {}--overwrite starts anew", path,
                      resume ? "--resume goes on with it, " : ""));
    }
    if (resumed && earlier.request != request) {
      return Status::Invalid(fmt::format(
          "--resume: the unfinished run in {} was asked for something else; repeat its options, or "
          "start anew with --overwrite",
          path));
    }
  }

  std::set<std::string> listed;
  for (const std::string& file : ListedFiles(manifest_text)) listed.insert(file);
  for (const auto& [task, text] : earlier.sidecars) {
    for (const std::string& file : ListedFiles(text)) listed.insert(file);
  }
  ARROW_RETURN_NOT_OK(CheckLayout(path, earlier.request, listed));
  const std::vector<std::string> own = FoldersOf(earlier.request);
  ARROW_RETURN_NOT_OK(CheckForeign(root, folders, listed, own));
  // No list has these: they are ours where a run of ours was.
  for (const fs::path& file : {root / kDictionary, root / kTruthFile}) {
    if (whole || unfinished) break;
    ARROW_ASSIGN_OR_RAISE(const fs::file_status status, KindOf(file));
    if (fs::exists(status)) return InTheWay(root, file);
  }

  ARROW_ASSIGN_OR_RAISE(const bool has_card, CheckCard(root, manifest_text, earlier, request));

  ARROW_RETURN_NOT_OK(MakeDirectory(root));
  ARROW_RETURN_NOT_OK(MakeDirectory(partial));
  const std::string lock = (partial / "lock").string();
  do {
    lock_fd_ = ::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  } while (lock_fd_ < 0 && errno == EINTR);
  if (lock_fd_ < 0) return ErrnoStatus("write", lock, errno);
  if (::flock(lock_fd_, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) return ErrnoStatus("lock", lock, errno);
    return Status::IOError(fmt::format("--out {}: another run is writing there", path));
  }

  // All that was seen above was seen without the lock.
  struct stat info = {};
  if (::fstat(lock_fd_, &info) != 0) return ErrnoStatus("look at", lock, errno);
  ARROW_ASSIGN_OR_RAISE(const bool whole_now, Exists(manifest));
  ARROW_ASSIGN_OR_RAISE(const bool unfinished_now, Exists(partial / kRequest));
  if (info.st_nlink == 0 || whole != whole_now || unfinished != unfinished_now) {
    return Status::IOError(fmt::format("--out {}: another run was writing there; try again", path));
  }

  // A run that is killed in here leaves an unfinished run, which knows what is still to be removed:
  // its request goes when its files are gone.
  const std::string request_name = std::string(kPartial) + "/" + kRequest;
  if (!unfinished) ARROW_RETURN_NOT_OK(WriteFile(request_name, request));
  if (whole) {
    // The manifest first: what is left of the dataset is not taken for one.
    const fs::path replaced = partial / (std::string(kReplaced) + ".json");
    fs::rename(manifest, replaced, error);
    if (error) return ErrnoStatus("remove", manifest.string(), error.value());
    std::vector<std::string> files = ListedFiles(manifest_text);
    if (resumed) {
      std::set<std::string> finished;
      for (const auto& [task, text] : earlier.sidecars) {
        for (const std::string& file : ListedFiles(text)) finished.insert(file);
      }
      std::erase_if(files, [&](const std::string& file) { return finished.contains(file); });
    }
    ARROW_RETURN_NOT_OK(RemoveListed(root, files));
    ARROW_RETURN_NOT_OK(Remove(replaced));
  }
  // The next run writes its own, or keeps it elsewhere.
  ARROW_RETURN_NOT_OK(Remove(root / kTruthFile));
  fs::remove(fs::path(root / kTruthFile).parent_path(), error);
  if (has_card) ARROW_RETURN_NOT_OK(Remove(root / kCardFile));
  if (!unfinished) return Status::OK();
  ARROW_RETURN_NOT_OK(RemoveLeftovers(root, own, !resumed));
  if (const auto it = earlier.sidecars.find(kReplaced); it != earlier.sidecars.end()) {
    ARROW_RETURN_NOT_OK(RemovePartial(root, {*it}));
    earlier.sidecars.erase(it);
  }
  if (resumed) {
    sidecars_ = std::move(earlier.sidecars);
    return Status::OK();
  }
  ARROW_RETURN_NOT_OK(RemovePartial(root, earlier.sidecars));
  return WriteFile(request_name, request);
}

Status DatasetDir::WriteSidecar(const std::string& task, const std::string& text) const {
  return WriteFile(fmt::format("{}/{}.json", kPartial, task), text);
}

Status DatasetDir::WriteFile(const std::string& name, const std::string& text) const {
  return WriteWholeFile((fs::path(path_) / name).string(), text, sync_);
}

Status DatasetDir::Complete(const std::string& manifest) {
  ARROW_RETURN_NOT_OK(WriteFile(kManifest, manifest));
  // The request last: as long as it is there, --resume can do the rest.
  const fs::path partial = fs::path(path_) / kPartial;
  ARROW_ASSIGN_OR_RAISE(const auto names, NamesIn(partial));
  for (const std::string& name : names) {
    if (name == kRequest) continue;
    std::error_code error;
    fs::remove(partial / name, error);
    if (error == std::errc::directory_not_empty) fs::remove_all(partial / name, error);
    if (error) return ErrnoStatus("remove", (partial / name).string(), error.value());
  }
  ARROW_RETURN_NOT_OK(Remove(partial / kRequest));
  return Remove(partial);
}

arrow::Result<PartialRun> ReadPartialRun(const std::string& path) {
  const fs::path partial = fs::path(path) / kPartial;
  PartialRun run;
  ARROW_ASSIGN_OR_RAISE(const bool unfinished, Exists(partial / kRequest));
  if (!unfinished) {
    return Status::Invalid(fmt::format("{}: no unfinished run or shard of ours (there is no {}/{})",
                                       path, kPartial, kRequest));
  }
  ARROW_ASSIGN_OR_RAISE(run.request, ReadTextFile((partial / kRequest).string()));
  ARROW_ASSIGN_OR_RAISE(const auto names, NamesIn(partial));
  for (const std::string& name : names) {
    const fs::path file = partial / name;
    if (file.extension() != ".json" || file.filename() == kRequest) continue;
    if (name.starts_with(".tmp-")) continue;
    ARROW_ASSIGN_OR_RAISE(run.sidecars[file.stem().string()], ReadTextFile(file.string()));
  }
  return run;
}

}  // namespace fauxmart
