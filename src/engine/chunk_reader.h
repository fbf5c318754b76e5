// (chunk, batch size) -> rows of every fact table, pulled batch by batch.
//
// The one way rows of facts come into being: files, streams, previews and bindings all pull from
// here. A reader has no state but its place in the chunk and its working memory, and may be dropped
// at any batch. The rows do not depend on the batch size.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "tables/arrivals.h"
#include "tables/cart_abandonment.h"
#include "tables/counters.h"
#include "tables/order_tile.h"
#include "tables/shop.h"
#include "tables/table_buffer.h"

namespace fauxmart {

// The fact tables, in the order of FactBuffers.
enum Fact : size_t { kFactOrders, kFactItems, kFactTickets, kFactCarts, kFactReturns, kFacts };
const TableDecl& FactTable(Fact fact);

// One buffer a fact table, with the shop's vocabularies.
using FactBuffers = std::array<TableBuffer, kFacts>;
FactBuffers MakeFactBuffers(const Shop& shop);

// Sums of gaps of the hours that are cut into several chunks: made once, whichever worker asks
// first, because each costs a pass over its hour.
class GapSumCache {
 public:
  explicit GapSumCache(const Setup& setup) : setup_(setup) {}
  const std::vector<uint64_t>* Get(const ArrivalStreams& streams, int64_t hour, uint32_t slots);

 private:
  const Setup& setup_;
  std::mutex mutex_;
  std::map<std::pair<uint32_t, int64_t>, std::unique_ptr<const std::vector<uint64_t>>> sums_;
};

// Orders sampled at a time unless asked otherwise: working memory of one batch stays in cache.
inline constexpr int64_t kDefaultBatch = 4096;

class ChunkReader {
 public:
  ChunkReader(const Shop& shop, GapSumCache* gap_sums, int64_t batch_size = kDefaultBatch);

  void Open(const Chunk& chunk);
  // Appends the next batch to `out` and counts it. False, and nothing appended, at the end.
  bool Next(FactBuffers* out, Counters* counters);

 private:
  void LoadHour();
  void NextOrders(FactBuffers* out, Counters* counters);
  void NextCarts(FactBuffers* out, Counters* counters);

  const Shop& shop_;
  GapSumCache* gap_sums_;
  int64_t batch_size_;
  Chunk chunk_;
  int64_t hour_ = 0;
  bool loaded_ = false;
  uint32_t order_slot_ = 0, order_end_ = 0, cart_slot_ = 0, cart_end_ = 0;
  ArrivalSampler order_arrivals_, cart_arrivals_;
  OrderTile orders_;
  CartTile carts_;
};

}  // namespace fauxmart
