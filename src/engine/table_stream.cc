#include "engine/table_stream.h"

#include <arrow/record_batch.h>

#include <algorithm>
#include <utility>

#include "engine/chunk_reader.h"
#include "engine/owned_batch.h"
#include "engine/read_ahead.h"
#include "tables/dimensions.h"
#include "tables/system_metrics.h"
#include "tables/tables.h"
#include "tables/truth.h"

namespace fauxmart {
namespace {

using arrow::Status;
using ShopPtr = std::shared_ptr<const Shop>;

// Everything a stream's threads share.
struct Source {
  ShopPtr shop;
  const TableDecl* table;
  std::unique_ptr<BatchMaker> maker;
  TablePart part;  // of the table
  std::vector<Chunk> pieces;  // of facts

  bool measured() const {
    return table->kind == TableKind::kMetric || table->kind == TableKind::kTruth;
  }
  int64_t CountPieces() const {
    if (table->kind != TableKind::kDimension) return static_cast<int64_t>(pieces.size());
    return (part.end - part.first + kRowGroupRows - 1) / kRowGroupRows;
  }
  // Of the hours of the part.
  Counters NoCounts() const { return {*shop, pieces.front().first_hour, pieces.back().end_hour}; }
};

FactSet FactsFor(const TableDecl& table) {
  if (table.kind != TableKind::kFact) return kAllFacts;
  FactSet wanted;
  for (size_t fact = 0; fact < kFacts; ++fact) {
    if (&FactTable(static_cast<Fact>(fact)) == &table) wanted.set(fact);
  }
  return wanted;
}

// Hands over what `rows` holds, if anything; false if no more is wanted.
arrow::Result<bool> Hand(const BatchMaker& maker, TableBuffer* rows, BatchTaker* out) {
  if (rows->rows == 0) return true;
  ARROW_ASSIGN_OR_RAISE(auto batch, maker.Take(rows));
  return out->Take(std::move(batch));
}

// Makes facts piece by piece, hands over those of one table and counts the rest.
class FactWorker {
 public:
  explicit FactWorker(const Source& source)
      : source_(source),
        reader_(*source.shop, kDefaultBatch, FactsFor(*source.table)),
        facts_(MakeFactBuffers(*source.shop)),
        counters_(source.NoCounts()) {
    for (TableBuffer& fact : facts_) {
      if (fact.decl == source.table) wanted_ = &fact;
    }
  }

  Status Make(int64_t piece, BatchTaker* out) {
    reader_.Open(source_.pieces[static_cast<size_t>(piece)]);
    while (out->wanted() && reader_.Next(&facts_, &counters_)) {
      for (TableBuffer& fact : facts_) {
        if (&fact != wanted_) fact.Clear();
      }
      if (wanted_ == nullptr || wanted_->rows < kRowGroupRows) continue;
      ARROW_ASSIGN_OR_RAISE(const bool more, Hand(*source_.maker, wanted_, out));
      if (!more) return Status::OK();
    }
    return wanted_ == nullptr ? Status::OK() : Hand(*source_.maker, wanted_, out).status();
  }

  const Counters& counters() const { return counters_; }

 private:
  const Source& source_;
  ChunkReader reader_;
  FactBuffers facts_;
  Counters counters_;
  TableBuffer* wanted_ = nullptr;
};

TableBuffer EmptyBuffer(const Source& source) {
  return MakeBuffer(*source.table, source.shop->world, source.shop->products.skus);
}

Status MakeDimension(const Source& source, int64_t piece, BatchTaker* out) {
  const Shop& shop = *source.shop;
  const int64_t first = source.part.first + piece * kRowGroupRows;
  const int64_t end = std::min(first + kRowGroupRows, source.part.end);
  TableBuffer rows = EmptyBuffer(source);
  if (source.table == &kCustomers) AppendCustomers(shop, first, end, &rows);
  if (source.table == &kProducts) AppendProducts(shop, first, end, &rows);
  if (source.table == &kSuppliers) AppendSuppliers(shop, &rows);
  if (source.table == &kCampaigns) AppendCampaigns(shop, &rows);
  return Hand(*source.maker, &rows, out).status();
}

class TableReader final : public arrow::RecordBatchReader {
 public:
  TableReader(std::unique_ptr<const Source> source, const TableStreamOptions& options)
      : source_(std::move(source)), poll_(options.poll) {
    const int64_t pieces = source_->CountPieces();
    const auto threads = std::clamp<int64_t>(options.threads, 1, std::max<int64_t>(1, pieces));
    std::vector<MakePiece> workers;
    for (int64_t t = 0; t < threads; ++t) workers.push_back(MakeWorker());
    ahead_ = std::make_unique<ReadAhead>(pieces, std::move(workers));
  }

  std::shared_ptr<arrow::Schema> schema() const override { return source_->maker->schema(); }

  Status ReadNext(std::shared_ptr<arrow::RecordBatch>* batch) override {
    batch->reset();
    if (ahead_ == nullptr) return Status::OK();
    ARROW_ASSIGN_OR_RAISE(*batch, ahead_->Next(poll_));
    if (*batch != nullptr) return Status::OK();
    ahead_.reset();
    return source_->measured() ? ReadMeasured(batch) : Status::OK();
  }

  Status Close() override {
    ahead_.reset();
    return Status::OK();
  }

 private:
  MakePiece MakeWorker() {
    if (source_->table->kind == TableKind::kDimension) {
      return [this](int64_t piece, BatchTaker* out) { return MakeDimension(*source_, piece, out); };
    }
    facts_.push_back(std::make_unique<FactWorker>(*source_));
    return [worker = facts_.back().get()](int64_t piece, BatchTaker* out) {
      return worker->Make(piece, out);
    };
  }

  // Rows that are known once all others have been made and counted.
  Status ReadMeasured(std::shared_ptr<arrow::RecordBatch>* batch) {
    const Shop& shop = *source_->shop;
    Counters counters = source_->NoCounts();
    for (const auto& worker : facts_) counters.Add(worker->counters());
    facts_.clear();
    TableBuffer rows = EmptyBuffer(*source_);
    if (source_->table == &kSystemMetrics) AppendSystemMetrics(shop, counters, &rows);
    if (source_->table == &kIncidents) AppendIncidents(shop, counters, &rows);
    if (source_->table == &kIncidentLabels) AppendLastLabels(shop, counters, &rows);
    if (rows.rows == 0) return Status::OK();
    return source_->maker->Take(&rows).Value(batch);
  }

  std::unique_ptr<const Source> source_;
  std::function<Status()> poll_;
  std::vector<std::unique_ptr<FactWorker>> facts_;
  std::unique_ptr<ReadAhead> ahead_;  // its threads use what stands above
};

}  // namespace

arrow::Result<std::shared_ptr<arrow::RecordBatchReader>> OpenTableStream(
    ShopPtr shop, const TableDecl& table, const TableStreamOptions& options) {
  auto source = std::make_unique<Source>();
  source->table = &table;
  source->shop = std::move(shop);
  ARROW_ASSIGN_OR_RAISE(source->maker, BatchMaker::Make(EmptyBuffer(*source), options.output));
  source->part = options.part.value_or(WholeTable(*source->shop, table));
  if (table.kind != TableKind::kDimension) {
    const auto chunks = std::span(source->shop->chunks)
                            .subspan(static_cast<size_t>(source->part.first),
                                     static_cast<size_t>(source->part.end - source->part.first));
    source->pieces = CutPieces(*source->shop, chunks);
  }
  return std::make_shared<TableReader>(std::move(source), options);
}

}  // namespace fauxmart
