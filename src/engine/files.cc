#include "engine/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <system_error>

#include "base/paths.h"
#include "output/local_file.h"

namespace fauxmart {
namespace {

namespace fs = std::filesystem;
using arrow::Status;

constexpr size_t kMaxTextBytes = size_t{1} << 30;
constexpr size_t kReadBytes = 1 << 20;

// Reads a file piece by piece; `take` gets each one.
template <typename Take>
Status ReadPieces(const std::string& path, Take&& take) {
  int fd = -1;
  do {
    fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  } while (fd < 0 && errno == EINTR);
  if (fd < 0) return ErrnoStatus("read", path, errno);
  const auto buffer = std::make_unique_for_overwrite<char[]>(kReadBytes);
  Status status;
  while (status.ok()) {
    const ssize_t got = ::read(fd, buffer.get(), kReadBytes);
    if (got == 0) break;
    if (got < 0 && errno == EINTR) continue;
    status =
        got < 0 ? ErrnoStatus("read", path, errno) : take(buffer.get(), static_cast<size_t>(got));
  }
  ::close(fd);
  return status;
}

}  // namespace

Status MakeDirectory(const fs::path& path) {
  std::error_code error;
  const fs::path above = path.parent_path();
  if (!above.empty() && above != path && !fs::exists(path, error)) {
    if (error) return ErrnoStatus("look at", path.string(), error.value());
    ARROW_RETURN_NOT_OK(MakeDirectory(above));
  }
  if (path.empty() || !path.has_filename()) return Status::OK();  // "made/" is made by now
  return MakeFolder(path.string()).status();
}

arrow::Result<bool> Exists(const fs::path& path) {
  std::error_code error;
  const bool exists = fs::exists(path, error);
  if (error) return ErrnoStatus("look at", path.string(), error.value());
  return exists;
}

arrow::Result<fs::file_status> KindOf(const fs::path& path) {
  std::error_code error;
  const fs::file_status status = fs::symlink_status(path, error);
  if (!fs::status_known(status)) return ErrnoStatus("look at", path.string(), error.value());
  return status;
}

arrow::Result<std::vector<std::string>> NamesIn(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  fs::directory_iterator it(folder, error);
  while (error == std::errc::interrupted) it = fs::directory_iterator(folder, error);
  if (error == std::errc::no_such_file_or_directory) return names;
  for (const fs::directory_iterator end; !error && it != end; it.increment(error)) {
    names.push_back(it->path().filename().string());
  }
  if (error) return ErrnoStatus("list", folder.string(), error.value());
  return names;
}

Status Remove(const fs::path& path) {
  std::error_code error;
  fs::remove(path, error);
  if (error) return ErrnoStatus("remove", path.string(), error.value());
  return Status::OK();
}

Status CheckRegularFile(const std::string& path) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::status_known(status)) return ErrnoStatus("look at", path, error.value());
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    return Status::Invalid(fmt::format("{}: is no regular file", path));
  }
  return Status::OK();
}

Status RequireDirectory(const std::string& reader, const std::string& place) {
  if (!IsUri(place)) return Status::OK();
  return Status::Invalid(
      fmt::format("{}: is in an object store, and {} wants directories and files; copy it first, "
                  "as with aws s3 "
                  "cp --recursive",
                  place.substr(0, place.find('?')), reader));
}

arrow::Result<std::string> ReadTextFile(const std::string& path) {
  std::string text;
  ARROW_RETURN_NOT_OK(ReadPieces(path, [&](const char* data, size_t size) {
    if (text.size() + size > kMaxTextBytes) {
      return Status::Invalid(fmt::format("{}: too large; 1 GiB at most", path));
    }
    text.append(data, size);
    return Status::OK();
  }));
  return text;
}

Status WriteWholeFile(const std::string& path, const std::string& text, bool sync) {
  ARROW_ASSIGN_OR_RAISE(const auto file, LocalFile::Begin(path, sync));
  ARROW_RETURN_NOT_OK(file->Write(text.data(), static_cast<int64_t>(text.size())));
  return file->Commit();
}

arrow::Result<std::string> FileChecksum(const std::string& path) {
  Xxh3Stream stream;
  ARROW_RETURN_NOT_OK(ReadPieces(path, [&](const char* data, size_t size) {
    stream.Update(data, size);
    return Status::OK();
  }));
  return stream.Hex();
}

arrow::Result<std::string> CopyWholeFile(const std::string& from, const std::string& to) {
  ARROW_RETURN_NOT_OK(MakeDirectory(fs::path(to).parent_path()));
  ARROW_ASSIGN_OR_RAISE(const auto file, LocalFile::Begin(to, true));
  ARROW_RETURN_NOT_OK(ReadPieces(from, [&](const char* data, size_t size) {
    return file->Write(data, static_cast<int64_t>(size));
  }));
  ARROW_RETURN_NOT_OK(file->Commit());
  return file->checksum();
}

Status CheckFreeSpace(const std::string& path, double bytes) {
  // The directory may not be there yet: ask the nearest that is.
  std::error_code error;
  fs::path place = fs::absolute(path, error);
  while (!place.empty() && !fs::exists(place, error) && place != place.parent_path()) {
    place = place.parent_path();
  }
  struct statvfs info = {};
  if (::statvfs(place.c_str(), &info) != 0) return Status::OK();  // nobody knows: try
  const double available = static_cast<double>(info.f_bavail) * static_cast<double>(info.f_frsize);
  if (bytes <= available) return Status::OK();
  return Status::IOError(fmt::format("{}: about {:.3g} GB are needed and {:.3g} GB are free", path,
                                     bytes / 1e9, available / 1e9));
}

}  // namespace fauxmart
