// Two datasets side by side: which rows one has more, which it lacks, which are others.
//
// Rows are matched by primary key and compared by value, so datasets of different formats, types of
// ids or of money are equal if their rows are. The truth tables are passed over: they say what was
// done to the rows, and are no part of them.
#pragma once

#include <arrow/result.h>

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

namespace fauxmart {

struct DiffOptions {
  int64_t rows = 0;  // differing rows to name, at most, in each table
};

struct ColumnChanges {
  std::string column;
  int64_t changes = 0;
};

// One row that differs. `id` is its primary key as the files have it: digits, or a UUID.
struct RowDifference {
  enum class Kind { kAdded, kRemoved, kChanged };
  Kind kind = Kind::kChanged;
  std::string id;
  std::vector<std::string> columns;  // kChanged: where
};

struct TableDiff {
  std::string table;
  bool in_first = false, in_second = false;  // whether it was written
  int64_t rows_first = 0, rows_second = 0;
  // Only in the second, only in the first, in both with other values. 0 if one of the two does not
  // have the table.
  int64_t added = 0, removed = 0, changed = 0;
  std::vector<ColumnChanges> changed_by_column;  // those with any, in the table's order
  std::vector<RowDifference> rows;  // the first by id, as many as were asked for

  bool equal() const { return in_first == in_second && added + removed + changed == 0; }
};

struct DiffResult {
  std::vector<TableDiff> tables;  // those that either has, in the order of the dataset

  bool equal() const;
};

// Reads both, in bounded memory; see docs/diff.md. Invalid: a directory is no dataset of ours.
// IOError: a file cannot be read or is not what its manifest says. Cancelled: `stop`, which may be
// null.
arrow::Result<DiffResult> Diff(const std::string& first, const std::string& second,
                               const DiffOptions& options, const std::atomic<bool>* stop);

}  // namespace fauxmart
