// Rows of a table in memory, as checks across tables want them: whole numbers by column.
#pragma once

#include <arrow/record_batch.h>
#include <arrow/result.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <vector>

#include "engine/dataset_reader.h"

namespace fauxmart {

struct TableRows {
  const TableDecl* decl = nullptr;
  size_t rows = 0;
  // By column. Ids, whole numbers, cents, microseconds, 0 or 1; 0 under a null. Empty for texts.
  std::vector<std::vector<int64_t>> numbers;
  std::vector<std::vector<double>> reals;   // kFloat64 only
  std::vector<std::vector<uint8_t>> valid;  // nullable columns only

  const std::vector<int64_t>& Numbers(std::string_view column) const;
  const std::vector<double>& Reals(std::string_view column) const;
  // Of a nullable column.
  const std::vector<uint8_t>& Valid(std::string_view column) const;
};

// Each batch is shown to `see`, with the number of rows before it, once its numbers are in `rows`.
using SeeBatch =
    std::function<void(const arrow::RecordBatch&, const TableRows& rows, size_t before)>;
arrow::Result<TableRows> ReadRows(const Dataset& dataset, const TableDecl& decl,
                                  const std::vector<DatasetPart>& parts, const SeeBatch& see);

// Finds rows by key. Keys that rise, as a run writes them, are found without a search when they are
// asked for in order.
class KeyIndex {
 public:
  explicit KeyIndex(const std::vector<int64_t>& keys);
  // The row, or -1; the first of several. `cursor` is the caller's, and 0 at first.
  int64_t Find(int64_t key, size_t* cursor) const;
  // Row numbers whose key an earlier row has too.
  std::vector<size_t> Repeated() const;

 private:
  int64_t KeyAt(size_t place) const { return keys_[order_.empty() ? place : order_[place]]; }
  const std::vector<int64_t>& keys_;
  std::vector<size_t> order_;  // rows by key, where they do not rise
  bool dense_ = false;  // keys are k, k + 1, k + 2 ...
};

}  // namespace fauxmart
