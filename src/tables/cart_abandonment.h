// Abandoned carts: entities of their own, planned and addressed as orders are.
#pragma once

#include "tables/arrivals.h"
#include "tables/basket.h"
#include "tables/hour_shop.h"
#include "tables/order_tile.h"
#include "tables/table_buffer.h"

namespace fauxmart {

struct CartTile {
  ArrivalTile arrivals;
  BasketTile basket;
  Scratch<int32_t> cohort, channel, stage, reason, items;
  Scratch<uint32_t> customer;
  Scratch<uint8_t> known;
  Scratch<uint32_t> words[4];
  Scratch<uint8_t> keep;

  size_t size() const { return arrivals.n; }
};

// Samples the carts that arrivals.Sample() has put into tile->arrivals.
void SampleCarts(HourShop* hour, CartTile* tile);

// Carts first .. end-1 of the tile.
void AppendCarts(const CartTile& tile, size_t first, size_t end, TableBuffer* out);
// The cart of an order whose only product was gone.
void AppendLostOrder(const World& world, const LostOrder& lost, TableBuffer* out);

}  // namespace fauxmart
