// XXH3-128 and its spelling in hex digits: checksums of files and digests of content.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace fauxmart {

// A hash of bytes that arrive in pieces, by the widest instructions the machine has.
class Xxh3Stream {
 public:
  Xxh3Stream();
  void Update(const void* data, size_t size);
  // The 32 hex digits that `xxhsum -H2` prints.
  std::string Hex() const;

 private:
  static constexpr size_t kStateBytes = 576;
  alignas(64) unsigned char state_[kStateBytes];
};

// The same of one string, and the 64-bit hash of one.
std::string Xxh3Hex(std::string_view text);
uint64_t Xxh3Of64(std::string_view text);

}  // namespace fauxmart
