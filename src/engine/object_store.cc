#include "engine/object_store.h"

#include <arrow/filesystem/filesystem.h>
#include <arrow/util/uri.h>
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <utility>

#include "engine/dataset_layout.h"
#include "engine/object_file.h"

namespace fauxmart {
namespace {

using arrow::Result;
using arrow::Status;
using arrow::fs::FileInfo;
using arrow::fs::FileSelector;
using arrow::fs::FileType;

constexpr int64_t kMaxTextBytes = int64_t{1} << 30;

std::atomic<bool> opened = false;

std::string FolderOf(const std::string& name) {
  const size_t slash = name.rfind('/');
  return slash == std::string::npos ? "" : name.substr(0, slash);
}

std::string LastOf(const std::string& name) { return name.substr(name.rfind('/') + 1); }

using Listing = std::map<std::string, int64_t>;  // objects of a folder, and their bytes

class ObjectStore final : public Store {
 public:
  ObjectStore(std::shared_ptr<arrow::fs::FileSystem> system, std::string root, std::string place)
      : system_(std::move(system)), root_(std::move(root)), place_(std::move(place)) {}

  bool on_disk() const override { return false; }
  std::string Where(const std::string& name) const override {
    return name.empty() ? place_ : place_ + "/" + name;
  }

  Status CheckPlace() override {
    ARROW_ASSIGN_OR_RAISE(const bool empty,
                          In("", [](const Listing& names) { return names.empty(); }));
    if (!empty) return Status::OK();
    // A bucket that is missing has no objects either.
    const auto bucket = system_->GetFileInfo(root_.substr(0, root_.find('/')));
    if (!bucket.ok() || bucket->type() != FileType::NotFound) return Status::OK();
    return Status::IOError(fmt::format("--out {}: there is no such bucket", place_));
  }
  Status CheckFolder(const std::string&) override { return Status::OK(); }

  Result<std::shared_ptr<OutputFile>> Begin(const std::string& name,
                                            const OutputOptions&) override {
    auto stream = system_->OpenOutputStream(Path(name));
    if (!stream.ok()) return StoreFailed("write", Where(name), stream.status());
    const bool aborts = system_->type_name() == "s3";
    return std::make_shared<ObjectFile>(std::move(stream).ValueUnsafe(), Where(name), aborts,
                                        [this, name](int64_t bytes) { Added(name, bytes); });
  }

  Status Write(const std::string& name, const std::string& text, bool) override {
    ARROW_ASSIGN_OR_RAISE(const auto file, Begin(name, {}));
    ARROW_RETURN_NOT_OK(file->Write(text.data(), static_cast<int64_t>(text.size())));
    return file->Commit();
  }

  Result<std::string> Read(const std::string& name) override {
    const auto read = [&]() -> Result<std::string> {
      ARROW_ASSIGN_OR_RAISE(const auto file, system_->OpenInputFile(Path(name)));
      ARROW_ASSIGN_OR_RAISE(const int64_t size, file->GetSize());
      if (size > kMaxTextBytes) return Status::Invalid("too large; 1 GiB at most");
      ARROW_ASSIGN_OR_RAISE(const auto bytes, file->ReadAt(0, size));
      return bytes->ToString();
    };
    auto text = read();
    if (!text.ok()) return StoreFailed("read", Where(name), text.status());
    return text;
  }

  Result<bool> Exists(const std::string& name) override {
    return In(FolderOf(name), [&](const Listing& names) { return names.contains(LastOf(name)); });
  }
  Result<bool> Stands(const std::string& name) override { return Exists(name); }

  Result<std::vector<std::string>> NamesIn(const std::string& folder) override {
    return In(folder, [](const Listing& listing) {
      std::vector<std::string> names;
      for (const auto& [name, bytes] : listing) names.push_back(name);
      return names;
    });
  }

  Result<std::vector<std::string>> FoldersIn(const std::string& folder) override {
    return In(folder, [&](const Listing&) { return folders_[folder]; });
  }

  // Bytes of an object do not change, and the store answers for them: its size tells whether it is
  // that of the part. To read all parts again would cost as much as to make them.
  Result<bool> Holds(const PartResult& part) override {
    return In(FolderOf(part.path), [&](const Listing& names) {
      const auto found = names.find(LastOf(part.path));
      return found != names.end() && found->second == part.bytes;
    });
  }

  Status Rename(const std::string& from, const std::string& to) override {
    ARROW_ASSIGN_OR_RAISE(const std::string text, Read(from));
    ARROW_RETURN_NOT_OK(Write(to, text, true));
    return Remove(from);
  }

  Status Remove(const std::string& name) override {
    ARROW_ASSIGN_OR_RAISE(const bool there, Exists(name));
    if (!there) return Status::OK();
    const Status removed = system_->DeleteFile(Path(name));
    if (!removed.ok()) {
      const auto now = system_->GetFileInfo(Path(name));
      if (!now.ok() || now->type() != FileType::NotFound) {
        return StoreFailed("remove", Where(name), removed);
      }
    }
    const std::lock_guard lock(mutex_);
    listings_[FolderOf(name)].erase(LastOf(name));
    return Status::OK();
  }

  // A table's folder with all of its days at once, where nothing else is in it: then it takes a
  // request for a thousand objects, and not some for each.
  Status RemoveAll(const std::vector<std::string>& names) override {
    std::map<std::string, std::set<std::string>> folders;
    for (const std::string& name : names) {
      const std::string_view day = DateFolderOf(name);
      const std::string folder = FolderOf(name);
      folders[day.empty() ? folder : FolderOf(folder)].insert(Path(name));
    }
    for (const auto& [folder, gone] : folders) {
      ARROW_ASSIGN_OR_RAISE(const std::vector<FileInfo> all, ListBelow(folder));
      const auto goes = [&](const FileInfo& info) {
        return info.type() == FileType::Directory || gone.contains(info.path());
      };
      if (!folder.empty() && std::ranges::all_of(all, goes)) {
        if (!all.empty()) ARROW_RETURN_NOT_OK(DeleteFolder(folder));
        continue;
      }
      for (const std::string& path : gone) {
        ARROW_RETURN_NOT_OK(Remove(path.substr(Path("").size() + 1)));
      }
    }
    return Status::OK();
  }

  // A folder without objects may still have a mark of its own, "FOLDER/".
  void RemoveIfEmpty(const std::string& folder) override {
    const auto all = ListBelow(folder);
    const auto is_file = [](const FileInfo& info) { return info.type() == FileType::File; };
    if (!all.ok() || std::ranges::any_of(*all, is_file)) return;
    const auto mark = system_->GetFileInfo(Path(folder));
    if (!mark.ok() || mark->type() != FileType::Directory) return;
    const Status ignored = DeleteFolder(folder);
  }

  Status RemoveFolder(const std::string& folder, const std::string& last) override {
    ARROW_ASSIGN_OR_RAISE(const auto names, NamesIn(folder));
    for (const std::string& name : names) {
      if (name != last) ARROW_RETURN_NOT_OK(Remove(folder + "/" + name));
    }
    return DeleteFolder(folder);
  }

  // A lock would outlive a run that is killed, and nobody could tell it from one that works.
  Result<bool> Claim(const std::string&) override { return true; }

  Status CheckUnchanged(const std::string& name, const std::string& text) override {
    const auto info = system_->GetFileInfo(Path(name));
    if (!info.ok()) return StoreFailed("look at", Where(name), info.status());
    if (info->type() == FileType::File) {
      ARROW_ASSIGN_OR_RAISE(const std::string now, Read(name));
      if (now == text) return Status::OK();
    }
    return Status::IOError(fmt::format(
        "--out {}: another run has been writing there; wait for it, then make it anew with "
        "--overwrite",
        place_));
  }

 private:
  std::string Path(const std::string& name) const {
    return name.empty() ? root_ : root_ + "/" + name;
  }

  void Added(const std::string& name, int64_t bytes) {
    const std::lock_guard lock(mutex_);
    const auto listing = listings_.find(FolderOf(name));
    if (listing != listings_.end()) listing->second[LastOf(name)] = bytes;
  }

  // Looks, under the lock, at what was in the folder when it was first asked for, and what has
  // been written and removed since.
  template <typename Look>
  auto In(const std::string& folder, Look&& look) -> Result<decltype(look(Listing()))> {
    {
      const std::lock_guard lock(mutex_);
      const auto known = listings_.find(folder);
      if (known != listings_.end()) return look(known->second);
    }
    ARROW_ASSIGN_OR_RAISE(const std::vector<FileInfo> found, Select(folder, /*recursive=*/false));
    Listing listing;
    std::vector<std::string> folders;
    for (const FileInfo& info : found) {
      if (info.type() == FileType::File) listing[info.base_name()] = info.size();
      if (info.type() == FileType::Directory) folders.push_back(info.base_name());
    }
    const std::lock_guard lock(mutex_);
    folders_.try_emplace(folder, std::move(folders));
    return look(listings_.try_emplace(folder, std::move(listing)).first->second);
  }

  Result<std::vector<FileInfo>> ListBelow(const std::string& folder) {
    return Select(folder, /*recursive=*/true);
  }

  Result<std::vector<FileInfo>> Select(const std::string& folder, bool recursive) {
    FileSelector selector;
    selector.base_dir = Path(folder);
    selector.recursive = recursive;
    selector.allow_not_found = true;
    auto found = system_->GetFileInfo(selector);
    if (!found.ok()) return StoreFailed("list", Where(folder), found.status());
    return found;
  }

  Status DeleteFolder(const std::string& folder) {
    const Status deleted = system_->DeleteDir(Path(folder));
    if (!deleted.ok()) {
      // Some complain of a folder that had no mark, when all that was in it is gone.
      const auto left = ListBelow(folder);
      if (!left.ok() || !left->empty()) return StoreFailed("remove", Where(folder), deleted);
    }
    const std::lock_guard lock(mutex_);
    for (auto& [name, listing] : listings_) {
      if (name == folder || name.starts_with(folder + "/")) listing.clear();
    }
    return Status::OK();
  }

  const std::shared_ptr<arrow::fs::FileSystem> system_;
  const std::string root_;  // BUCKET/PATH
  const std::string place_;  // SCHEME://BUCKET/PATH
  std::mutex mutex_;
  std::map<std::string, Listing> listings_;
  std::map<std::string, std::vector<std::string>> folders_;  // in a folder, as first listed
};

// The URI without what may be secret or is no part of a name.
std::string Shown(const std::string& uri) {
  std::string shown = uri.substr(0, uri.find_first_of("?#"));
  const size_t begin = shown.find("://") + 3, at = shown.rfind('@');
  if (at != std::string::npos && at >= begin) {
    const bool secret = shown.substr(begin, at - begin) != "anonymous";
    shown.replace(begin, at + 1 - begin, secret ? "***@" : "");
  }
  while (shown.size() > begin && shown.back() == '/') shown.pop_back();
  return shown;
}

Status Refuse(const std::string& uri, const std::string& what) {
  return Status::Invalid(fmt::format("--out {}: {}", Shown(uri), what));
}

}  // namespace

Result<std::shared_ptr<Store>> OpenObjectStore(const std::string& uri) {
  const std::string scheme = uri.substr(0, uri.find("://"));
  if (scheme != "s3" && scheme != "gs" && scheme != "gcs") {
    return Refuse(uri, fmt::format("\"{}\" is no store that can be written to; s3://BUCKET/PATH, "
                                   "gs://BUCKET/PATH and directories are",
                                   scheme));
  }
  arrow::util::Uri parsed;
  if (!parsed.Parse(uri).ok()) return Refuse(uri, "is no valid URI");
  // Arrow's word for a bucket that wants no credentials.
  const bool anonymous = scheme != "s3" && parsed.username() == "anonymous";
  if ((!parsed.username().empty() && !anonymous) || !parsed.password().empty()) {
    return Refuse(
        uri,
        "has keys in it, which others would read in lists of processes; give them in the "
        "environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY) or in ~/.aws/credentials");
  }
  if (parsed.host().empty()) return Refuse(uri, "names no bucket; write s3://BUCKET/PATH");
  if (parsed.path().find("//") != std::string::npos) {
    return Refuse(uri, "has an empty name between two slashes");
  }
  // Small objects are then one request each.
  std::string asked = uri;
  if (scheme == "s3" && uri.find("allow_delayed_open=") == std::string::npos) {
    asked += uri.find('?') == std::string::npos ? "?" : "&";
    asked += "allow_delayed_open=true";
  }
  std::string root;
  opened = true;
  auto system = arrow::fs::FileSystemFromUri(asked, &root);
  if (!system.ok()) {
    const Status& status = system.status();
    if (status.IsIOError()) return StoreFailed("open", Shown(uri), status);
    return Refuse(uri, status.message());
  }
  return std::make_shared<ObjectStore>(std::move(system).ValueUnsafe(), root, Shown(uri));
}

void CloseObjectStores() {
  if (opened.exchange(false)) arrow::fs::EnsureFinalized();
}

}  // namespace fauxmart
