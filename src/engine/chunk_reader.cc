#include "engine/chunk_reader.h"

#include <algorithm>

#include "plan/keys.h"
namespace fauxmart {

ChunkReader::ChunkReader(const Shop& shop, int64_t batch_size, FactSet wanted)
    : shop_(shop), batch_size_(batch_size), wanted_(wanted), main_(shop, wanted) {}

void ChunkReader::Open(const Chunk& chunk) {
  chunk_ = chunk;
  hour_ = chunk.first_hour;
  loaded_ = false;
}

void ChunkReader::LoadHour() {
  const HourPlan& hour = shop_.plan.At(hour_);
  order_block_ = chunk_.partial ? chunk_.first_order_block : 0;
  order_end_ = chunk_.partial ? chunk_.end_order_block : BlockCount(hour.base_orders);
  cart_block_ = chunk_.partial ? chunk_.first_cart_block : 0;
  cart_end_ = chunk_.partial ? chunk_.end_cart_block : BlockCount(hour.base_carts);
  main_.Load(hour, chunk_);
  active_ = 0;
  for (size_t t = 0; t < shop_.twins.size(); ++t) {
    const HourPlan& twin = shop_.twins[t].plan.At(hour_);
    if (twin == hour) continue;
    if (active_ == lanes_.size()) lanes_.push_back(std::make_unique<TwinLane>(shop_));
    TwinLane& lane = *lanes_[active_++];
    lane.twin = t;
    lane.lane.Load(twin, chunk_);
    lane.labels.Open(shop_.twins[t].incident + 1);
  }
  loaded_ = true;
}

void ChunkReader::NextOrders(FactBuffers* out, Counters* counters) {
  uint32_t blocks = main_.OrderBlocksFor(batch_size_);
  for (size_t t = 0; t < active_; ++t) {
    blocks = std::min(blocks, lanes_[t]->lane.OrderBlocksFor(batch_size_));
  }
  const uint32_t end = std::min(order_end_, order_block_ + blocks);
  const FactRows before = RowsOf(*out);
  main_.Orders(order_block_, end, out);
  const HourCounts counts =
      CountTile(main_.orders(), (*out)[kFactReturns].rows - before[kFactReturns]);
  counters->CountOrders(main_.orders(), counts[kHourReturns]);
  for (size_t t = 0; t < active_; ++t) {
    TwinLane& twin = *lanes_[t];
    for (TableBuffer& table : twin.facts) table.Clear();
    twin.lane.Orders(order_block_, end, &twin.facts);
    TwinCounts& difference = counters->twins[twin.twin];
    HourCounts& hour = difference.difference[static_cast<size_t>(hour_ - counters->first_hour)];
    const HourCounts theirs = CountTile(twin.lane.orders(), twin.facts[kFactReturns].rows);
    for (size_t c = 0; c < kHourCounts; ++c) hour[c] += theirs[c] - counts[c];
    twin.labels.CompareOrders({&main_.orders(), out, before},
                              {&twin.lane.orders(), &twin.facts, {}}, &difference);
  }
  order_block_ = end;
}

void ChunkReader::NextCarts(FactBuffers* out, Counters* counters) {
  uint32_t blocks = main_.CartBlocksFor(batch_size_);
  for (size_t t = 0; t < active_; ++t) {
    blocks = std::min(blocks, lanes_[t]->lane.CartBlocksFor(batch_size_));
  }
  const uint32_t end = std::min(cart_end_, cart_block_ + blocks);
  const bool last = end == cart_end_;
  TableBuffer& table = (*out)[kFactCarts];
  const int64_t before = table.rows;
  main_.Carts(cart_block_, end, last, &table);
  counters->CountCarts(main_.carts(), hour_);
  const auto lost = static_cast<int64_t>(main_.cart_rows().lost.size());
  counters->CountLost(hour_, shop_.world.abandonment.out_of_stock_stage, lost);
  for (size_t t = 0; t < active_; ++t) {
    TwinLane& twin = *lanes_[t];
    TableBuffer& theirs = twin.facts[kFactCarts];
    theirs.Clear();
    twin.lane.Carts(cart_block_, end, last, &theirs);
    TwinCounts& difference = counters->twins[twin.twin];
    HourCounts& hour = difference.difference[static_cast<size_t>(hour_ - counters->first_hour)];
    hour[kHourCarts] += theirs.rows - (table.rows - before);
    twin.labels.CompareCarts({&main_.carts(), &main_.cart_rows(), &table, before},
                             {&twin.lane.carts(), &twin.lane.cart_rows(), &theirs, 0}, &difference);
  }
  cart_block_ = end;
}

bool ChunkReader::Next(FactBuffers* out, Counters* counters) {
  if (hour_ == chunk_.end_hour) return false;
  if (!loaded_) LoadHour();
  if (order_block_ < order_end_) {
    NextOrders(out, counters);
    return true;
  }
  // Once an hour at least, because orders may have become carts.
  if (wanted_[kFactCarts]) {
    NextCarts(out, counters);
  } else {
    cart_block_ = cart_end_;
  }
  if (cart_block_ == cart_end_) {
    for (size_t t = 0; t < active_; ++t) lanes_[t]->labels.Flush(&(*out)[kFactLabels]);
    ++hour_;
    loaded_ = false;
  }
  return true;
}

}  // namespace fauxmart
