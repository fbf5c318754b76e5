// The difference between rows and the same rows in a twin: what a label says.
//
// Both sides are sampled from the same blocks in the order of their keys, so they are compared by
// merging, column by column, in one pass.
#pragma once

#include <cstdint>
#include <vector>

#include "tables/table_buffer.h"

namespace fauxmart {

// Rows of one table with ascending keys. `rows[i]` is the place of the i-th in the buffer; null:
// they lie one after the other from `begin` on.
struct DiffSide {
  const TableBuffer* buffer = nullptr;
  const uint64_t* keys = nullptr;
  size_t n = 0;
  int64_t begin = 0;
  const uint32_t* rows = nullptr;

  size_t Row(size_t i) const { return static_cast<size_t>(begin) + (rows ? rows[i] : i); }
};

// By row of the dataset: 0 as in the twin; kAdded not in the twin; else a bit a column that
// differs.
inline constexpr uint32_t kAdded = uint32_t{1} << 31;

class RowDiff {
 public:
  // Compares; the result stands until the next call.
  void Compare(const DiffSide& dataset, const DiffSide& twin);
  const std::vector<uint32_t>& flags() const { return flags_; }  // by row of the dataset
  int64_t prevented() const { return prevented_; }               // rows of the twin alone

 private:
  template <typename T>
  void CompareColumn(const DiffSide& dataset, const DiffSide& twin, const Column& a,
                     const Column& b, uint32_t bit);

  std::vector<uint32_t> flags_;
  std::vector<uint32_t> mine_, theirs_;  // places of the rows that both have
  int64_t prevented_ = 0;
};

}  // namespace fauxmart
