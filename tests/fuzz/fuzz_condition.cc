// A condition as declarations have them: its parser, and its answer on rows of the table. The first
// byte says which table.
#include <arrow/record_batch.h>

#include "engine/dataset_reader.h"
#include "fuzz_target.h"
#include "small_dataset.h"
#include "tables/tables.h"
#include "validate/condition.h"

using namespace fauxmart;

namespace {

constexpr int64_t kRows = 4;

// The first rows of every table.
std::vector<std::shared_ptr<arrow::RecordBatch>> SomeRows() {
  const auto dataset = OpenDataset(fuzz::SmallDatasetOf(0).dir);
  std::vector<std::shared_ptr<arrow::RecordBatch>> rows;
  for (const TableDecl* decl : AllTables()) {
    TableReader reader(*dataset, *decl, dataset->Find(*decl)->parts, /*use_threads=*/false);
    rows.push_back((*reader.Next())->Slice(0, kRows));
  }
  return rows;
}

}  // namespace

FUZZ_TARGET(condition) {
  static const auto rows = SomeRows();
  if (size == 0) return 0;
  const size_t table = data[0] % rows.size();
  const std::string_view sql = fuzz::TextOf(data + 1, size - 1);
  const auto condition = Condition::Parse(*AllTables()[table], sql);
  if (!condition.ok()) {
    fuzz::Require(condition.status().IsInvalid(), "a refusal is Invalid", sql);
    return 0;
  }
  // Patterns are those of our declarations; others may take any time.
  if (sql.find("regexp") != std::string_view::npos) return 0;
  const auto holds = condition->Holds(*rows[table]);
  fuzz::Require(static_cast<int64_t>(holds.size()) == rows[table]->num_rows(), "an answer a row",
                sql);
  for (const uint8_t answer : holds) fuzz::Require(answer <= 1, "an answer is 0 or 1", sql);
  return 0;
}
