// A file of a dataset, of any format: opened, decoded, brought into the plain form, and looked at
// as validate and diff do. The first byte says which format and table, the others are the file.
#include <arrow/record_batch.h>

#include <array>

#include "engine/part_file.h"
#include "engine/plain_batch.h"
#include "engine/row_bytes.h"
#include "fuzz_target.h"
#include "small_dataset.h"
#include "tables/tables.h"
#include "validate/condition.h"

using namespace fauxmart;

namespace {

arrow::Status ReadAll(const TableDecl& decl, const std::string& path) {
  std::vector<Condition> rules;
  for (const RowRule& rule : decl.rules) rules.push_back(*Condition::Parse(decl, rule.sql));
  PlainForm form(decl);
  RowBytes bytes(decl.key.empty() ? kOrders : decl);
  ARROW_ASSIGN_OR_RAISE(const auto batches, OpenPartFile(decl, path, /*use_threads=*/false));
  int64_t rows = 0;
  for (;;) {
    std::shared_ptr<arrow::RecordBatch> batch;
    ARROW_RETURN_NOT_OK(batches->ReadNext(&batch));
    if (batch == nullptr) return arrow::Status::OK();
    ARROW_ASSIGN_OR_RAISE(const auto plain, form.Apply(*batch, rows));
    rows += batch->num_rows();
    const auto valid = plain->ValidateFull();
    fuzz::Require(valid.ok(), "what was read is sound: " + valid.ToString(), path);
    for (const Condition& rule : rules) static_cast<void>(rule.Holds(*plain));
    if (!decl.key.empty()) bytes.Fill(*plain);
  }
}

}  // namespace

FUZZ_TARGET(part) {
  constexpr std::array<const char*, 4> kNames{"parquet", "feather", "csv", "jsonl"};
  static const std::string scratch = fuzz::ScratchDir();
  if (size == 0) return 0;
  const auto tables = AllTables();
  const TableDecl& decl = *tables[data[0] / kNames.size() % tables.size()];
  const std::string path = scratch + "/part-00000." + kNames.at(data[0] % kNames.size());
  fuzz::WriteBytes(path, fuzz::TextOf(data + 1, size - 1));
  static_cast<void>(ReadAll(decl, path));
  return 0;
}
