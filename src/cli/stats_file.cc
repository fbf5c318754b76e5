#include "cli/stats_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <string_view>
#include <system_error>
#include <utility>

#include "base/paths.h"

namespace fauxmart {

namespace {

using arrow::Status;

constexpr double kPause = 0.5;  // seconds between two lines

Status Refuse(const std::string& path, const std::string& why) {
  return Status::Invalid(fmt::format("--stats {}: {}", path, why));
}

Status Failed(int error) { return Status::IOError(std::generic_category().message(error)); }

Status WriteAll(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return Failed(errno);
    text.remove_prefix(static_cast<size_t>(written));
  }
  return Status::OK();
}

Status CheckPlace(const std::string& path, const RunOptions& run) {
  if (path == "-") {
    return Refuse(path, "standard output is for what was asked for; name a file");
  }
  if (IsInside(path, run.out)) {
    return Refuse(path, fmt::format("lies in the dataset ({}); name a file elsewhere", run.out));
  }
  if (!run.truth.empty() && IsInside(path, run.truth)) {
    return Refuse(path, fmt::format("lies in the truth ({}); name a file elsewhere", run.truth));
  }
  struct stat info = {};
  if (stat(path.c_str(), &info) != 0) return Status::OK();
  if (S_ISDIR(info.st_mode)) return Refuse(path, "is a directory; name a file");
  if (S_ISREG(info.st_mode) || (S_ISCHR(info.st_mode) && !path.ends_with(".prom"))) {
    return Status::OK();
  }
  return Refuse(path, "is no file that can be written at any time; name another");
}

}  // namespace

StatsFile::StatsFile(std::string path)
    : path_(std::move(path)), metrics_(path_.ends_with(".prom")) {}

StatsFile::~StatsFile() {
  if (fd_ >= 0) close(fd_);
}

arrow::Result<std::unique_ptr<StatsFile>> StatsFile::Open(const std::string& path,
                                                          const RunOptions& run) {
  ARROW_RETURN_NOT_OK(CheckPlace(path, run));
  std::unique_ptr<StatsFile> file(new StatsFile(path));
  if (file->metrics_) {
    const Status replaced = file->Replace(StatsMetrics({}, RunState::kRunning));
    if (!replaced.ok()) return Refuse(path, "cannot be written: " + replaced.message());
    return file;
  }
  do {
    // A pipe that has come in between has no reader, and is refused too.
    file->fd_ =
        open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_NONBLOCK | O_CLOEXEC, 0666);
  } while (file->fd_ < 0 && errno == EINTR);
  if (file->fd_ < 0) return Refuse(path, "cannot be opened: " + Failed(errno).message());
  return file;
}

Status StatsFile::Update(const Progress& progress) {
  now_ = progress;
  return now_.seconds - written_.seconds >= kPause ? Write(RunState::kRunning) : Status::OK();
}

Status StatsFile::End(RunState state) { return Write(state); }

Status StatsFile::Write(RunState state) {
  if (failed_) return Status::OK();
  Status status = metrics_ ? Replace(StatsMetrics(now_, state))
                           : WriteAll(fd_, StatsLine(now_, written_, state));
  written_ = now_;
  failed_ = !status.ok();
  if (!failed_) return status;
  return Status::IOError(
      fmt::format("--stats {}: cannot be written: {}; the dataset does not need "
                  "it, and goes on without",
                  path_, status.message()));
}

Status StatsFile::Replace(const std::string& text) const {
  // A collector reads all that ends in .prom: this name does not.
  const std::string temporary = fmt::format("{}.{}.tmp", path_, getpid());
  const int fd =
      open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
  if (fd < 0) return Failed(errno);
  Status status = WriteAll(fd, text);
  if (close(fd) != 0 && errno != EINTR && status.ok()) status = Failed(errno);
  if (status.ok() && std::rename(temporary.c_str(), path_.c_str()) != 0) status = Failed(errno);
  if (!status.ok()) unlink(temporary.c_str());
  return status;
}

}  // namespace fauxmart
