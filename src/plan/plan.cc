#include "plan/plan.h"

#include <fmt/format.h>

namespace fauxmart {

int64_t Plan::TotalOrders() const {
  int64_t total = 0;
  for (const HourPlan& hour : hours) total += hour.orders;
  return total;
}

int64_t Plan::TotalCarts() const {
  int64_t total = 0;
  for (const HourPlan& hour : hours) total += hour.carts;
  return total;
}

int64_t Plan::TotalTickets() const {
  int64_t total = 0;
  for (const HourPlan& hour : hours) total += hour.tickets;
  return total;
}

arrow::Result<Plan> MakePlan(const HourContext& context, const Timeline& timeline,
                             const std::vector<Shares>& category_shares,
                             const std::vector<bool>& removed) {
  const Setup& setup = context.setup;
  Plan plan;
  plan.setup = setup;
  plan.warnings = timeline.warnings;
  plan.hours.reserve(timeline.hours.size());
  int64_t clipped = 0;
  const int64_t first_day = setup.first_hour / 24;
  for (const BaseHour& base : timeline.hours) {
    const HourLevers levers = LeversAt(context.scenario, context.world, removed, setup, base.hour);
    const Shares& shares = category_shares[static_cast<size_t>(base.hour / 24 - first_day)];
    ARROW_ASSIGN_OR_RAISE(HourPlan hour, PlanHour(context, base, levers, shares, &clipped));
    plan.hours.push_back(std::move(hour));
  }
  if (clipped > 0) {
    plan.warnings.push_back(
        fmt::format("in {} hours the late orders or tickets could not be as many or as few as the "
                    "levers want: late orders write tickets, and no order writes two",
                    clipped));
  }
  return plan;
}

}  // namespace fauxmart
