#include <algorithm>
#include <cmath>

#include "engine/run_job.h"
#include "tables/system_metrics.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

// An order, its lines, and now and then a ticket or a return.
constexpr double kRowsPerOrder = 3.1;

// Filtered levers act row by row, and stock turns orders into carts: then counts are expected.
bool CountsAreExact(const Shop& shop) {
  if (!shop.tracked.empty()) return false;
  for (const Effect& effect : shop.scenario.effects) {
    const bool counts = effect.lever == Lever::kTraffic || effect.lever == Lever::kConversion ||
                        effect.lever == Lever::kAbandonment || effect.lever == Lever::kLateness ||
                        effect.lever == Lever::kTicketRate;
    if (counts && (effect.rows.any() || effect.products.any())) return false;
  }
  return true;
}

}  // namespace

RowEstimate EstimateRows(const Shop& shop, const TableDecl& table) {
  const Plan& plan = shop.plan;
  const World& world = shop.world;
  if (&table == &kCustomers) return {shop.setup.customers, true};
  if (&table == &kSuppliers) return {static_cast<int64_t>(world.suppliers.size()), true};
  if (&table == &kProducts) return {shop.setup.products, true};
  if (&table == &kOrders) return {plan.TotalOrders(), CountsAreExact(shop)};
  if (&table == &kSupportTickets) return {plan.TotalTickets(), CountsAreExact(shop)};
  if (&table == &kCartAbandonment) return {plan.TotalCarts(), CountsAreExact(shop)};
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
  if (&table == &kCampaigns) return {CampaignRows(shop), true};
  if (&table == &kIncidents) return {static_cast<int64_t>(shop.twins.size()), true};
  // Labels: how many rows differ is known when both are made. At most all rows of such hours do.
  double rows = 0;
  for (const Twin& twin : shop.twins) {
    for (const HourPlan& hour : plan.hours) {
      if (twin.plan.At(hour.hour) == hour) continue;
      rows += kRowsPerOrder * static_cast<double>(hour.orders) + static_cast<double>(hour.carts);
    }
  }
  return {std::llround(rows), shop.twins.empty()};
}

int64_t CountParts(const Job& job, const TableDecl& table) {
  if (table.kind == TableKind::kFact) {
    return std::max<int64_t>(1, static_cast<int64_t>(job.shop->chunks.size()));
  }
  if (table.kind == TableKind::kDimension) {
    return DimensionParts(EstimateRows(*job.shop, table).rows);
  }
  return 1;
}

double EstimateBytes(const Job& job, const TableDecl& table) {
  return static_cast<double>(EstimateRows(*job.shop, table).rows) *
             EstimateRowBytes(table, job.output) +
         static_cast<double>(CountParts(job, table)) * EstimateFileBytes(table, job.output);
}

double EstimateBytes(const Job& job) {
  double bytes = 0;
  for (const TableDecl* table : job.tables) bytes += EstimateBytes(job, *table);
  return bytes;
}

}  // namespace fauxmart
