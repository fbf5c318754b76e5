#include <cmath>

#include "engine/run_job.h"
#include "tables/system_metrics.h"
#include "tables/tables.h"

namespace fauxmart {

RowEstimate EstimateRows(const Shop& shop, const TableDecl& table) {
  const Plan& plan = shop.plan;
  const World& world = shop.world;
  if (&table == &kCustomers) return {shop.setup.customers, true};
  if (&table == &kSuppliers) return {static_cast<int64_t>(world.suppliers.size()), true};
  if (&table == &kProducts) return {shop.setup.products, true};
  if (&table == &kOrders) return {plan.TotalOrders(), true};
  if (&table == &kSupportTickets) return {plan.TotalTickets(), true};
  if (&table == &kCartAbandonment) return {plan.TotalCarts(), true};
  if (&table == &kSystemMetrics) return {shop.setup.hours() * MetricsPerHour(), true};
  if (&table == &kOrderItems || &table == &kReturns) {
    double lines = 0, online = 0;
    for (size_t i = 0; i < world.orders.items.size(); ++i) {
      lines += world.orders.items[i] * static_cast<double>(i + 1);
    }
    lines *= static_cast<double>(plan.TotalOrders());
    if (&table == &kOrderItems) return {std::llround(lines), false};
    for (const Cohort& cohort : world.customers.cohorts) {
      for (size_t p = 0; p < world.payment_types.size(); ++p) {
        if (world.payment_types[p].online) online += cohort.share * cohort.payments[p];
      }
    }
    const double paid = 1.0 - online * world.orders.payment_failure_rate;
    return {std::llround(lines * paid * world.orders.delivered * world.returns.rate), false};
  }
  return {0, true};  // campaigns, incidents, labels: an undisturbed shop has none
}

double EstimateBytes(const Job& job) {
  double bytes = 0;
  for (const TableDecl* table : job.tables) {
    const auto rows = static_cast<double>(EstimateRows(*job.shop, *table).rows);
    bytes += rows * EstimateRowBytes(*table, job.output);
  }
  return bytes;
}

}  // namespace fauxmart
