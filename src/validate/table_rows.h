// Rows of a table in memory, as checks across tables want them: whole numbers by column.
#pragma once

#include <arrow/record_batch.h>
#include <arrow/result.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/dataset_reader.h"

namespace fauxmart {

inline constexpr uint16_t kNoWord = 0xffff;  // the code of a null

struct TableRows {
  const TableDecl* decl = nullptr;
  size_t rows = 0;
  // By column. Ids, whole numbers, cents, microseconds, 0 or 1; 0 under a null. Empty for texts.
  std::vector<std::vector<int64_t>> numbers;
  std::vector<std::vector<double>> reals;   // kFloat64 only
  std::vector<std::vector<uint8_t>> valid;  // nullable columns only
  // kCategory only: the word of each row as its place in `words`, which has them as they came; both
  // empty where there are more words than a mix has.
  std::vector<std::vector<uint16_t>> codes;
  std::vector<std::vector<std::string>> words;
  std::vector<bool> coded;  // by column: no longer, once there were too many words

  const std::vector<int64_t>& Numbers(std::string_view column) const;
  const std::vector<double>& Reals(std::string_view column) const;
  // Of a nullable column.
  const std::vector<uint8_t>& Valid(std::string_view column) const;
  const std::vector<uint16_t>& Codes(std::string_view column) const;
  const std::vector<std::string>& Words(std::string_view column) const;
};

// Places of a table's words in a vocabulary; a word that is none of it has the place behind it.
class Coded {
 public:
  // `rows` outlives it.
  Coded(const TableRows& rows, std::string_view column, const std::vector<std::string>& names);
  size_t operator[](size_t row) const {
    return row < codes_->size() && (*codes_)[row] < places_.size() ? places_[(*codes_)[row]]
                                                                   : none_;
  }

 private:
  const std::vector<uint16_t>* codes_;
  std::vector<size_t> places_;
  size_t none_;
};

// The names of a vocabulary's entries, in their order.
template <typename Items>
std::vector<std::string> NamesOfAll(const Items& items) {
  std::vector<std::string> names;
  for (const auto& item : items) names.push_back(item.name);
  return names;
}

// Each batch is shown to `see`, with the number of rows before it, once its numbers are in `rows`.
using SeeBatch =
    std::function<void(const arrow::RecordBatch&, const TableRows& rows, size_t before)>;
// The content digest of the rows of each part goes to `see_digest`.
using SeeDigest = std::function<void(const DatasetPart&, const std::string& digest)>;
arrow::Result<TableRows> ReadRows(const Dataset& dataset, const TableDecl& decl,
                                  const std::vector<DatasetPart>& parts, const SeeBatch& see,
                                  const SeeDigest& see_digest);

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
