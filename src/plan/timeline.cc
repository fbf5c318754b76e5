#include "plan/timeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "plan/keys.h"
#include "plan/series.h"

namespace fauxmart {
namespace {

// Planned orders beyond this in all would run out of disk long before ids; refusing them early
// keeps every sum in the plan far from overflow.
constexpr double kMaxTotalOrders = 1e12;

arrow::Status CheckWindow(const Setup& setup) {
  if (setup.end_hour > kMaxHours) {
    return arrow::Status::Invalid(fmt::format(
        "duration: the window ends {} hours after the start's midnight; ids have room for {}",
        setup.end_hour, kMaxHours));
  }
  const double peak = setup.orders_per_hour * setup.intensity;
  if (peak * static_cast<double>(setup.hours()) > kMaxTotalOrders ||
      peak >= static_cast<double>(kMaxPopulation)) {
    return arrow::Status::Invalid(fmt::format(
        "orders: {:.6g} an hour at intensity {:.6g} for {} hours is more than can be made: at most "
        "{} an hour and {:.0e} in all",
        setup.orders_per_hour, setup.intensity, setup.hours(), kMaxPopulation - 1,
        kMaxTotalOrders));
  }
  return arrow::Status::OK();
}

}  // namespace

double OtherTicketRate(double late_share, double late_rate, double ticket_rate) {
  return (ticket_rate - late_share * late_rate) / (1.0 - late_rate);
}

arrow::Result<Timeline> MakeTimeline(const World& world, const Setup& setup) {
  ARROW_RETURN_NOT_OK(CheckWindow(setup));
  const Arrivals& arrivals = world.arrivals;
  const double base = setup.orders_per_hour, intensity = setup.intensity;
  const double mean = DailyCurveMean(arrivals.daily_curve);
  const auto series = CorrelatedSeries(world, setup.seed, setup.first_hour, setup.end_hour);
  const Correlations& correlations = world.correlations;
  const double abandoned_per_order = world.abandonment.rate / (1.0 - world.abandonment.rate);
  int64_t clipped = 0;  // counts that could not be as the series wanted them
  double total_orders = 0;
  const auto within = [&](double value, double low, double high) {
    clipped += value < low || value > high ? 1 : 0;
    return std::clamp(value, low, high);
  };

  Timeline timeline;
  timeline.hours.resize(static_cast<size_t>(setup.hours()));
  for (size_t i = 0; i < timeline.hours.size(); ++i) {
    BaseHour& hour = timeline.hours[i];
    hour.hour = setup.first_hour + static_cast<int64_t>(i);
    const double m = DailyCurveAt(arrivals.daily_curve, hour.hour);
    hour.orders = base * intensity * m;
    const auto count_near = [&](double per_order, double variation, double g) {
      return within(per_order * base * intensity * mean * (1.0 + variation * g), 0.0, 1e18);
    };
    const double late_count =
        count_near(world.orders.late_rate, correlations.delays_variation, series[i].delays);
    const double ticket_count =
        count_near(world.tickets.rate, correlations.tickets_variation, series[i].tickets);
    hour.carts =
        count_near(abandoned_per_order, correlations.abandonment_variation, series[i].abandonment);
    total_orders += hour.orders;
    if (hour.orders >= static_cast<double>(kMaxPopulation) ||
        hour.carts + 1 >= static_cast<double>(kMaxPopulation) || total_orders > kMaxTotalOrders) {
      return arrow::Status::Invalid(fmt::format(
          "hour {}: {:.6g} orders and {:.6g} abandoned carts, {:.6g} orders so far, are more than "
          "can be made: at most {} of either an hour and {:.0e} orders in all",
          hour.hour, hour.orders, hour.carts, total_orders, kMaxPopulation - 1, kMaxTotalOrders));
    }
    hour.base_orders = static_cast<uint32_t>(std::max(1.0, std::floor(hour.orders)));
    hour.base_carts = static_cast<uint32_t>(std::max(1.0, std::floor(hour.carts + 0.5)));

    // A late order is paid and delivered, so there can be no more of them than of those.
    const double per =
        arrivals.process == ArrivalProcess::kPoisson ? hour.orders : hour.base_orders;
    hour.late_rate =
        within(late_count / per, 0.0,
               std::min(world.orders.delivered, 1.0 - world.orders.payment_failure_rate));
    hour.ticket_rate = ticket_count / per;
    within(OtherTicketRate(world.tickets.late_share, hour.late_rate, hour.ticket_rate), 0.0, 1.0);
  }
  // A few in ten thousand are the tail of the default world's variation and do not show.
  if (clipped > 5 && clipped * 200 > setup.hours()) {
    timeline.warnings.push_back(fmt::format(
        "{} hourly counts could not be as large or small as the world's variation wants, so rates "
        "and correlations will be off: lower correlations.variation, or the rates",
        clipped));
  }
  return timeline;
}

}  // namespace fauxmart
