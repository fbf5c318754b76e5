// Who came, how, and what they came for.
#include <algorithm>
#include <cmath>

#include "base/philox.h"
#include "plan/streams.h"
#include "tables/order_tile.h"

namespace fauxmart {
namespace {

// The words of one block a row, as four columns.
void DrawWords(uint64_t seed, uint32_t stream, const OrderTile& tile, Scratch<uint32_t>* words) {
  const size_t n = tile.size();
  for (int w = 0; w < 4; ++w) words[w].Reserve(n);
  DrawMany(seed, stream, 0, tile.arrivals.keys.get(), n, words[0].get(), words[1].get(),
           words[2].get(), words[3].get());
}

// Keeps those orders that `tile->keep` marks, in every column that is sampled by then.
void KeepMarked(OrderTile* tile) {
  ArrivalTile& arrivals = tile->arrivals;
  const size_t n = tile->size();
  arrivals.n = Compact(tile->keep.get(), n, arrivals.keys.get(), arrivals.ranks.get(),
                       arrivals.times.get(), tile->cohort.get(), tile->customer.get(),
                       tile->channel.get(), tile->payment_type.get(), tile->regions.get(),
                       tile->warehouse.get(), tile->items.get(), tile->how[2].get(),
                       tile->how[3].get(), tile->what[2].get(), tile->what[3].get());
  if (!tile->tracked) return;
  Compact(tile->keep.get(), n, tile->first_product.get(), tile->without_first.get(),
          tile->supply_late.get());
}

// Filtered traffic and conversion: those of a filter exist up to a rank of their own.
void FilterExistence(HourShop* hour, OrderTile* tile) {
  RateEffects& factors = hour->effects()->orders;
  if (factors.empty()) return;
  const size_t n = tile->size();
  uint8_t* keep = tile->keep.Reserve(n);
  const RowView rows = tile->view();
  const auto planned = static_cast<double>(hour->plan().orders);
  for (size_t i = 0; i < n; ++i) {
    const Mask mask = factors.list().MaskOf(hour->shop(), rows, i);
    const double limit = std::floor(planned * factors.At(mask));
    keep[i] = static_cast<double>(tile->arrivals.ranks[i]) < limit ? 1 : 0;
  }
  KeepMarked(tile);
}

enum class Fate { kNoTracked, kSold, kSoldLate, kElse, kLost };

// What becomes of an order's line of a tracked product.
Fate FateOf(const HourShop& hour, const TrackedState& state, uint64_t key) {
  const auto coin = [&](uint32_t effect) {
    return Draw(hour.seed(), kStreamOrderEffect, key, effect).word[0];
  };
  if (key > state.sold_until) {
    return Chance(state.lost).Hit(coin(state.lost_key)) ? Fate::kLost : Fate::kElse;
  }
  if (state.covered < 1) {
    return Chance(state.covered).Hit(coin(state.covered_key)) ? Fate::kSoldLate : Fate::kLost;
  }
  return Fate::kSold;
}

void SettleTracked(HourShop* hour, OrderTile* tile) {
  const HourEffects* effects = hour->plan().effects.get();
  tile->lost.clear();
  tile->tracked = effects != nullptr && !effects->tracked.empty();
  if (!tile->tracked) return;
  const size_t n = tile->size();
  uint32_t* first = tile->first_product.Reserve(n);
  uint8_t* without = tile->without_first.Reserve(n);
  uint8_t* late = tile->supply_late.Reserve(n);
  uint8_t* keep = tile->keep.Reserve(n);
  const TrackedProducts& products = hour->shop().tracked;
  for (size_t i = 0; i < n; ++i) {
    first[i] = 0;
    without[i] = late[i] = 0;
    keep[i] = 1;
    const uint64_t key = tile->arrivals.keys[i];
    bool wanted = false;
    const int place = TrackedPlace(*hour, tile->arrivals.ranks[i], key, &wanted);
    if (place < 0) continue;
    const auto at = static_cast<size_t>(place);
    // Who comes for one thing buys one thing.
    if (wanted) tile->items[i] = 0;
    const Fate fate = FateOf(*hour, effects->tracked.states[at], key);
    if (fate == Fate::kSold || fate == Fate::kSoldLate) {
      first[i] = products.ids[at];
      late[i] = fate == Fate::kSoldLate ? 1 : 0;
    } else if (fate == Fate::kLost) {
      without[i] = 1;
      keep[i] = tile->items[i] > 0 ? 1 : 0;
    }
    if (keep[i] == 0) {
      tile->lost.push_back({key, tile->arrivals.times[i], tile->customer[i], products.ids[at],
                            tile->channel[i], PriceCents(hour, products.ids[at])});
    }
  }
  if (!tile->lost.empty()) KeepMarked(tile);
}

}  // namespace

int TrackedPlace(const HourShop& hour, int64_t rank, uint64_t key, bool* wanted) {
  const HourEffects& effects = *hour.plan().effects;
  const TrackedProducts& products = hour.shop().tracked;
  for (const WantWindow& window : effects.wanted) {
    if (rank < window.first || rank >= window.end) continue;
    const auto& places = products.wanted[static_cast<size_t>(window.effect)];
    const uint32_t word = Draw(hour.seed(), kStreamWanted, key).word[2];
    *wanted = true;
    return static_cast<int>(
        places[static_cast<size_t>((static_cast<uint64_t>(word) * places.size()) >> 32)]);
  }
  *wanted = false;
  const int place = effects.tracked.Choose(rank);
  if (place != -2) return place;
  const Philox4 words = Draw(hour.seed(), kStreamWanted, key);
  return static_cast<int>(products.others.Pick(words.word[0], words.word[1]));
}

void ShiftMix(HourShop* hour, MixKind kind, uint32_t effect_stream, const RowView& rows, size_t n,
              const int32_t* mix_rows, int32_t* values) {
  if (hour->effects() == nullptr) return;
  MixEffects& mix = hour->effects()->mix(kind);
  if (mix.empty()) return;
  for (size_t i = 0; i < n; ++i) {
    const Mask mask = mix.list().MaskOf(hour->shop(), rows, i);
    const size_t row = mix_rows == nullptr ? 0 : static_cast<size_t>(mix_rows[i]);
    values[i] = mix.Apply(hour->seed(), effect_stream, rows.keys[i], mask, row, values[i]);
  }
}

void SampleCustomers(HourShop* hour, uint32_t effect_stream, const ArrivalTile& arrivals,
                     int32_t* cohort, uint32_t* customer) {
  const size_t n = arrivals.n;
  const Shop& shop = hour->shop();
  shop.rules.cohorts.PickMany(arrivals.word1.get(), n, cohort);
  ShiftMix(hour, MixKind::kCohort, effect_stream, {.keys = arrivals.keys.get()}, n, nullptr,
           cohort);
  const uint32_t* place = arrivals.word2.get();
  const uint32_t* coin = arrivals.word3.get();
  for (size_t i = 0; i < n; ++i) {
    customer[i] = shop.customers.by_cohort[static_cast<size_t>(cohort[i])].Pick(place[i], coin[i]);
  }
}

void SampleVisits(HourShop* hour, OrderTile* tile) {
  const Rules& rules = hour->rules();
  const Shop& shop = hour->shop();
  const size_t n = tile->size();
  tile->hour = hour;
  int32_t* cohort = tile->cohort.Reserve(n);
  uint32_t* customer = tile->customer.Reserve(n);
  SampleCustomers(hour, kStreamOrderEffect, tile->arrivals, cohort, customer);

  DrawWords(hour->seed(), kStreamOrderHow, *tile, tile->how);
  DrawWords(hour->seed(), kStreamOrderWhat, *tile, tile->what);
  // Filters see what is sampled by then, and nothing of an earlier tile.
  RowView rows{.keys = tile->arrivals.keys.get(), .cohort = cohort, .customer = customer};
  int32_t* channel = tile->channel.Reserve(n);
  rules.channels.PickMany(tile->how[0].get(), cohort, n, channel);
  ShiftMix(hour, MixKind::kChannel, kStreamOrderEffect, rows, n, cohort, channel);
  rows.channel = channel;
  int32_t* payment_type = tile->payment_type.Reserve(n);
  rules.payments.PickMany(tile->how[1].get(), cohort, n, payment_type);
  ShiftMix(hour, MixKind::kPayment, kStreamOrderEffect, rows, n, cohort, payment_type);
  rows.payment = payment_type;
  int32_t* regions = tile->regions.Reserve(n);
  for (size_t i = 0; i < n; ++i) regions[i] = shop.customers.region[customer[i] - 1];
  int32_t* warehouse = tile->warehouse.Reserve(n);
  rules.warehouses.PickMany(tile->what[1].get(), regions, n, warehouse);
  ShiftMix(hour, MixKind::kWarehouse, kStreamOrderEffect, rows, n, regions, warehouse);
  rows.warehouse = warehouse;
  int32_t* items = tile->items.Reserve(n);
  rules.items.PickMany(tile->what[0].get(), n, items);
  ShiftMix(hour, MixKind::kItems, kStreamOrderEffect, rows, n, nullptr, items);
  tile->tracked = false;
  if (hour->effects() != nullptr) FilterExistence(hour, tile);
}

void SampleOrders(HourShop* hour, OrderTile* tile) {
  SampleVisits(hour, tile);
  SettleTracked(hour, tile);
  FirstLines first;
  if (tile->tracked) first = {tile->first_product.get(), tile->without_first.get()};
  SampleBaskets(hour, kOrderBaskets, tile->view(), tile->items.get(), tile->size(), first,
                &tile->basket);
  SampleOutcome(hour, tile);
}

}  // namespace fauxmart
