// Ids as UUIDs: the same integers, dressed.
//
// A name space is the table whose ids they are, so a foreign key gets the UUID of the key that it
// references. Within a name space the map is a bijection (unique ids stay unique), and Parse takes
// it back. Definition, with Mix64 the finaliser of SplitMix64:
//
//   key  = XXH3-64 of the name space's name        a = Mix64(id ^ key)       b = Mix64(a + key)
//   UUID = the top 60 bits of a, the low 4 bits of a, the top 58 bits of b, laid round the version
//          (8) and variant (2) bits of RFC 9562
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "tables/table_buffer.h"

namespace fauxmart {

inline constexpr int kUuidChars = 36;

class UuidSpace {
 public:
  explicit UuidSpace(std::string_view name);
  // Writes 36 characters: "019413fb-7c00-8abc-9def-0123456789ab".
  void Format(int64_t id, char* out) const;
  // The id again; nothing if the text is not a UUID of this name space.
  std::optional<int64_t> Parse(std::string_view text) const;

 private:
  uint64_t key_;
};

// The name spaces of a kId column: that of the table it references or is the key of; "session" for
// session_id. A column row_id beside a category table_name has one for each of the tables named.
class IdSpaces {
 public:
  IdSpaces(const TableBuffer& shape, size_t column);
  const UuidSpace& At(const TableBuffer& buffer, int64_t row) const {
    return selector_ < 0 ? spaces_[0] : spaces_[IndexAt(buffer, row)];
  }

 private:
  size_t IndexAt(const TableBuffer& buffer, int64_t row) const {
    return static_cast<size_t>(buffer.columns[static_cast<size_t>(selector_)].As<int32_t>()[row]);
  }
  std::vector<UuidSpace> spaces_;
  int selector_ = -1;  // the column that says which space; -1: there is one
};

}  // namespace fauxmart
