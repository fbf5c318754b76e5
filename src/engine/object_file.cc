#include "engine/object_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <utility>
#include <vector>

namespace fauxmart {
namespace {

using arrow::Status;

// Arrow uploads pieces of 10 MiB in the background, as many as it is given. So many bytes of a file
// may be on their way before its writer waits: memory is bounded, and uploads overlap with work.
constexpr int64_t kAheadBytes = int64_t{20} << 20;

constexpr size_t kLongestCause = 400;

// A stream that can only be completed is never destroyed, which would complete it: the store
// forgets its upload after a time.
void KeepForEver(std::shared_ptr<arrow::io::OutputStream> stream) {
  static auto& kept = *new std::vector<std::shared_ptr<arrow::io::OutputStream>>;
  static auto& mutex = *new std::mutex;
  const std::lock_guard lock(mutex);
  kept.push_back(std::move(stream));
}

}  // namespace

Status StoreFailed(const std::string& attempt, const std::string& where, const Status& said) {
  std::string cause = said.message();
  // The place is named already.
  if (const size_t begin = cause.find("AWS Error "); begin != std::string::npos) {
    cause.erase(0, begin);
  }
  std::ranges::replace(cause, '\n', ' ');
  if (cause.size() > kLongestCause) cause = cause.substr(0, kLongestCause) + "...";
  return Status::IOError(fmt::format("cannot {} {}: {}", attempt, where, cause));
}

ObjectFile::ObjectFile(std::shared_ptr<arrow::io::OutputStream> stream, std::string where,
                       bool aborts, std::function<void(int64_t)> committed)
    : stream_(std::move(stream)),
      where_(std::move(where)),
      aborts_(aborts),
      committed_(std::move(committed)) {}

ObjectFile::~ObjectFile() { const Status ignored = Abort(); }

Status ObjectFile::WriteOut(const uint8_t* data, int64_t size) {
  LapClock clock;
  Status status = stream_->Write(data, size);
  unwaited_ += size;
  if (status.ok() && unwaited_ >= kAheadBytes) {
    status = stream_->Flush();
    unwaited_ = 0;
  }
  write_nanoseconds_ += clock.Lap();
  return status.ok() ? status : StoreFailed("write", where_, status);
}

Status ObjectFile::Complete() {
  // Failures of the pieces first: behind a Close() that fails there is nothing left to abort.
  ARROW_RETURN_NOT_OK(stream_->Flush());
  return stream_->Close();
}

Status ObjectFile::Commit() {
  if (closed_) return Status::OK();
  ARROW_RETURN_NOT_OK(Flush());
  LapClock clock;
  const Status status = Complete();
  write_nanoseconds_ += clock.Lap();
  if (!status.ok()) return StoreFailed("write", where_, status);
  closed_ = true;
  stream_.reset();
  committed_(bytes());
  return Status::OK();
}

Status ObjectFile::Abort() {
  if (stream_ == nullptr) return Status::OK();
  closed_ = true;
  const auto stream = std::exchange(stream_, nullptr);
  if (!aborts_) {
    KeepForEver(stream);
    return Status::OK();
  }
  // A piece that arrived after the end would stay.
  Status status = stream->Flush();
  status = stream->Abort();
  if (status.ok()) return status;
  // Its destructor would try to complete the upload.
  KeepForEver(stream);
  return StoreFailed("abort", where_, status);
}

}  // namespace fauxmart
