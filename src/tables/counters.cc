#include "tables/counters.h"

#include <algorithm>

#include "base/vector_clones.h"

namespace fauxmart {
namespace {

constexpr std::string_view kHourNames[] = {"orders",      "online_orders", "payment_failures",
                                           "late_orders", "tickets",       "abandonments",
                                           "units",       "returns"};
static_assert(std::size(kHourNames) == kHourCounts);

constexpr std::string_view kMixNames[] = {"orders.cohort",        "orders.channel",
                                          "orders.payment_type",  "orders.order_status",
                                          "orders.items",         "order_items.quantity",
                                          "order_items.category", "cart_abandonment.abandon_stage"};
static_assert(std::size(kMixNames) == kMixIds);

// One pass a value: a few comparisons in wide lanes take less than waiting for a counter that was
// just raised.
FAUXMART_CLONES
void CountFewValues(const int32_t* __restrict values, size_t n, int32_t offset, size_t kinds,
                    int64_t* __restrict counts) {
  for (size_t kind = 0; kind < kinds; ++kind) {
    const int32_t value = static_cast<int32_t>(kind) + offset;
    int32_t count = 0;
    for (size_t i = 0; i < n; ++i) count += values[i] == value;
    counts[kind] += count;
  }
}

// counts[v - offset] is raised for each value v.
void CountValues(const int32_t* values, size_t n, std::vector<int64_t>* counts,
                 int32_t offset = 0) {
  constexpr size_t kFew = 16;
  if (counts->size() <= kFew) {
    CountFewValues(values, n, offset, counts->size(), counts->data());
    return;
  }
  for (size_t i = 0; i < n; ++i) ++(*counts)[static_cast<size_t>(values[i] - offset)];
}

template <typename Items>
Names NamesOf(const Items& items) {
  Names names;
  for (const auto& item : items) names.push_back(item.name);
  return names;
}

Names Numbers(size_t n) {
  Names names;
  for (size_t i = 1; i <= n; ++i) names.push_back(std::to_string(i));
  return names;
}

}  // namespace

std::string_view HourCountName(HourCount count) { return kHourNames[count]; }

Names MixNames(const World& world, MixId mix) {
  switch (mix) {
    case kMixCohort:
      return NamesOf(world.customers.cohorts);
    case kMixChannel:
      return world.channels;
    case kMixPaymentType:
      return NamesOf(world.payment_types);
    case kMixOrderStatus:
      return {"delivered", "shipped", "processing", "cancelled"};
    case kMixItems:
      return Numbers(world.orders.items.size());
    case kMixQuantity:
      return Numbers(world.orders.quantities.size());
    case kMixCategory:
      return NamesOf(world.products.categories);
    case kMixStage:
      return world.abandonment.stages.names;
    case kMixIds:
      break;
  }
  return {};
}

Counters::Counters(const Shop& shop, int64_t first, int64_t end)
    : first_hour(first), hours(static_cast<size_t>(end - first)) {
  twins.resize(shop.twins.size());
  for (TwinCounts& twin : twins) twin.difference.resize(hours.size());
  for (size_t mix = 0; mix < kMixIds; ++mix) {
    mixes[mix] = {kMixNames[mix],
                  std::vector<int64_t>(MixNames(shop.world, static_cast<MixId>(mix)).size())};
  }
}

HourCounts CountTile(const OrderTile& tile, int64_t returns) {
  const size_t n = tile.size(), lines = tile.basket.lines;
  int64_t online = 0, failed = 0, late = 0, tickets = 0, units = 0;
  for (size_t i = 0; i < n; ++i) {
    online += tile.online[i];
    failed += tile.payment_status[i] == kFailed;
    late += tile.late[i];
    tickets += tile.ticket[i] != TicketCause::kNone;
  }
  for (size_t i = 0; i < lines; ++i) units += tile.basket.quantity[i];
  HourCounts counts{};
  counts[kHourOrders] = static_cast<int64_t>(n);
  counts[kHourOnline] = online;
  counts[kHourFailed] = failed;
  counts[kHourLate] = late;
  counts[kHourTickets] = tickets;
  counts[kHourUnits] = units;
  counts[kHourReturns] = returns;
  return counts;
}

void TwinCounts::Add(const TwinCounts& other, size_t first_hour) {
  for (size_t i = 0; i < other.difference.size(); ++i) {
    for (size_t c = 0; c < kHourCounts; ++c) {
      difference[first_hour + i][c] += other.difference[i][c];
    }
  }
  changed += other.changed;
  added += other.added;
  prevented += other.prevented;
}

void Counters::CountOrders(const OrderTile& tile, int64_t returns) {
  const size_t n = tile.size(), lines = tile.basket.lines;
  HourCounts& hour = At(tile.hour->plan().hour);
  const HourCounts counts = CountTile(tile, returns);
  for (size_t c = 0; c < kHourCounts; ++c) hour[c] += counts[c];
  total_orders += static_cast<int64_t>(n);
  CountValues(tile.cohort.get(), n, &mixes[kMixCohort].counts);
  CountValues(tile.channel.get(), n, &mixes[kMixChannel].counts);
  CountValues(tile.payment_type.get(), n, &mixes[kMixPaymentType].counts);
  CountValues(tile.status.get(), n, &mixes[kMixOrderStatus].counts);
  for (size_t i = 0; i < n; ++i) {
    ++mixes[kMixItems].counts[tile.basket.begin[i + 1] - tile.basket.begin[i] - 1];
  }
  CountValues(tile.basket.quantity.get(), lines, &mixes[kMixQuantity].counts, 1);
  CountValues(tile.basket.category.get(), lines, &mixes[kMixCategory].counts);
}

void Counters::CountCarts(const CartTile& tile, int64_t hour) {
  At(hour)[kHourCarts] += static_cast<int64_t>(tile.size());
  CountValues(tile.stage.get(), tile.size(), &mixes[kMixStage].counts);
}

void Counters::CountLost(int64_t hour, int32_t stage, int64_t count) {
  At(hour)[kHourCarts] += count;
  mixes[kMixStage].counts[static_cast<size_t>(stage)] += count;
}

void Counters::Add(const Counters& other) {
  total_orders += other.total_orders;
  for (size_t t = 0; t < other.twins.size(); ++t) {
    twins[t].Add(other.twins[t], static_cast<size_t>(other.first_hour - first_hour));
  }
  for (size_t i = 0; i < other.hours.size(); ++i) {
    HourCounts& mine = At(other.first_hour + static_cast<int64_t>(i));
    for (size_t c = 0; c < kHourCounts; ++c) mine[c] += other.hours[i][c];
  }
  for (size_t mix = 0; mix < kMixIds; ++mix) {
    for (size_t i = 0; i < other.mixes[mix].counts.size(); ++i) {
      mixes[mix].counts[i] += other.mixes[mix].counts[i];
    }
  }
}

}  // namespace fauxmart
