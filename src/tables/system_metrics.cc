#include "tables/system_metrics.h"

#include <algorithm>
#include <cmath>

#include "base/philox.h"
#include "base/portable_math.h"
#include "plan/streams.h"
#include "tables/append.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

constexpr ColumnDecl kColumns[] = {
    {"metric_id", Type::kId, false, "", "The measurement."},
    {"timestamp", Type::kTimestamp, false, "UTC", "Start of the hour it is of."},
    {"metric_name", Type::kCategory, false, "", "What was measured."},
    {"metric_value", Type::kFloat64, false, "",
     "orders_per_hour and support_tickets_per_hour are counts; payment_failure_rate is of orders "
     "paid online; cart_abandonment_rate is of sessions with a cart; site_load_time is in seconds; "
     "inventory_turnover is a year's rate."},
    {"campaign_id", Type::kId, true, "",
     "The campaign that ran then, if any; the first of several.", "campaigns.campaign_id"},
};

constexpr RowRule kRules[] = {{"No metric is negative.", "metric_value >= 0"}};

enum : size_t { kMetricId, kTimestamp, kName, kValue, kCampaignId, kCount };
static_assert(std::size(kColumns) == kCount);

constexpr int64_t kIdsPerHour = 8;

double Ratio(int64_t part, int64_t whole) {
  return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0.0;
}

double PageLoad(const Shop& shop, const HourPlan& hour) {
  const MetricRules& rules = shop.world.metrics;
  const Philox4 words = Draw(shop.setup.seed, kStreamMetricNoise, static_cast<uint64_t>(hour.hour));
  const double noise = Exp(hour.page_load_noise * NormalQuantile(UnitInterval(words.word[0])));
  const double seconds = rules.page_load_base *
                         (1.0 + rules.page_load_load_factor * hour.load +
                          rules.page_load_overload_factor * std::max(0.0, hour.load - 1.0)) *
                         hour.page_load * noise;
  return std::floor(seconds * 1000.0 + 0.5) / 1000.0;
}

}  // namespace

const TableDecl kSystemMetrics = {"system_metrics",
                                  TableKind::kMetric,
                                  "What monitoring showed, by the hour, measured from the rows.",
                                  "metric_id",
                                  "timestamp",
                                  kColumns,
                                  kRules};

int64_t MetricsPerHour() { return kMetrics; }

HourMetrics MetricsOf(const Shop& shop, const HourPlan& hour, const HourCounts& counts) {
  const double stock =
      shop.world.products.units_in_stock * static_cast<double>(shop.setup.products);
  const int64_t sessions = counts[kHourCarts] + counts[kHourOrders];
  HourMetrics metrics;
  metrics.values = {
      static_cast<double>(counts[kHourOrders]),
      static_cast<double>(counts[kHourTickets]),
      Ratio(counts[kHourFailed], counts[kHourOnline]),
      Ratio(counts[kHourCarts], sessions),
      static_cast<double>(counts[kHourUnits]) * shop.world.metrics.turnover_hours / stock,
      PageLoad(shop, hour)};
  if (hour.effects != nullptr && !hour.effects->campaigns.empty()) {
    metrics.campaign_id = hour.effects->campaigns.front() + 1;
  }
  return metrics;
}

int64_t MetricId(int64_t hour, size_t metric) {
  return (hour + 1) * kIdsPerHour + static_cast<int64_t>(metric);
}

void AppendSystemMetrics(const Shop& shop, const Counters& counters, TableBuffer* out) {
  auto& columns = out->columns;
  for (size_t at = 0; at < counters.hours.size(); ++at) {
    const HourPlan& hour = shop.plan.At(counters.first_hour + static_cast<int64_t>(at));
    const HourMetrics metrics = MetricsOf(shop, hour, counters.hours[at]);
    for (size_t metric = 0; metric < kMetrics; ++metric) {
      *columns[kMetricId].Append<int64_t>(1) = MetricId(hour.hour, metric);
      *columns[kTimestamp].Append<int64_t>(1) = shop.setup.HourStart(hour.hour);
      *columns[kName].Append<int32_t>(1) = static_cast<int32_t>(metric);
      *columns[kValue].Append<double>(1) = metrics.values[metric];
      AppendOptional<int64_t>(columns[kCampaignId], metrics.campaign_id != 0, metrics.campaign_id);
      ++out->rows;
    }
  }
}

}  // namespace fauxmart
