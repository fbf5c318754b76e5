// The daily curve gives the published counts, and the series the correlations that were asked.
#include "plan/series.h"

#include <gtest/gtest.h>

#include <cmath>

#include "plan/plan_test_util.h"

namespace fauxmart {
namespace {

int64_t PlannedOrders(double base, double intensity, int64_t hours) {
  int64_t sum = 0;
  for (int64_t h = 0; h < hours; ++h) {
    const double m = DailyCurveAt(DefaultWorld().arrivals.daily_curve, h);
    sum += static_cast<int64_t>(std::floor(base * intensity * m));
  }
  return sum;
}

// The five published counts. The last is itself a matter of rounding: exact arithmetic gives
// 374,160.
TEST(DailyCurve, GivesThePublishedCounts) {
  EXPECT_EQ(PlannedOrders(800, 1, 1), 240);
  EXPECT_EQ(PlannedOrders(800, 2, 4), 2178);
  EXPECT_EQ(PlannedOrders(800, 3, 8), 9084);
  EXPECT_EQ(PlannedOrders(20'000, 5, 24), 1'559'991);
  EXPECT_EQ(PlannedOrders(800, 1, 720), 374'072);
}

TEST(DailyCurve, HasItsMeanAndDeviation) {
  const DailyCurve& curve = DefaultWorld().arrivals.daily_curve;
  double sum = 0, squares = 0;
  for (int64_t h = 0; h < 24; ++h) sum += DailyCurveAt(curve, h) / 24;
  EXPECT_NEAR(DailyCurveMean(curve), sum, 1e-12);
  for (int64_t h = 0; h < 24; ++h) squares += std::pow(DailyCurveAt(curve, h) - sum, 2) / 24;
  EXPECT_NEAR(DailyCurveDeviation(curve), std::sqrt(squares), 1e-12);
}

constexpr int kCurve = 0, kTickets = 1, kDelays = 2, kAbandonment = 3;
using Columns = std::array<std::vector<double>, 4>;

Columns SeriesOf(uint64_t seed, int64_t first, int64_t end) {
  Columns columns;
  for (int64_t h = first; h < end; ++h) {
    columns[kCurve].push_back(DailyCurveAt(DefaultWorld().arrivals.daily_curve, h));
  }
  for (const SeriesPoint& point : CorrelatedSeries(DefaultWorld(), seed, first, end)) {
    columns[kTickets].push_back(point.tickets);
    columns[kDelays].push_back(point.delays);
    columns[kAbandonment].push_back(point.abandonment);
  }
  return columns;
}

double Mean(const std::vector<double>& x) {
  double sum = 0;
  for (const double value : x) sum += value;
  return sum / static_cast<double>(x.size());
}

double Covariance(const std::vector<double>& x, const std::vector<double>& y) {
  const double mx = Mean(x), my = Mean(y);
  double sum = 0;
  for (size_t i = 0; i < x.size(); ++i) sum += (x[i] - mx) * (y[i] - my);
  return sum / static_cast<double>(x.size());
}

double Correlation(const std::vector<double>& x, const std::vector<double>& y) {
  return Covariance(x, y) / std::sqrt(Covariance(x, x) * Covariance(y, y));
}

TEST(CorrelatedSeries, MeetsItsTargetsInEveryWholeBlock) {
  const Correlations& c = DefaultWorld().correlations;
  const int64_t block = c.block_hours;
  for (const uint64_t seed :
       {uint64_t{1}, uint64_t{2}, uint64_t{42}, uint64_t{1234567}, ~uint64_t{0}}) {
    for (const int64_t start : {int64_t{0}, block, 11 * block}) {
      const Columns s = SeriesOf(seed, start, start + block);
      EXPECT_NEAR(Correlation(s[kCurve], s[kTickets]), c.orders_tickets, 0.005);
      EXPECT_NEAR(Correlation(s[kCurve], s[kDelays]), c.orders_delays, 0.005);
      EXPECT_NEAR(Correlation(s[kCurve], s[kAbandonment]), c.orders_abandonment, 0.005);
      EXPECT_NEAR(Correlation(s[kTickets], s[kDelays]), c.tickets_delays, 0.005);
      EXPECT_NEAR(Correlation(s[kTickets], s[kAbandonment]), c.tickets_abandonment, 0.005);
      EXPECT_NEAR(Correlation(s[kDelays], s[kAbandonment]), c.delays_abandonment, 0.005);
      for (const int column : {kTickets, kDelays, kAbandonment}) {
        const auto& x = s[static_cast<size_t>(column)];
        EXPECT_NEAR(Mean(x), 0, 0.005);
        EXPECT_NEAR(Covariance(x, x), 1, 0.005);
      }
    }
  }
}

TEST(CorrelatedSeries, IsTheSameInEveryWindow) {
  const Columns whole = SeriesOf(7, 0, 1500);
  const std::pair<int64_t, int64_t> windows[] = {
      {100, 200}, {0, 1}, {719, 721}, {720, 1440}, {1439, 1500}};
  for (const auto& [first, end] : windows) {
    const Columns part = SeriesOf(7, first, end);
    for (size_t column = 0; column < 4; ++column) {
      const auto begin = whole[column].begin();
      EXPECT_EQ(part[column], std::vector<double>(begin + first, begin + end)) << first;
    }
  }
  EXPECT_TRUE(CorrelatedSeries(DefaultWorld(), 7, 100, 100).empty());
}

TEST(CorrelatedSeries, DependsOnTheSeed) {
  EXPECT_NE(SeriesOf(7, 0, 24)[kTickets], SeriesOf(8, 0, 24)[kTickets]);
}

// Nothing can follow a curve that does not move; what does not depend on it is as it was.
TEST(CorrelatedSeries, OfAFlatCurveIsThatOfItsNormals) {
  World flat = DefaultWorld();
  flat.arrivals.daily_curve.swing = 0;
  const auto points = CorrelatedSeries(flat, 7, 0, 720);
  double sum = 0, squares = 0;
  for (const SeriesPoint& point : points) {
    sum += point.tickets;
    squares += point.tickets * point.tickets;
  }
  const double of_curve = DefaultWorld().correlations.orders_tickets;
  EXPECT_NEAR(sum / 720, 0, 0.005);
  EXPECT_NEAR(squares / 720, 1 - of_curve * of_curve, 0.005);
}

TEST(CorrelationFactor, SquaresToTheTarget) {
  const Correlations& c = DefaultWorld().correlations;
  const auto f = CorrelationFactor(c);
  const auto product = [&](size_t i, size_t j) {
    double sum = 0;
    for (size_t k = 0; k < 4; ++k) sum += f[i][k] * f[j][k];
    return sum;
  };
  for (size_t i = 0; i < 4; ++i) EXPECT_NEAR(product(i, i), 1, 1e-12);
  EXPECT_NEAR(product(kCurve, kTickets), c.orders_tickets, 1e-12);
  EXPECT_NEAR(product(kTickets, kDelays), c.tickets_delays, 1e-12);
  EXPECT_NEAR(product(kDelays, kAbandonment), c.delays_abandonment, 1e-12);
  EXPECT_EQ(f[kCurve][kTickets], 0);
}

TEST(CorrelationFactor, ShowsWhatIsNotPossible) {
  Correlations c = DefaultWorld().correlations;
  c.orders_tickets = 0.95;
  c.orders_delays = 0.95;
  c.tickets_delays = -0.9;
  EXPECT_FALSE(CorrelationFactor(c)[3][3] > 0);
}

}  // namespace
}  // namespace fauxmart
