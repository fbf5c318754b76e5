// A lane: the rows of one plan, hour by hour, a run of blocks at a time.
//
// A dataset is sampled in one lane, and each twin in one of its own, over the same blocks, where
// their plans differ.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <vector>

#include "base/run_meter.h"
#include "tables/arrivals.h"
#include "tables/cart_abandonment.h"
#include "tables/counters.h"
#include "tables/hour_shop.h"
#include "tables/order_tile.h"
#include "tables/orders.h"
#include "tables/table_buffer.h"

namespace fauxmart {

// The tables that a chunk makes, in the order of FactBuffers; labels come from comparing lanes.
enum Fact : size_t {
  kFactOrders,
  kFactItems,
  kFactTickets,
  kFactCarts,
  kFactReturns,
  kFactLabels,
  kFacts
};
const TableDecl& FactTable(Fact fact);

// Which of them are made. A row has the same cells whatever is made beside it.
using FactSet = std::bitset<kFacts>;
inline constexpr FactSet kAllFacts{(1u << kFacts) - 1};

// One buffer a table, with the shop's vocabularies.
using FactBuffers = std::array<TableBuffer, kFacts>;
FactBuffers MakeFactBuffers(const Shop& shop);

// Where the carts of the last run of blocks were put, relative to the first: for comparing.
struct CartRows {
  std::vector<uint32_t> regular, lost;
  std::vector<uint64_t> lost_keys;
};

// Nanoseconds that the rows of each fact have taken; draws that several facts share are the
// orders'.
using FactTimes = std::array<int64_t, kFacts>;

class Lane {
 public:
  explicit Lane(const Shop& shop, FactSet wanted = kAllFacts);

  // Sets the hour, and the blocks of it that the chunk has.
  void Load(const HourPlan& plan, const Chunk& chunk);
  uint32_t OrderBlocksFor(int64_t orders) const { return order_arrivals_.BlocksFor(orders); }
  uint32_t CartBlocksFor(int64_t carts) const { return cart_arrivals_.BlocksFor(carts); }

  // Samples the orders of blocks [first, end) and appends their rows, of the tables wanted.
  void Orders(uint32_t first, uint32_t end, FactBuffers* out);
  // Likewise carts, with those of orders that lost their only line among them by time; `last`: the
  // last of the chunk's blocks. All orders of the hour come first.
  void Carts(uint32_t first, uint32_t end, bool last, TableBuffer* out);

  const OrderTile& orders() const { return orders_; }
  const CartTile& carts() const { return carts_; }
  const CartRows& cart_rows() const { return cart_rows_; }
  // Since the lane was made.
  const FactTimes& times() const { return times_; }
  HourShop& hour() { return hour_; }

 private:
  const Shop& shop_;
  FactSet wanted_;
  HourShop hour_;
  ArrivalSampler order_arrivals_, cart_arrivals_;
  OrderTile orders_;
  TicketScratch tickets_;
  ReturnScratch returns_;
  CartTile carts_;
  std::vector<LostOrder> lost_;  // of the hour
  size_t lost_done_ = 0;
  CartRows cart_rows_;
  FactTimes times_{};
};

}  // namespace fauxmart
