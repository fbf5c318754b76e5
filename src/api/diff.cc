#include "fauxmart/diff.h"

#include <algorithm>

#include "engine/dataset_reader.h"
#include "engine/diff.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

int64_t RowsOf(const DatasetTable* table) {
  int64_t rows = 0;
  if (table == nullptr) return rows;
  for (const DatasetPart& part : table->parts) rows += part.rows;
  return rows;
}

}  // namespace

bool DiffResult::equal() const {
  return std::ranges::all_of(tables, [](const TableDiff& table) { return table.equal(); });
}

arrow::Result<DiffResult> Diff(const std::string& first, const std::string& second,
                               const DiffOptions& options, const std::atomic<bool>* stop) {
  ARROW_ASSIGN_OR_RAISE(const Dataset one, OpenDataset(first));
  ARROW_ASSIGN_OR_RAISE(const Dataset two, OpenDataset(second));
  DiffResult result;
  for (const TableDecl* decl : AllTables()) {
    if (decl->kind == TableKind::kTruth) continue;
    const DatasetTable* in_one = one.Find(*decl);
    const DatasetTable* in_two = two.Find(*decl);
    if (in_one == nullptr && in_two == nullptr) continue;
    if (in_one != nullptr && in_two != nullptr) {
      ARROW_ASSIGN_OR_RAISE(TableDiff diff, DiffTable(one, two, *decl, options.rows, stop));
      result.tables.push_back(std::move(diff));
      continue;
    }
    TableDiff& diff = result.tables.emplace_back();
    diff.table = decl->name;
    diff.in_first = in_one != nullptr;
    diff.in_second = in_two != nullptr;
    diff.rows_first = RowsOf(in_one);
    diff.rows_second = RowsOf(in_two);
  }
  return result;
}

}  // namespace fauxmart
