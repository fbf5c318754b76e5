// Tracked products: those an effect counts one by one, because their stock or supply can end.
//
// They are the same in every twin of a dataset. Their lines are chosen by the rank of the order and
// not by popularity, so the plan knows how many there are: an order has at most one, of quantity 1.
// Products that some effect gives a stock come first and are counted exactly.
#pragma once

#include <arrow/result.h>

#include <cstdint>
#include <limits>
#include <vector>

#include "base/choice.h"
#include "plan/products.h"
#include "plan/selection.h"
#include "scenario/scenario.h"

namespace fauxmart {

// Which products a filter names, by id - 1. Refuses a SKU that the catalogue does not have.
arrow::Result<std::vector<uint8_t>> MatchProducts(const ProductCatalogue& products,
                                                  const ProductFilter& filter, const Place& place);

struct TrackedProducts {
  std::vector<uint32_t> ids;  // those with stock first
  size_t with_stock = 0;
  std::vector<double> share;  // of their category's demand
  std::vector<int32_t> category;
  std::vector<std::vector<uint32_t>> wanted;  // by effect: places in `ids` that it wants
  std::vector<std::vector<uint32_t>> acts_on;  // by effect of stock, supply or lead time; likewise
  std::vector<std::vector<uint32_t>> demanded;  // by effect of demand; likewise
  AliasTable others;  // places of those without stock, by demand; empty if there are none

  bool empty() const { return ids.empty(); }
  bool HasStock() const { return with_stock > 0; }
};

// Finds the products that effects track and takes them out of the catalogue's popularity tables.
arrow::Result<TrackedProducts> TrackProducts(const Scenario& scenario, ProductCatalogue* products);

// What became of one tracked product in an hour.
struct TrackedState {
  // Sold to orders up to this key, with stock; afterwards a share `lost` of orders leaves.
  uint64_t sold_until = std::numeric_limits<uint64_t>::max();
  double lost = 0;
  uint32_t lost_key = 0;
  // Share that can be supplied at all, and late where it is below 1.
  double covered = 1;
  uint32_t covered_key = 0;

  bool operator==(const TrackedState&) const = default;
};

// The tracked lines of an hour, by rank of the order.
struct TrackedHour {
  int64_t end_rank = 0;  // ranks from here on came for something else
  std::vector<Selection> with_stock;  // the i-th over the places that those before it left
  Selection others;  // over the places that all of them left
  std::vector<TrackedState> states;  // by place in TrackedProducts::ids

  bool empty() const { return states.empty(); }
  bool operator==(const TrackedHour&) const = default;

  // The place of the product that the order of this rank has a line of: -1 none, -2 one of those
  // without stock.
  int Choose(int64_t rank) const {
    if (rank >= end_rank) return -1;
    for (size_t i = 0; i < with_stock.size(); ++i) {
      const int64_t below = with_stock[i].Below(rank);
      if (with_stock[i].ByRate(rank)) return static_cast<int>(i);
      rank -= below;
    }
    return others.ByRate(rank) ? -2 : -1;
  }
};

// Selects the hour's tracked lines among ranks below `end_rank`; states are left undisturbed but
// for supply. `demand` is a factor by place.
TrackedHour SelectTracked(const TrackedProducts& tracked, uint64_t seed, int64_t hour,
                          int64_t end_rank, double lines_per_order, const Shares& category_shares,
                          const std::vector<double>& demand);

}  // namespace fauxmart
