#include "engine/chunk_reader.h"

#include <algorithm>

#include "tables/orders.h"
#include "tables/tables.h"

namespace fauxmart {

const TableDecl& FactTable(Fact fact) {
  static constexpr std::array<const TableDecl*, kFacts> kTables = {
      &kOrders, &kOrderItems, &kSupportTickets, &kCartAbandonment, &kReturns};
  return *kTables[fact];
}

FactBuffers MakeFactBuffers(const Shop& shop) {
  FactBuffers buffers;
  for (size_t fact = 0; fact < kFacts; ++fact) {
    buffers[fact] = MakeBuffer(FactTable(static_cast<Fact>(fact)), shop.world, shop.products.skus);
  }
  return buffers;
}

const std::vector<uint64_t>* GapSumCache::Get(const ArrivalStreams& streams, int64_t hour,
                                              uint32_t slots) {
  const std::lock_guard lock(mutex_);
  auto& sums = sums_[{streams.gaps, hour}];
  if (sums == nullptr) {
    sums = std::make_unique<const std::vector<uint64_t>>(SumGaps(setup_, streams, hour, slots));
  }
  return sums.get();
}

ChunkReader::ChunkReader(const Shop& shop, GapSumCache* gap_sums, int64_t batch_size)
    : shop_(shop),
      gap_sums_(gap_sums),
      batch_size_(batch_size),
      order_arrivals_(shop.setup, kOrderArrivals),
      cart_arrivals_(shop.setup, kCartArrivals) {}

void ChunkReader::Open(const Chunk& chunk) {
  chunk_ = chunk;
  hour_ = chunk.first_hour;
  loaded_ = false;
}

void ChunkReader::LoadHour() {
  const HourPlan& hour = shop_.plan.At(hour_);
  order_slot_ = chunk_.partial ? chunk_.first_order_slot : 0;
  order_end_ = chunk_.partial ? chunk_.end_order_slot : hour.order_slots;
  cart_slot_ = chunk_.partial ? chunk_.first_cart_slot : 0;
  cart_end_ = chunk_.partial ? chunk_.end_cart_slot : hour.cart_slots;
  const auto sums = [&](const ArrivalStreams& streams, uint32_t slots) {
    return chunk_.partial ? gap_sums_->Get(streams, hour_, slots) : nullptr;
  };
  order_arrivals_.LoadHour(hour_, hour.order_slots, hour.orders, order_slot_, order_end_,
                           sums(kOrderArrivals, hour.order_slots));
  cart_arrivals_.LoadHour(hour_, hour.cart_slots, hour.carts, cart_slot_, cart_end_,
                          sums(kCartArrivals, hour.cart_slots));
  loaded_ = true;
}

void ChunkReader::NextOrders(FactBuffers* out, Counters* counters) {
  const uint32_t end = std::min(order_end_, order_slot_ + order_arrivals_.SlotsFor(batch_size_));
  order_arrivals_.Sample(order_slot_, end, &orders_.arrivals);
  order_slot_ = end;
  SampleOrders(shop_, shop_.plan.At(hour_), &orders_);
  AppendOrders(orders_, &(*out)[kFactOrders]);
  AppendOrderItems(orders_, &(*out)[kFactItems]);
  AppendTickets(shop_, orders_, &(*out)[kFactTickets]);
  TableBuffer& returns = (*out)[kFactReturns];
  const int64_t before = returns.rows;
  AppendReturns(shop_, orders_, &returns);
  counters->CountOrders(orders_, returns.rows - before);
}

void ChunkReader::NextCarts(FactBuffers* out, Counters* counters) {
  const uint32_t end = std::min(cart_end_, cart_slot_ + cart_arrivals_.SlotsFor(batch_size_));
  cart_arrivals_.Sample(cart_slot_, end, &carts_.arrivals);
  cart_slot_ = end;
  SampleCarts(shop_, shop_.plan.At(hour_), &carts_);
  AppendCarts(carts_, &(*out)[kFactCarts]);
  counters->CountCarts(carts_, hour_);
}

bool ChunkReader::Next(FactBuffers* out, Counters* counters) {
  while (hour_ < chunk_.end_hour) {
    if (!loaded_) LoadHour();
    if (order_slot_ < order_end_) {
      NextOrders(out, counters);
      return true;
    }
    if (cart_slot_ < cart_end_) {
      NextCarts(out, counters);
      return true;
    }
    ++hour_;
    loaded_ = false;
  }
  return false;
}

}  // namespace fauxmart
