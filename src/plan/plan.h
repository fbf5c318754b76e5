// The plan: everything that needs the whole window, solved once, before any row exists.
//
// It is small (hours, not rows) and immutable. Rows are sampled from it without looking at any
// other row, so any chunk can be made alone, on any thread, in any process. A dataset has one plan,
// and one more for each incident, without it.
#pragma once

#include <arrow/result.h>

#include <cstdint>
#include <string>
#include <vector>

#include "plan/hour_plan.h"
#include "plan/setup.h"
#include "world/world.h"

namespace fauxmart {

// A unit of work and a part of every fact table: whole hours, or blocks of one hour.
struct Chunk {
  int64_t index = 0;
  int64_t first_hour = 0, end_hour = 0;
  bool partial = false;  // of one hour only [first_order_block, end_order_block), likewise carts
  uint32_t first_order_block = 0, end_order_block = 0;
  uint32_t first_cart_block = 0, end_cart_block = 0;
};

inline constexpr int64_t kChunkOrders = 256 * 1024;

struct Plan {
  Setup setup;
  std::vector<HourPlan> hours;  // of setup.first_hour .. end_hour - 1
  std::vector<std::string> warnings;

  const HourPlan& At(int64_t hour) const {
    return hours[static_cast<size_t>(hour - setup.first_hour)];
  }
  int64_t TotalOrders() const;
  int64_t TotalCarts() const;
  int64_t TotalTickets() const;
};

// The plan without the incidents that `removed` names by index. `category_shares` by day from that
// of setup.first_hour on, with tracked products. Stock is yet to be solved (tables/stock.h).
arrow::Result<Plan> MakePlan(const HourContext& context, const Timeline& timeline,
                             const std::vector<Shares>& category_shares,
                             const std::vector<bool>& removed);

}  // namespace fauxmart
