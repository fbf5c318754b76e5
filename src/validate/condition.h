// The conditions of the tables' declarations, evaluated over batches of rows.
//
// A rule of a declaration is SQL, for people and databases. This is the part of SQL that the rules
// use: AND OR NOT, comparisons, BETWEEN, IS [NOT] NULL, IS NOT DISTINCT FROM, + - * //, CASE WHEN,
// coalesce, date_diff, regexp_full_match, INTERVAL n DAY; with SQL's three-valued logic.
//
// Every number is a double. Money counts in cents and times in microseconds, so sums are exact;
// amounts may be compared with each other and with 0.
#pragma once

#include <arrow/result.h>
#include <arrow/type_fwd.h>

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "tables/declaration.h"

namespace fauxmart {

struct ConditionNode;

class Condition {
 public:
  // Invalid, with the place, if it is none, or names a column that the table does not have.
  static arrow::Result<Condition> Parse(const TableDecl& decl, std::string_view sql);
  Condition(Condition&&) noexcept;
  Condition& operator=(Condition&&) noexcept;
  ~Condition();

  // By row of a plain batch (engine/plain_batch.h) of that table: 1 where it is true; 0 where it is
  // false or null.
  std::vector<uint8_t> Holds(const arrow::RecordBatch& batch) const;

 private:
  Condition(const TableDecl* decl, std::unique_ptr<ConditionNode> root);
  const TableDecl* decl_;
  std::unique_ptr<ConditionNode> root_;
};

}  // namespace fauxmart
