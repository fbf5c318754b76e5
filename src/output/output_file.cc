#include "output/output_file.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace fauxmart {

OutputFile::OutputFile() : buffer_(std::make_unique_for_overwrite<uint8_t[]>(kBufferBytes)) {}

OutputFile::~OutputFile() = default;

arrow::Status OutputFile::Write(const void* data, int64_t size) {
  // Larger pieces go past the buffer.
  constexpr int64_t kDirectBytes = kBufferBytes / 2;
  checksum_.Update(data, static_cast<size_t>(size));
  bytes_ += size;
  const auto* from = static_cast<const uint8_t*>(data);
  if (size >= kDirectBytes && direct()) {
    ARROW_RETURN_NOT_OK(Flush());
    return WriteOut(from, size);
  }
  while (size > 0) {
    if (buffered_ == kBufferBytes) ARROW_RETURN_NOT_OK(Flush());
    const int64_t part = std::min(size, kBufferBytes - buffered_);
    std::memcpy(buffer_.get() + buffered_, from, static_cast<size_t>(part));
    buffered_ += part;
    from += part;
    size -= part;
  }
  return arrow::Status::OK();
}

arrow::Status OutputFile::Flush() {
  const int64_t size = std::exchange(buffered_, 0);
  return size == 0 ? arrow::Status::OK() : WriteBuffer(size);
}

}  // namespace fauxmart
