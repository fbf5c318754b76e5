// Orders of one hour, in columns, as sampled: what every fact table of theirs is computed from.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/scratch.h"
#include "tables/arrivals.h"
#include "tables/basket.h"
#include "tables/shop.h"

namespace fauxmart {

enum OrderStatus : int32_t { kDelivered, kShipped, kProcessing, kCancelled };
enum PaymentStatus : int32_t { kPaid, kFailed, kPending };

// Why an order raises a ticket, if it does.
enum class TicketCause : uint8_t { kNone, kLate, kOther };

struct OrderTile {
  const HourPlan* hour = nullptr;
  ArrivalTile arrivals;  // keys, ranks, times
  BasketTile basket;
  Scratch<int32_t> cohort, channel, payment_type, items, warehouse, expected_days;
  Scratch<int32_t> status, payment_status, failure_reason;  // the reason is 0 where none failed
  Scratch<uint32_t> customer;
  Scratch<uint8_t> late, online;
  Scratch<TicketCause> ticket;
  Scratch<int64_t> expected_us, actual_us;  // actual: 0 unless delivered
  Scratch<int32_t> delay_hours;
  Scratch<int64_t> total_cents, tax_cents, shipping_cents, discount_cents;
  // By line.
  Scratch<int64_t> line_discount_cents;  // a unit

  // Working memory: the random words of the block at hand, and customers' regions.
  Scratch<uint32_t> words[4];
  Scratch<int32_t> regions;

  size_t size() const { return arrivals.n; }
};

// Samples the orders that arrivals.Sample() has put into tile->arrivals.
void SampleOrders(const Shop& shop, const HourPlan& hour, OrderTile* tile);

// Customers of n entities: a cohort each, then somebody in it by weight.
void SampleCustomers(const Shop& shop, const ArrivalTile& arrivals, int32_t* cohort,
                     uint32_t* customer);

}  // namespace fauxmart
