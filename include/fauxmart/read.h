// Tables in memory, as Arrow: what bindings hand to other libraries.
//
// The rows are those that Generate() writes for the same inputs, in the same order. Nothing is
// kept: a table that is opened twice is made twice.
#pragma once

#include <arrow/result.h>
#include <arrow/status.h>
#include <arrow/type_fwd.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "fauxmart/dataset.h"

namespace fauxmart {

struct ReadOptions {
  bool ids_as_uuid = false;
  bool money_as_float64 = false;
  int threads = 0;  // 0: one a core
  std::optional<int64_t> part = {};  // one of the table's parts, counted from 0; none: all rows
  // Called by the reading thread, about twenty times a second while it waits for rows; an error
  // ends the reading with it.
  std::function<arrow::Status()> poll = {};
};

// All tables, in the order of the dataset.
std::vector<std::string> KnownTables();

// Unknown table: Invalid, with the nearest name.
arrow::Result<std::shared_ptr<arrow::Schema>> TableSchema(const std::string& table,
                                                          const ReadOptions& options);

// Inputs, planned when a table is first opened. May be used by several threads at once.
class TableSource {
 public:
  explicit TableSource(InputsPtr inputs);
  ~TableSource();

  const Inputs& inputs() const { return *inputs_; }
  // A reader of batches of some 64 Ki rows each, in bounded memory. Dictionaries of a column are
  // one object in all batches. The reader may outlive the source; one thread at a time reads.
  arrow::Result<std::shared_ptr<arrow::RecordBatchReader>> Open(const std::string& table,
                                                                const ReadOptions& options) const;
  // Parts that the table can be made in, each alone and on any machine, by arithmetic; together
  // they have its rows. Of orders and what hangs on them, a part is a chunk of the plan.
  arrow::Result<int64_t> CountParts(const std::string& table) const;

 private:
  struct Plans;
  InputsPtr inputs_;
  std::unique_ptr<Plans> plans_;
};

}  // namespace fauxmart
