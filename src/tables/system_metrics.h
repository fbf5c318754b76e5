// System metrics: what monitoring would have shown, measured from the rows generated.
#pragma once

#include <array>
#include <cstdint>

#include "tables/counters.h"
#include "tables/shop.h"
#include "tables/table_buffer.h"

namespace fauxmart {

// In the order of the vocabulary (tables.cc).
enum Metric : size_t {
  kHourlyOrders,
  kHourlyTickets,
  kPaymentFailureRate,
  kAbandonmentRate,
  kTurnover,
  kLoadTime,
  kMetrics
};

struct HourMetrics {
  std::array<double, kMetrics> values{};
  int64_t campaign_id = 0;  // 0: none
};
HourMetrics MetricsOf(const Shop& shop, const HourPlan& hour, const HourCounts& counts);
int64_t MetricId(int64_t hour, size_t metric);

// All hours that are counted, six metrics each.
void AppendSystemMetrics(const Shop& shop, const Counters& counters, TableBuffer* out);

// Their number an hour.
int64_t MetricsPerHour();

}  // namespace fauxmart
