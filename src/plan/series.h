// Correlated hourly series: how tickets, delays and abandoned carts move with orders.
//
// The world gives target correlations of hourly counts. Orders follow the daily curve, so the
// others are built around it: normals in whole blocks of hours, made exactly uncorrelated with the
// curve and each other over the block, then mixed by the Cholesky factor of the target.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "world/world.h"

namespace fauxmart {

// m(h) of the world: the share of full demand in hour h.
double DailyCurveAt(const DailyCurve& curve, int64_t hour);
// The mean of m over a day, and its standard deviation.
double DailyCurveMean(const DailyCurve& curve);
double DailyCurveDeviation(const DailyCurve& curve);

// Standardised deviations of one hour from the mean.
struct SeriesPoint {
  double tickets = 0, delays = 0, abandonment = 0;
};

// The points of hours first .. end-1. Depends on the seed, the world and the hour only.
std::vector<SeriesPoint> CorrelatedSeries(const World& world, uint64_t seed, int64_t first,
                                          int64_t end);

// Lower Cholesky factor of the correlation matrix (orders, tickets, delays, abandonment); its last
// diagonal entry is NaN or not positive if the matrix is not positive definite.
std::array<std::array<double, 4>, 4> CorrelationFactor(const Correlations& correlations);

}  // namespace fauxmart
