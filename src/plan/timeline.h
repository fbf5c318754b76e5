// The undisturbed hours: what the world alone would do, before any effect.
//
// The daily curve gives the orders; correlated series give how many of them are late, raise
// tickets, and how many carts are abandoned. The same in every twin of a dataset.
#pragma once

#include <arrow/result.h>

#include <cstdint>
#include <string>
#include <vector>

#include "plan/setup.h"
#include "world/world.h"

namespace fauxmart {

struct BaseHour {
  int64_t hour = 0;
  double orders = 0, carts = 0;  // means
  uint32_t base_orders = 0, base_carts = 0;  // the undisturbed population, at least 1 each
  double late_rate = 0, ticket_rate = 0;     // per undisturbed order
};

struct Timeline {
  std::vector<BaseHour> hours;  // of setup.first_hour .. end_hour - 1
  std::vector<std::string> warnings;
};

// Refuses, by arithmetic alone, what would overflow ids or memory.
arrow::Result<Timeline> MakeTimeline(const World& world, const Setup& setup);

// Tickets an order that is not late raises, beside those of late ones.
double OtherTicketRate(double late_share, double late_rate, double ticket_rate);

}  // namespace fauxmart
