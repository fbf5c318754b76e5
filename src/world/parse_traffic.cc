// How much happens when: arrivals, their daily curve, the series that move with them, and the
// system metrics that load drives.
#include <fmt/format.h>

#include <array>
#include <cmath>

#include "world/limits.h"
#include "world/parse_sections.h"

namespace fauxmart::internal {
namespace {

constexpr int kSeries = 4;  // orders, tickets, delays, abandonment
using Matrix = std::array<std::array<double, kSeries>, kSeries>;

// Cholesky's pivots: a matrix of correlations can be met exactly when all are above zero.
bool IsPositiveDefinite(const Matrix& matrix) {
  constexpr double kLeastPivot = 1e-9;
  Matrix factor{};
  for (int i = 0; i < kSeries; ++i) {
    for (int j = 0; j <= i; ++j) {
      double rest = matrix[i][j];
      for (int k = 0; k < j; ++k) rest -= factor[i][k] * factor[j][k];
      if (i == j && !(rest > kLeastPivot)) return false;
      factor[i][j] = i == j ? std::sqrt(rest) : rest / factor[j][j];
    }
  }
  return true;
}

}  // namespace

void ReadArrivals(Reader& root, World* world) {
  Reader map = root.Map("arrivals");
  Arrivals& arrivals = world->arrivals;
  arrivals.process = map.Choice("process", {"exact", "poisson"}) == 0 ? ArrivalProcess::kExact
                                                                      : ArrivalProcess::kPoisson;
  arrivals.orders_per_hour = map.Number("orders_per_hour", kOrdersPerHour);
  arrivals.capacity = map.Number("capacity", {0.01, 1000});

  Reader curve = map.Map("daily_curve");
  DailyCurve& daily = arrivals.daily_curve;
  daily.floor = curve.Number("floor", {0, 100});
  // A curve without a swing has no correlation with anything, so it cannot have the declared ones.
  daily.swing = curve.Number("swing", {0.001, 100});
  daily.offset = curve.Number("offset", {0, 100});
  daily.amplitude = curve.Number("amplitude", {0.001, 100});
  daily.phase_hours = curve.Number("phase_hours", {0, 8784});
  daily.period_hours = curve.Number("period_hours", {2, 8784});
  const double lowest = daily.floor + daily.swing * (daily.offset - daily.amplitude);
  if (lowest < 0) {
    curve.Fail(
        fmt::format("falls to {:.6g}, and orders cannot be negative; raise floor or offset, "
                    "or lower amplitude",
                    lowest));
  }
}

void ReadCorrelations(Reader& root, World* world) {
  constexpr Bounds kCorrelation{-1, 1};
  constexpr Bounds kVariation{0, 0.499};  // from .5 on, hours would fall below zero
  Reader map = root.Map("correlations");
  Correlations& c = world->correlations;
  c.block_hours = map.Int("block_hours", 24, 8784);
  c.orders_tickets = map.Number("orders_tickets", kCorrelation);
  c.tickets_delays = map.Number("tickets_delays", kCorrelation);
  c.orders_delays = map.Number("orders_delays", kCorrelation);
  c.orders_abandonment = map.Number("orders_abandonment", kCorrelation);
  c.tickets_abandonment = map.Number("tickets_abandonment", kCorrelation);
  c.delays_abandonment = map.Number("delays_abandonment", kCorrelation);
  const Matrix matrix = {{{1, c.orders_tickets, c.orders_delays, c.orders_abandonment},
                          {c.orders_tickets, 1, c.tickets_delays, c.tickets_abandonment},
                          {c.orders_delays, c.tickets_delays, 1, c.delays_abandonment},
                          {c.orders_abandonment, c.tickets_abandonment, c.delays_abandonment, 1}}};
  if (!IsPositiveDefinite(matrix)) {
    map.Fail(
        "no four series can have these correlations with each other (the matrix is not positive "
        "definite); bring the strongest nearer to 0");
  }
  Reader variation = map.Map("variation");
  c.tickets_variation = variation.Number("tickets", kVariation);
  c.delays_variation = variation.Number("delays", kVariation);
  c.abandonment_variation = variation.Number("abandonment", kVariation);
}

void ReadMetrics(Reader& root, World* world) {
  Reader map = root.Map("metrics");
  MetricRules& metrics = world->metrics;
  Reader load = map.Map("page_load_seconds");
  metrics.page_load_base = load.Number("base", {0.001, 600});
  metrics.page_load_load_factor = load.Number("load_factor", {0, 100});
  metrics.page_load_overload_factor = load.Number("overload_factor", {0, 100});
  metrics.page_load_noise = load.Number("noise", {0, 2});
  metrics.turnover_hours = map.Number("turnover_hours", {1, 876000});
}

}  // namespace fauxmart::internal
