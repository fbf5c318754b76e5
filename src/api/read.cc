#include "fauxmart/read.h"

#include <arrow/record_batch.h>
#include <arrow/type.h>
#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <thread>
#include <utility>

#include "api/inputs.h"
#include "base/text.h"
#include "engine/table_stream.h"
#include "output/arrow_types.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

arrow::Result<const TableDecl*> RequireTable(const std::string& name) {
  if (const TableDecl* table = FindTable(name)) return table;
  return arrow::Status::Invalid(
      fmt::format("unknown table \"{}\"{}", name, DidYouMean(name, KnownTables())));
}

OutputOptions Representation(const ReadOptions& options) {
  OutputOptions output;
  output.ids_as_uuid = options.ids_as_uuid;
  output.money_as_float64 = options.money_as_float64;
  return output;
}

}  // namespace

// The shop as it is, and with its twins: made when first asked for, then kept.
struct TableSource::Plans {
  arrow::Result<std::shared_ptr<const Shop>> Get(const Inputs& inputs, bool twins) {
    const std::scoped_lock lock(mutex);
    if (shops[twins] == nullptr) {
      ARROW_ASSIGN_OR_RAISE(shops[twins], BuildShop(inputs, twins));
    }
    return shops[twins];
  }

  std::mutex mutex;
  std::shared_ptr<const Shop> shops[2];
};

std::vector<std::string> KnownTables() {
  Names names;
  for (const TableDecl* table : AllTables()) names.emplace_back(table->name);
  return names;
}

arrow::Result<std::shared_ptr<arrow::Schema>> TableSchema(const std::string& name,
                                                          const ReadOptions& options) {
  ARROW_ASSIGN_OR_RAISE(const TableDecl* table, RequireTable(name));
  return ArrowSchema(*table, Representation(options));
}

TableSource::TableSource(InputsPtr inputs)
    : inputs_(std::move(inputs)), plans_(std::make_unique<Plans>()) {}

TableSource::~TableSource() = default;

arrow::Result<std::shared_ptr<arrow::RecordBatchReader>> TableSource::Open(
    const std::string& name, const ReadOptions& options) const {
  ARROW_ASSIGN_OR_RAISE(const TableDecl* table, RequireTable(name));
  ARROW_ASSIGN_OR_RAISE(auto shop, plans_->Get(*inputs_, NeedTwins({table})));
  TableStreamOptions stream;
  stream.output = Representation(options);
  stream.threads = options.threads > 0
                       ? options.threads
                       : std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  stream.poll = options.poll;
  if (options.part) {
    const std::vector<TablePart> parts = CutParts(*shop, *table);
    if (*options.part < 0 || *options.part >= static_cast<int64_t>(parts.size())) {
      return arrow::Status::Invalid(fmt::format("{} has no part {}; there are {}, counted from 0",
                                                name, *options.part, parts.size()));
    }
    stream.part = parts[static_cast<size_t>(*options.part)];
  }
  return OpenTableStream(std::move(shop), *table, stream);
}

arrow::Result<int64_t> TableSource::CountParts(const std::string& name) const {
  ARROW_ASSIGN_OR_RAISE(const TableDecl* table, RequireTable(name));
  ARROW_ASSIGN_OR_RAISE(const auto shop, plans_->Get(*inputs_, /*twins=*/false));
  return static_cast<int64_t>(CutParts(*shop, *table).size());
}

}  // namespace fauxmart
