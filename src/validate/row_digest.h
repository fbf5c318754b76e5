// The content digest of rows that were read, by the definition in output/digest.h.
//
// It is written from the definition and shares nothing with the digest that a run makes but the
// hash function, so that each of the two is a test of the other.
#pragma once

#include <arrow/type_fwd.h>

#include <cstdint>
#include <string>
#include <vector>

#include "output/xxh3.h"
#include "tables/declaration.h"

namespace fauxmart {

// What is known of a column's rows already: amounts as cents, and the words of a category, where
// there are not too many of them.
struct ReadColumn {
  const int64_t* cents = nullptr;
  const uint16_t* codes = nullptr;
  const std::vector<std::string>* words = nullptr;
};

class RowDigest {
 public:
  explicit RowDigest(const TableDecl& decl) : decl_(decl), columns_(decl.columns.size()) {}

  // A plain batch (engine/plain_batch.h), and what was read of it, by column.
  void Update(const arrow::RecordBatch& batch, const std::vector<ReadColumn>& read);
  // As 32 hex digits.
  std::string Hex() const;

 private:
  struct Streams {
    Xxh3Stream values, lengths, counts, validity;
  };
  void UpdateColumn(const ColumnDecl& column, const arrow::Array& array, const ReadColumn& read,
                    Streams* streams);

  const TableDecl& decl_;
  std::vector<Streams> columns_;
  int64_t rows_ = 0;
};

}  // namespace fauxmart
