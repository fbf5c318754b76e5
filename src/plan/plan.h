// The plan: everything that needs the whole window, solved once, before any row exists.
//
// It is small (hours, not rows) and immutable. Rows are sampled from it without looking at any
// other row, so any chunk can be made alone, on any thread, in any process.
#pragma once

#include <arrow/result.h>

#include <cstdint>
#include <string>
#include <vector>

#include "base/choice.h"
#include "plan/customers.h"
#include "plan/products.h"
#include "plan/selection.h"
#include "plan/setup.h"
#include "world/world.h"

namespace fauxmart {

// How an hour's late orders and tickets are chosen by rank. Late orders and the others raise
// tickets at rates of their own, so each of the four groups has its selection, over the group's
// own sub-ranks (late.PlaceChosen, late.PlaceOther).
struct HourSelections {
  Selection late;             // over ranks
  Selection ticket_late;      // over places among those late by rate
  Selection ticket_promoted;  // over places among those promoted to late
  Selection ticket_demoted;   // over places among those demoted from late
  Selection ticket_other;     // over places among those never late
};

// What becomes of an order that is not late; late ones are paid and delivered. The rates are those
// of the world, rescaled so that late and other orders together have them.
struct StatusRule {
  Chance payment_failure;    // of orders paid online
  uint32_t cumulative[2][3];  // [online]: 31-bit thresholds behind delivered, shipped, processing
};

// One hour. "Undisturbed" is the world alone; "planned" has the scenario's effects.
struct HourPlan {
  int64_t hour = 0;
  uint32_t order_slots = 0;  // undisturbed orders, at least 1
  uint32_t cart_slots = 0;  // undisturbed abandoned carts, at least 1
  int64_t orders = 0, carts = 0, late = 0, tickets = 0;  // planned, exact
  double late_rate = 0;  // undisturbed, per order
  double load = 0;  // planned orders over capacity
  Chance chatbot;
  HourSelections selections;
  StatusRule status;
};

// A unit of work and a part of every fact table: whole hours, or slots of one hour.
struct Chunk {
  int64_t index = 0;
  int64_t first_hour = 0, end_hour = 0;
  bool partial = false;  // of one hour only [first_order_slot, end_order_slot), likewise carts
  uint32_t first_order_slot = 0, end_order_slot = 0;
  uint32_t first_cart_slot = 0, end_cart_slot = 0;
};

inline constexpr int64_t kChunkOrders = 256 * 1024;

struct Plan {
  Setup setup;
  std::vector<HourPlan> hours;  // of setup.first_hour .. end_hour - 1
  std::vector<Chunk> chunks;
  Thresholds category_by_day;  // row: day since setup.midnight_us / first day of the window
  int64_t first_day = 0;
  std::vector<std::string> warnings;

  const HourPlan& At(int64_t hour) const {
    return hours[static_cast<size_t>(hour - setup.first_hour)];
  }
  size_t CategoryRow(int64_t hour) const { return static_cast<size_t>(hour / 24 - first_day); }
  int64_t TotalOrders() const;
  int64_t TotalCarts() const;
  int64_t TotalTickets() const;
};

// Refuses, by arithmetic alone, what would overflow ids or memory.
arrow::Result<Plan> MakePlan(const World& world, const Setup& setup,
                             const ProductCatalogue& products);

}  // namespace fauxmart
