// Baskets: which products, how many of each. Orders and abandoned carts fill theirs the same way.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/scratch.h"
#include "tables/shop.h"

namespace fauxmart {

// The lines of n baskets: basket b has lines begin[b] .. begin[b + 1] - 1.
struct BasketTile {
  size_t lines = 0;
  Scratch<uint32_t> begin;
  Scratch<uint64_t> keys;     // LineKey(basket key, line)
  Scratch<uint32_t> product;  // id
  Scratch<int32_t> category, quantity;
  Scratch<int64_t> price_cents;
  Scratch<int64_t> value_cents;  // by basket: sum of quantity x price
  // The draw of each line: category, product, coin, quantity.
  Scratch<uint32_t> words[4];
};

// `keys` and `items` (lines less one) by basket; `stream` of the lines; `hour` for the season.
void SampleBaskets(const Shop& shop, uint32_t stream, int64_t hour, const uint64_t* keys,
                   const int32_t* items, size_t n, BasketTile* tile);

}  // namespace fauxmart
