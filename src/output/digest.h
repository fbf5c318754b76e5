// The content digest: equal for equal rows, whatever the format, the batches or the writer.
//
// Definition (digest version 1). For each column, in order, form these byte streams, all integers
// little-endian, and hash each with XXH3-128 (seed 0):
//
//   values    id, int64, money (cents), timestamp (microseconds since 1970 UTC)   8 bytes a row
//             int32                                                        4 bytes a row
//             bool                                                         1 byte a row, 0 or 1
//             float64                                                      8 bytes a row, IEEE bits
//             category     8 bytes a row: XXH3-64 (seed 0) of the UTF-8 string
//             text         the UTF-8 bytes of all rows, nothing between them
//             text_list    the UTF-8 bytes of all items, nothing between them
//   lengths   text, text_list only: 4 bytes a row (an item): its number of bytes
//   counts    text_list only: 4 bytes a row: its number of items
//   validity  nullable columns only: 1 byte a row, 1 where there is a value, 0 where null
//
// Under a null the value is 0 in as many bytes (length and count 0). An id counts as its integer
// also where files have UUIDs, money as its cents also where they have float64. Then form the text
//
//   fauxmart digest 1
//   rows 374072
//   order_id id values=<32 hex digits>
//   campaign_id id values=<...> validity=<...>
//   name text values=<...> lengths=<...>
//   levers text_list values=<...> lengths=<...> counts=<...>
//
// every line ended by one "\n", hashes as `xxhsum -H2` prints them. XXH3-128 of this text, in hex,
// is the digest of a part. The digest of a table is XXH3-128 of the text "fauxmart table digest 1"
// and then its parts' digests in part order, one a line, every line ended by "\n".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "output/file_writer.h"
#include "output/xxh3.h"
#include "tables/table_buffer.h"

namespace fauxmart {

class ContentDigest {
 public:
  explicit ContentDigest(const TableBuffer& shape);
  void Update(const RowSlice& rows);
  std::string Hex() const;

 private:
  struct ColumnDigest {
    std::string name;
    Type type;
    bool nullable;
    Xxh3Stream values, lengths, counts, validity;
    std::vector<uint64_t> codes;  // kCategory: the hash of each name of the vocabulary
  };
  std::vector<ColumnDigest> columns_;
  int64_t rows_ = 0;
};

}  // namespace fauxmart
