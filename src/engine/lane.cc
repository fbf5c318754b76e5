#include "engine/lane.h"

#include <algorithm>

#include "plan/keys.h"
#include "tables/orders.h"
#include "tables/tables.h"

namespace fauxmart {

const TableDecl& FactTable(Fact fact) {
  static constexpr std::array<const TableDecl*, kFacts> kTables = {
      &kOrders, &kOrderItems, &kSupportTickets, &kCartAbandonment, &kReturns, &kIncidentLabels};
  return *kTables[fact];
}

FactBuffers MakeFactBuffers(const Shop& shop) {
  FactBuffers buffers;
  for (size_t fact = 0; fact < kFacts; ++fact) {
    buffers[fact] = MakeBuffer(FactTable(static_cast<Fact>(fact)), shop.world, shop.products.skus);
  }
  return buffers;
}

Lane::Lane(const Shop& shop, FactSet wanted)
    : shop_(shop),
      wanted_(wanted),
      hour_(shop),
      order_arrivals_(shop.setup, kOrderArrivals),
      cart_arrivals_(shop.setup, kCartArrivals) {}

void Lane::Load(const HourPlan& plan, const Chunk& chunk) {
  hour_.Load(plan);
  lost_.clear();
  lost_done_ = 0;
  order_arrivals_.LoadHour(plan.hour, plan.base_orders, plan.order_ranks,
                           chunk.partial ? chunk.first_order_block : 0,
                           chunk.partial ? chunk.end_order_block : BlockCount(plan.base_orders));
  cart_arrivals_.LoadHour(plan.hour, plan.base_carts, plan.cart_ranks,
                          chunk.partial ? chunk.first_cart_block : 0,
                          chunk.partial ? chunk.end_cart_block : BlockCount(plan.base_carts));
}

void Lane::Orders(uint32_t first, uint32_t end, FactBuffers* out) {
  LapClock clock;
  order_arrivals_.Sample(first, end, &orders_.arrivals);
  SampleOrders(&hour_, &orders_);
  if (wanted_[kFactOrders]) AppendOrders(orders_, &(*out)[kFactOrders]);
  times_[kFactOrders] += clock.Lap();
  if (wanted_[kFactItems]) AppendOrderItems(orders_, &(*out)[kFactItems]);
  times_[kFactItems] += clock.Lap();
  if (wanted_[kFactTickets]) AppendTickets(orders_, &tickets_, &(*out)[kFactTickets]);
  times_[kFactTickets] += clock.Lap();
  if (wanted_[kFactReturns]) AppendReturns(orders_, &returns_, &(*out)[kFactReturns]);
  times_[kFactReturns] += clock.Lap();
  lost_.insert(lost_.end(), orders_.lost.begin(), orders_.lost.end());
}

void Lane::Carts(uint32_t first, uint32_t end, bool last, TableBuffer* out) {
  LapClock clock;
  carts_.arrivals.n = 0;
  if (first < end) {
    cart_arrivals_.Sample(first, end, &carts_.arrivals);
    SampleCarts(&hour_, &carts_);
  }
  cart_rows_.regular.clear();
  cart_rows_.lost.clear();
  cart_rows_.lost_keys.clear();
  const int64_t* times = carts_.arrivals.times.get();
  const size_t n = carts_.size();
  const int64_t until = last ? 0 : cart_arrivals_.EndTime(end);
  size_t done = 0;
  uint32_t row = 0;
  const auto append_to = [&](size_t to) {
    AppendCarts(carts_, done, to, out);
    for (; done < to; ++done) cart_rows_.regular.push_back(row++);
  };
  for (; lost_done_ < lost_.size(); ++lost_done_) {
    const LostOrder& lost = lost_[lost_done_];
    if (!last && lost.time_us >= until) break;
    append_to(static_cast<size_t>(std::upper_bound(times + done, times + n, lost.time_us) - times));
    AppendLostOrder(shop_.world, lost, out);
    cart_rows_.lost.push_back(row++);
    cart_rows_.lost_keys.push_back(lost.key);
  }
  if (done == 0 && row == 0) {
    // Nothing lost: as it was sampled, and without a list of places.
    AppendCarts(carts_, 0, n, out);
  } else {
    append_to(n);
  }
  times_[kFactCarts] += clock.Lap();
}

}  // namespace fauxmart
