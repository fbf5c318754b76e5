// Orders of one hour, in columns, as sampled: what every fact table of theirs is computed from.
//
// Sampled in three steps, each in a file of its own: who came and how (order_visits.cc), what they
// bought (basket.cc), what became of it (order_outcome.cc).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/scratch.h"
#include "tables/arrivals.h"
#include "tables/basket.h"
#include "tables/hour_shop.h"

namespace fauxmart {

enum OrderStatus : int32_t { kDelivered, kShipped, kProcessing, kCancelled };
enum PaymentStatus : int32_t { kPaid, kFailed, kPending };

// Why an order raises a ticket, if it does.
enum class TicketCause : uint8_t { kNone, kLate, kOther };

// An order that lost its only line, because the product was gone: an abandoned cart.
struct LostOrder {
  uint64_t key = 0;
  int64_t time_us = 0;
  uint32_t customer = 0, product = 0;
  int32_t channel = 0;
  int64_t value_cents = 0;
};

struct OrderTile {
  HourShop* hour = nullptr;
  ArrivalTile arrivals;  // keys, ranks, times
  BasketTile basket;
  Scratch<int32_t> cohort, channel, payment_type, items, warehouse, expected_days, regions;
  Scratch<int32_t> status, payment_status, failure_reason;  // the reason is 0 where none failed
  Scratch<uint32_t> customer;
  Scratch<uint8_t> late, online;
  Scratch<TicketCause> ticket;
  Scratch<int64_t> expected_us, actual_us;  // actual: 0 unless delivered
  Scratch<int32_t> delay_hours;
  Scratch<int64_t> total_cents, tax_cents, shipping_cents, discount_cents;
  Scratch<int32_t> campaign;  // id; 0: none
  // By line.
  Scratch<int64_t> line_discount_cents;  // a unit

  // Of hours with tracked products, and empty in others.
  bool tracked = false;
  Scratch<uint32_t> first_product;  // id of the tracked product in line 0; 0: none
  Scratch<uint8_t> without_first;   // 1: line 0 was lost
  Scratch<uint8_t> supply_late;     // 1: late because a backup supplied it
  std::vector<LostOrder> lost;      // of this tile, in the order of time

  // Working memory: the random words of the blocks "how" and "what", and who stays.
  Scratch<uint32_t> how[4], what[4];
  Scratch<uint8_t> keep;

  size_t size() const { return arrivals.n; }
  RowView view() const {
    return {arrivals.keys.get(), cohort.get(),    customer.get(), channel.get(),
            payment_type.get(),  warehouse.get(), nullptr};
  }
};

// Samples the orders that arrivals.Sample() has put into tile->arrivals. Orders that do not come to
// be under the hour's effects leave the tile.
void SampleOrders(HourShop* hour, OrderTile* tile);

// The first step alone: who came, and which tracked product they came for.
void SampleVisits(HourShop* hour, OrderTile* tile);
// The place in TrackedProducts::ids of the product that this order has a line of, or -1.
int TrackedPlace(const HourShop& hour, int64_t rank, uint64_t key, bool* wanted);

// The last step: lateness, tickets, payment, status, delivery.
void SampleOutcome(HourShop* hour, OrderTile* tile);

// Customers of n entities: a cohort each, then somebody in it by weight. `effect_stream` of the
// entities' effects.
void SampleCustomers(HourShop* hour, uint32_t effect_stream, const ArrivalTile& arrivals,
                     int32_t* cohort, uint32_t* customer);

// values[i] under the effects on a mix, if there are any; `mix_rows` null: all of row 0.
void ShiftMix(HourShop* hour, MixKind kind, uint32_t effect_stream, const RowView& rows, size_t n,
              const int32_t* mix_rows, int32_t* values);

// Puts the entities that stay together; returns how many.
template <typename... T>
size_t Compact(const uint8_t* keep, size_t n, T*... columns) {
  size_t to = 0;
  for (size_t i = 0; i < n; ++i) {
    if (keep[i] == 0) continue;
    ((columns[to] = columns[i]), ...);
    ++to;
  }
  return to;
}

}  // namespace fauxmart
