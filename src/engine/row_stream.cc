#include "engine/row_stream.h"

#include <algorithm>

#include "engine/chunk_reader.h"
#include "tables/dimensions.h"
#include "tables/system_metrics.h"
#include "tables/tables.h"
#include "tables/truth.h"

namespace fauxmart {
namespace {

using arrow::Status;

Status CheckStop(const std::atomic<bool>* stop) {
  return stop != nullptr && stop->load() ? Status::Cancelled("interrupted") : Status::OK();
}

// Pulls every batch of every chunk; `batch` sees the buffers after each, and ends it with false.
using SeeBatch = std::function<arrow::Result<bool>(FactBuffers& facts)>;
Status PullFacts(const Shop& shop, int64_t batch_size, const std::atomic<bool>* stop,
                 FactBuffers* facts, Counters* counters, const SeeBatch& batch) {
  ChunkReader reader(shop, batch_size > 0 ? batch_size : kDefaultBatch);
  for (const Chunk& chunk : shop.chunks) {
    reader.Open(chunk);
    while (reader.Next(facts, counters)) {
      ARROW_RETURN_NOT_OK(CheckStop(stop));
      ARROW_ASSIGN_OR_RAISE(const bool more, batch(*facts));
      if (!more) return Status::OK();
    }
  }
  return Status::OK();
}

Status StreamFacts(const Shop& shop, const TableDecl& table, int64_t batch_size,
                   const std::atomic<bool>* stop, const TakeRows& take) {
  Counters counters(shop, shop.setup.first_hour, shop.setup.end_hour);
  FactBuffers facts = MakeFactBuffers(shop);
  TableBuffer* wanted = nullptr;
  for (TableBuffer& fact : facts) wanted = fact.decl == &table ? &fact : wanted;
  bool more = true;
  ARROW_RETURN_NOT_OK(PullFacts(shop, batch_size, stop, &facts, &counters,
                                [&](FactBuffers& all) -> arrow::Result<bool> {
                                  for (TableBuffer& fact : all) {
                                    if (&fact != wanted) fact.Clear();
                                  }
                                  ARROW_ASSIGN_OR_RAISE(more, take(*wanted, false));
                                  return more;
                                }));
  return more ? take(*wanted, true).status() : Status::OK();
}

// A dimension: rows of ids 1 .. count, appended run by run.
Status StreamIds(int64_t count, const std::atomic<bool>* stop, TableBuffer* rows,
                 const TakeRows& take, const std::function<void(int64_t, int64_t)>& append) {
  constexpr int64_t kBatch = 1024;
  for (int64_t first = 1; first <= count; first += kBatch) {
    ARROW_RETURN_NOT_OK(CheckStop(stop));
    append(first, std::min(count + 1, first + kBatch));
    ARROW_ASSIGN_OR_RAISE(const bool more, take(*rows, false));
    if (!more) return Status::OK();
  }
  return take(*rows, true).status();
}

}  // namespace

Status StreamRows(const Shop& shop, const TableDecl& table, int64_t batch_size,
                  const std::atomic<bool>* stop, const TakeRows& take) {
  TableBuffer rows = MakeBuffer(table, shop.world, shop.products.skus);
  if (table.kind == TableKind::kFact) return StreamFacts(shop, table, batch_size, stop, take);
  if (&table == &kCustomers) {
    return StreamIds(shop.setup.customers, stop, &rows, take,
                     [&](int64_t first, int64_t end) { AppendCustomers(shop, first, end, &rows); });
  }
  if (&table == &kProducts) {
    return StreamIds(shop.setup.products, stop, &rows, take,
                     [&](int64_t first, int64_t end) { AppendProducts(shop, first, end, &rows); });
  }
  if (&table == &kSuppliers) AppendSuppliers(shop, &rows);
  if (&table == &kCampaigns) AppendCampaigns(shop, &rows);
  if (&table == &kSystemMetrics || table.kind == TableKind::kTruth) {
    // They are measured, so every row has to be made once.
    Counters counters(shop, shop.setup.first_hour, shop.setup.end_hour);
    FactBuffers facts = MakeFactBuffers(shop);
    ARROW_RETURN_NOT_OK(PullFacts(shop, batch_size, stop, &facts, &counters,
                                  [&](FactBuffers& all) -> arrow::Result<bool> {
                                    bool more = true;
                                    for (TableBuffer& fact : all) {
                                      if (fact.decl != &table) {
                                        fact.Clear();
                                      } else if (fact.rows > 0) {
                                        ARROW_ASSIGN_OR_RAISE(more, take(fact, false));
                                      }
                                    }
                                    return more;
                                  }));
    if (&table == &kSystemMetrics) AppendSystemMetrics(shop, counters, &rows);
    if (&table == &kIncidents) AppendIncidents(shop, counters, &rows);
    if (&table == &kIncidentLabels) {
      // What the chunks made stands before what they do not make.
      TableBuffer& labels = facts[kFactLabels];
      AppendLastLabels(shop, counters, &labels);
      return take(labels, true).status();
    }
  }
  return take(rows, true).status();
}

}  // namespace fauxmart
