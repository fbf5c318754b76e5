// One hour of the plan: exact counts, which ranks they fall on, and what acts on its rows.
//
// Two hours that compare equal make the same rows. That is how a dataset knows where its twins
// could differ from it, and looks there alone.
#pragma once

#include <arrow/result.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "base/choice.h"
#include "plan/levers.h"
#include "plan/selection.h"
#include "plan/timeline.h"
#include "plan/tracked.h"
#include "world/world.h"

namespace fauxmart {

// How an hour's late orders and tickets are chosen by rank. Late orders and the others raise
// tickets at rates of their own, so each of the four groups that lateness makes has its selection,
// over the group's own places.
struct HourSelections {
  LeveledSelection late;          // over ranks
  Selection ticket_late;          // of those late undisturbed and still so
  Selection ticket_added;         // of those late because of a lever
  Selection ticket_taken;         // of those no longer late
  LeveledSelection ticket_other;  // of those never late

  bool operator==(const HourSelections&) const = default;
};

// What becomes of an order that is not late; late ones are paid and delivered. The rates are those
// of the world, rescaled so that late and other orders together have them.
struct StatusRule {
  Chance payment_failure;    // of orders paid online
  uint32_t cumulative[2][3];  // [online]: 31-bit thresholds behind delivered, shipped, processing

  bool operator==(const StatusRule&) const = default;
};

// Orders whose ranks lie in [first, end) came for the products that the effect wants.
struct WantWindow {
  int64_t first = 0, end = 0;
  int effect = 0;

  bool operator==(const WantWindow&) const = default;
};

// What acts on the rows of an hour, beside its counts.
struct HourEffects {
  std::vector<ActiveEffect> active;
  std::vector<int> campaigns;
  std::vector<WantWindow> wanted;
  TrackedHour tracked;

  bool empty() const {
    return active.empty() && campaigns.empty() && wanted.empty() && tracked.empty();
  }
  bool operator==(const HourEffects&) const = default;
};

// One hour. "Undisturbed" is the world alone; "planned" has the scenario's effects.
struct HourPlan {
  int64_t hour = 0;
  uint32_t base_orders = 0;  // undisturbed orders, at least 1
  uint32_t base_carts = 0;  // undisturbed abandoned carts, at least 1
  int64_t orders = 0, carts = 0, late = 0, tickets = 0;  // planned; exact without filtered levers
  // Ranks below these are looked at: more than planned where a filter lets some of them in.
  int64_t order_ranks = 0, cart_ranks = 0;
  double late_rate = 0;  // undisturbed, per order
  double ticket_rate = 0;  // undisturbed, per order
  double load = 0;  // planned orders over capacity
  double page_load = 1;  // factor on site_load_time
  double page_load_noise = 0;  // sigma
  double payment_failure_rate = 0;
  Chance chatbot;
  HourSelections selections;
  StatusRule status;
  std::shared_ptr<const HourEffects> effects;  // null: nothing acts on its rows

  bool operator==(const HourPlan& other) const;
};

// What planning an hour needs beside the hour itself.
struct HourContext {
  const World& world;
  const Setup& setup;
  const Scenario& scenario;
  const ProductCatalogue& products;
  const TrackedProducts& tracked;
};

// Plans one hour under its levers. `clipped` counts totals that could not be as large or small as
// the levers want them.
arrow::Result<HourPlan> PlanHour(const HourContext& context, const BaseHour& base,
                                 const HourLevers& levers, const Shares& category_shares,
                                 int64_t* clipped);

}  // namespace fauxmart
