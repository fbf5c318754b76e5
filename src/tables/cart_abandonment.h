// Abandoned carts: entities of their own, planned and addressed as orders are.
#pragma once

#include "tables/arrivals.h"
#include "tables/basket.h"
#include "tables/shop.h"
#include "tables/table_buffer.h"

namespace fauxmart {

struct CartTile {
  ArrivalTile arrivals;
  BasketTile basket;
  Scratch<int32_t> cohort, channel, stage, reason, items;
  Scratch<uint32_t> customer;
  Scratch<uint8_t> known;
  Scratch<uint32_t> words[4];

  size_t size() const { return arrivals.n; }
};

// Samples the carts that arrivals.Sample() has put into tile->arrivals.
void SampleCarts(const Shop& shop, const HourPlan& hour, CartTile* tile);

void AppendCarts(const CartTile& tile, TableBuffer* out);

}  // namespace fauxmart
