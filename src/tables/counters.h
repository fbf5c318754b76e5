// What came out, in whole numbers: the source of system_metrics and of the manifest's statistics.
//
// Counters are sums of integers, so they can be added over chunks, threads and shards in any order.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tables/cart_abandonment.h"
#include "tables/order_tile.h"
#include "tables/shop.h"

namespace fauxmart {

// Counted by hour of the order or session.
enum HourCount : size_t {
  kHourOrders,
  kHourOnline,  // orders paid online
  kHourFailed,  // orders whose payment failed
  kHourLate,  // late orders
  kHourTickets,
  kHourCarts,  // abandoned carts
  kHourUnits,  // units ordered
  kHourReturns,
  kHourCounts
};
std::string_view HourCountName(HourCount count);

using HourCounts = std::array<int64_t, kHourCounts>;

// The counts of a tile of orders, of which `returns` lines came back.
HourCounts CountTile(const OrderTile& tile, int64_t returns);

// What is different in the twin without an incident.
struct TwinCounts {
  std::vector<HourCounts> difference;  // twin less dataset, by hour
  int64_t changed = 0, added = 0;  // rows of the dataset, of fact tables
  int64_t prevented = 0;  // rows of the twin alone

  void Add(const TwinCounts& other, size_t first_hour);
};

// Counts of the values of a mix, by the vocabulary's index.
struct MixCount {
  std::string_view name;  // "orders.channel"
  std::vector<int64_t> counts;
};

// Mixes that are counted.
enum MixId : size_t {
  kMixCohort,
  kMixChannel,
  kMixPaymentType,
  kMixOrderStatus,
  kMixItems,
  kMixQuantity,
  kMixCategory,
  kMixStage,
  kMixIds
};

struct Counters {
  Counters() = default;
  Counters(const Shop& shop, int64_t first_hour, int64_t end_hour);

  int64_t first_hour = 0;
  int64_t total_orders = 0;
  std::vector<HourCounts> hours;
  std::array<MixCount, kMixIds> mixes;
  std::vector<TwinCounts> twins;  // as Shop::twins

  HourCounts& At(int64_t hour) { return hours[static_cast<size_t>(hour - first_hour)]; }
  void CountOrders(const OrderTile& tile, int64_t returns);
  void CountCarts(const CartTile& tile, int64_t hour);
  // Carts of orders that lost their only line.
  void CountLost(int64_t hour, int32_t stage, int64_t count);
  // Adds counters whose hours lie within this one's.
  void Add(const Counters& other);
};

// Names a mix's values in the order of its counts.
Names MixNames(const World& world, MixId mix);

}  // namespace fauxmart
