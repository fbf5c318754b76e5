#include "engine/local_store.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <utility>

#include "engine/files.h"
#include "output/local_file.h"

namespace fauxmart {
namespace {

namespace fs = std::filesystem;
using arrow::Result;
using arrow::Status;

class LocalStore final : public Store {
 public:
  explicit LocalStore(std::string path) : path_(std::move(path)), root_(path_) {}
  ~LocalStore() override {
    if (lock_fd_ >= 0) ::close(lock_fd_);
  }

  bool on_disk() const override { return true; }
  std::string Where(const std::string& name) const override {
    return name.empty() ? path_ : (root_ / name).string();
  }

  Status CheckPlace() override {
    std::error_code error;
    const fs::file_status status = fs::status(root_, error);
    if (!fs::status_known(status)) return ErrnoStatus("look at", path_, error.value());
    if (!fs::exists(status) || fs::is_directory(status)) return Status::OK();
    return Status::Invalid(
        fmt::format("--out {}: is a file; name a directory, or - for standard output", path_));
  }

  Status CheckFolder(const std::string& folder) override {
    ARROW_ASSIGN_OR_RAISE(const fs::file_status status, KindOf(root_ / folder));
    const char* what = fs::is_symlink(status)                            ? "a symbolic link"
                       : fs::exists(status) && !fs::is_directory(status) ? "in the way"
                                                                         : nullptr;
    if (what == nullptr) return Status::OK();
    return Status::Invalid(
        fmt::format("--out {}: {} is {}; move it away or choose another directory", path_,
                    Where(folder), what));
  }

  Result<std::shared_ptr<OutputFile>> Begin(const std::string& name,
                                            const OutputOptions& options) override {
    return BeginBelow(path_, name, options.sync, options.queue.get());
  }
  Status Write(const std::string& name, const std::string& text, bool sync) override {
    return WriteWholeFile(Where(name), text, sync);
  }
  Result<std::string> Read(const std::string& name) override { return ReadTextFile(Where(name)); }
  Result<bool> Exists(const std::string& name) override { return fauxmart::Exists(root_ / name); }
  Result<bool> Stands(const std::string& name) override {
    ARROW_ASSIGN_OR_RAISE(const fs::file_status status, KindOf(root_ / name));
    return fs::exists(status);
  }
  Result<std::vector<std::string>> NamesIn(const std::string& folder) override {
    return fauxmart::NamesIn(root_ / folder);
  }
  Result<std::vector<std::string>> FoldersIn(const std::string& folder) override {
    return NamesIn(folder);
  }
  Result<bool> Holds(const PartResult& part) override {
    const auto checksum = FileChecksum(Where(part.path));
    return checksum.ok() && *checksum == part.checksum;
  }

  Status Rename(const std::string& from, const std::string& to) override {
    std::error_code error;
    fs::rename(root_ / from, root_ / to, error);
    return error ? ErrnoStatus("remove", Where(from), error.value()) : Status::OK();
  }
  Status Remove(const std::string& name) override { return fauxmart::Remove(root_ / name); }
  Status RemoveAll(const std::vector<std::string>& names) override {
    for (const std::string& name : names) {
      ARROW_RETURN_NOT_OK(Remove(name));
      std::error_code error;
      // Folders go with their last file; one that holds more stays.
      fs::path folder = (root_ / name).parent_path();
      for (; folder != root_; folder = folder.parent_path()) {
        // One that a run before has removed does not keep those above.
        if (!fs::remove(folder, error) && error) break;
      }
    }
    return Status::OK();
  }
  void RemoveIfEmpty(const std::string& folder) override {
    std::error_code error;
    fs::remove(root_ / folder, error);
  }
  Status RemoveFolder(const std::string& folder, const std::string& last) override {
    ARROW_ASSIGN_OR_RAISE(const auto names, NamesIn(folder));
    for (const std::string& name : names) {
      if (name == last) continue;
      const fs::path path = root_ / folder / name;
      std::error_code error;
      fs::remove(path, error);
      if (error == std::errc::directory_not_empty) fs::remove_all(path, error);
      if (error) return ErrnoStatus("remove", path.string(), error.value());
    }
    ARROW_RETURN_NOT_OK(Remove(folder + "/" + last));
    return Remove(folder);
  }

  Result<bool> Claim(const std::string& folder) override {
    ARROW_RETURN_NOT_OK(MakeDirectory(root_));
    ARROW_RETURN_NOT_OK(MakeDirectory(root_ / folder));
    const std::string lock = (root_ / folder / "lock").string();
    do {
      lock_fd_ = ::open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    } while (lock_fd_ < 0 && errno == EINTR);
    if (lock_fd_ < 0) return ErrnoStatus("write", lock, errno);
    if (::flock(lock_fd_, LOCK_EX | LOCK_NB) != 0) {
      if (errno != EWOULDBLOCK) return ErrnoStatus("lock", lock, errno);
      return Status::IOError(fmt::format("--out {}: another run is writing there", path_));
    }
    struct stat info = {};
    if (::fstat(lock_fd_, &info) != 0) return ErrnoStatus("look at", lock, errno);
    return info.st_nlink != 0;
  }
  Status CheckUnchanged(const std::string&, const std::string&) override { return Status::OK(); }

 private:
  const std::string path_;
  const fs::path root_;
  int lock_fd_ = -1;
};

}  // namespace

std::shared_ptr<Store> OpenDirectory(const std::string& path) {
  return std::make_shared<LocalStore>(path);
}

}  // namespace fauxmart
