// Baskets: which products, how many of each. Orders and abandoned carts fill theirs the same way.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/scratch.h"

namespace fauxmart {

class HourShop;
struct RowView;

// The lines of n baskets: basket b has lines begin[b] .. begin[b + 1] - 1.
struct BasketTile {
  size_t lines = 0;
  Scratch<uint32_t> begin;
  Scratch<uint64_t> keys;     // LineKey(basket key, line)
  Scratch<uint8_t> place;     // of the line in its basket, from 0
  Scratch<uint32_t> product;  // id
  Scratch<int32_t> category, quantity;
  Scratch<int64_t> price_cents;
  Scratch<int64_t> value_cents;  // by basket: sum of quantity x price
  Scratch<uint8_t> doubled;  // 1: the basket has the product already
  Scratch<int64_t> sums;      // of the values of the lines before
  // The draw of each line: category, product, coin, quantity.
  Scratch<uint32_t> words[4];
};

// What is settled about a basket before it is filled.
struct FirstLines {
  const uint32_t* product = nullptr;  // by basket: id of the product of line 0, one of it; 0: any
  const uint8_t* without = nullptr;  // by basket: 1: line 0 was lost
};

// The streams of a kind of basket.
struct BasketStreams {
  uint32_t line, effect;
};
extern const BasketStreams kOrderBaskets, kCartBaskets;

// `rows.keys` and `items` (lines less one) by basket; `rows` for the effects' filters.
void SampleBaskets(HourShop* hour, const BasketStreams& streams, const RowView& rows,
                   const int32_t* items, size_t n, const FirstLines& first, BasketTile* tile);

// A product's price in this hour.
int64_t PriceCents(HourShop* hour, uint32_t product);

}  // namespace fauxmart
