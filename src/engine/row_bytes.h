// Rows of a plain batch (engine/plain_batch.h), each as a string of bytes: two rows of a table are
// equal if and only if their bytes are, so rows can be compared, kept and compared again later
// without the batch that they came in.
//
// Form: a byte a column, 1 where there is a value; eight bytes a column, the value or the number of
// bytes of its text; the bytes of texts and lists, column after column. Every item of a list has
// its length, four bytes, in front. A float64 counts by its bits.
#pragma once

#include <arrow/type_fwd.h>

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "tables/declaration.h"

namespace fauxmart {

class RowBytes {
 public:
  // A table with a primary key.
  explicit RowBytes(const TableDecl& decl);

  // Replaces the rows by those of `batch`.
  void Fill(const arrow::RecordBatch& batch);

  int64_t rows() const { return static_cast<int64_t>(keys_.size()); }
  int64_t Key(int64_t row) const { return keys_[static_cast<size_t>(row)]; }
  // Good until the next Fill().
  std::string_view At(int64_t row) const {
    const size_t begin = begins_[static_cast<size_t>(row)];
    return {bytes_.data() + begin, begins_[static_cast<size_t>(row) + 1] - begin};
  }

 private:
  void AddSizes(const arrow::Array& array);
  void Write(size_t column, const arrow::Array& array);
  template <typename Bits>
  void WriteSlots(size_t column, const arrow::Array& array, Bits&& bits);
  // The place of a text of `size` bytes of a row, and its slot and presence written.
  char* AddText(size_t row, size_t column, size_t size);

  const TableDecl& decl_;
  int key_column_ = 0;
  std::vector<int64_t> keys_;
  std::vector<size_t> begins_;  // of the rows in bytes_, and the end of the last
  std::vector<size_t> ends_;  // while rows are written: where the next text of each begins
  std::vector<char> bytes_;
};

// The columns, by index, in which two rows of a table differ.
std::vector<size_t> DifferentColumns(std::string_view one, std::string_view other,
                                     const TableDecl& decl);

}  // namespace fauxmart
