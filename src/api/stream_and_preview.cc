#include <fmt/format.h>

#include "api/inputs.h"
#include "base/text.h"
#include "base/time.h"
#include "engine/row_stream.h"
#include "engine/run_job.h"
#include "tables/system_metrics.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

using arrow::Result;
using arrow::Status;

std::string MoneyText(int64_t cents) {
  return fmt::format("{}{}.{:02}", cents < 0 ? "-" : "", std::abs(cents) / 100,
                     std::abs(cents) % 100);
}

std::string CellText(const Column& column, size_t row) {
  if (column.nullable && column.validity.data()[row] == 0) return "";
  switch (column.type) {
    case Type::kId:
    case Type::kInt64:
      return std::to_string(column.As<int64_t>()[row]);
    case Type::kInt32:
      return std::to_string(column.As<int32_t>()[row]);
    case Type::kMoney:
      return MoneyText(column.As<int64_t>()[row]);
    case Type::kTimestamp:
      return FormatTime(column.As<int64_t>()[row] / kMicrosPerSecond * kMicrosPerSecond);
    case Type::kBool:
      return column.As<uint8_t>()[row] != 0 ? "true" : "false";
    case Type::kFloat64:
      return FormatNumber(column.As<double>()[row]);
    case Type::kCategory:
      return (*column.vocabulary)[static_cast<size_t>(column.As<int32_t>()[row])];
    case Type::kText:
      return std::string(column.TextAt(row));
    case Type::kTextList:
      return Join(column.TextListAt(row));
  }
  return "";
}

bool IsNumeric(Type type) {
  return type == Type::kId || type == Type::kInt32 || type == Type::kInt64 ||
         type == Type::kMoney || type == Type::kFloat64;
}

}  // namespace

Status GenerateToStream(const Inputs& inputs, const WriteOptions& write, const RunOptions& run,
                        int fd, const std::atomic<bool>* stop) {
  const bool truth = write.tables.size() == 1 && FindTable(write.tables[0]) != nullptr &&
                     NeedTwins({FindTable(write.tables[0])});
  ARROW_ASSIGN_OR_RAISE(const auto shop, BuildShop(inputs, truth));
  ARROW_ASSIGN_OR_RAISE(Job job, MakeJob(inputs, *shop, write, run));
  if (job.tables.size() != 1) {
    return Status::Invalid("--out -: one table at a time; choose it with --tables NAME");
  }
  if (job.output.format == Format::kParquet || job.output.format == Format::kFeather) {
    job.output.format = Format::kArrowStream;
  }
  const TableDecl& table = *job.tables.front();
  ARROW_ASSIGN_OR_RAISE(
      const auto writer,
      OpenStream(fd, MakeBuffer(table, shop->world, shop->products.skus), job.output));
  return StreamRows(*shop, table, job.batch_size, stop,
                    [&](TableBuffer& rows, bool last) -> Result<bool> {
                      if (!last) {
                        ARROW_RETURN_NOT_OK(writer->Drain(rows));
                      } else {
                        ARROW_RETURN_NOT_OK(writer->Commit(rows).status());
                      }
                      return true;
                    });
}

Result<Preview> PreviewTable(const Inputs& inputs, const std::string& name, int64_t count) {
  const TableDecl* table = FindTable(name);
  if (table == nullptr) {
    Names known;
    for (const TableDecl* each : AllTables()) known.emplace_back(each->name);
    return Status::Invalid(fmt::format("unknown table \"{}\"{}", name, DidYouMean(name, known)));
  }
  Preview preview;
  ARROW_ASSIGN_OR_RAISE(auto shop, BuildShop(inputs, NeedTwins({table})));
  const auto estimate = EstimateRows(*shop, *table);
  preview.total_rows = estimate.rows;
  preview.total_exact = estimate.exact;
  if (table->kind == TableKind::kMetric) {
    // Metrics are measured from all rows: of the hours that are shown, no more.
    Setup setup = inputs.setup;
    setup.end_hour = std::min(setup.end_hour,
                              setup.first_hour + (count + MetricsPerHour() - 1) / MetricsPerHour());
    ARROW_ASSIGN_OR_RAISE(shop, BuildShop(inputs.world, setup, inputs.scenario, inputs.removed,
                                          /*with_twins=*/false));
  }
  for (const ColumnDecl& column : table->columns) {
    preview.columns.emplace_back(column.name);
    preview.numeric.push_back(IsNumeric(column.type));
  }
  ARROW_RETURN_NOT_OK(
      StreamRows(*shop, *table, count, nullptr, [&](TableBuffer& rows, bool last) -> Result<bool> {
        if (rows.rows < count && !last) return true;
        for (int64_t row = 0; row < std::min(count, rows.rows); ++row) {
          std::vector<std::string> cells;
          for (const Column& column : rows.columns) {
            cells.push_back(CellText(column, static_cast<size_t>(row)));
          }
          preview.rows.push_back(std::move(cells));
        }
        return false;
      }));
  return preview;
}

}  // namespace fauxmart
