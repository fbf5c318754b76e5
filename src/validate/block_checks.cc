#include "validate/block_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/time.h"
#include "plan/series.h"

namespace fauxmart {
namespace {

constexpr double kPromise = 0.05;
// Beyond it hours reach zero and are cut off, which moves what is left.
constexpr double kMostVariation = 0.4;
// Of the counts, at most: what cutting off adds to them.
constexpr double kCutOff = 3e-4;

enum Series : size_t { kSeriesOrders, kSeriesTickets, kSeriesDelays, kSeriesCarts, kAllSeries };

// [first, end) of the whole blocks in the window, in hours of the setup.
std::pair<int64_t, int64_t> BlocksOf(const Expected& expected) {
  const int64_t block = expected.world.correlations.block_hours;
  if (block <= 0) return {0, 0};
  const int64_t first = (expected.setup.first_hour + block - 1) / block * block;
  return {first, std::max(first, expected.setup.end_hour / block * block)};
}

bool MovesSeries(const Effect& effect) {
  switch (effect.lever) {
    case Lever::kTraffic:
    case Lever::kConversion:
    case Lever::kAbandonment:
    case Lever::kCapacity:
    case Lever::kLateness:
    case Lever::kTicketRate:
    case Lever::kStock:
    case Lever::kSupply:
      return true;
    default:
      return false;
  }
}

// Mean counts of an hour by the world's rates.
std::array<double, kAllSeries> MeansOf(const Expected& expected) {
  const World& world = expected.world;
  const double orders = expected.setup.orders_per_hour * expected.setup.intensity *
                        DailyCurveMean(world.arrivals.daily_curve);
  const double left = world.abandonment.rate;
  return {orders, orders * world.tickets.rate, orders * world.orders.late_rate,
          left < 1 ? orders * left / (1 - left) : 0};
}

using Counts = std::array<double, kAllSeries>;

double Correlation(const std::vector<Counts>& hours, size_t a, size_t b) {
  const auto n = static_cast<double>(hours.size());
  double mean_a = 0, mean_b = 0, aa = 0, bb = 0, ab = 0;
  for (const Counts& hour : hours) {
    mean_a += hour[a] / n;
    mean_b += hour[b] / n;
  }
  for (const Counts& hour : hours) {
    const double x = hour[a] - mean_a, y = hour[b] - mean_b;
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  return aa > 0 && bb > 0 ? ab / std::sqrt(aa * bb) : 0;
}

}  // namespace

std::string WhyNoBlocks(const Expected& expected, const PlannedHours& planned) {
  const World& world = expected.world;
  const Correlations& target = world.correlations;
  const auto [first, end] = BlocksOf(expected);
  if (first == end) {
    return fmt::format("the window has no whole block of {} hours", target.block_hours);
  }
  if (std::string who = WhoDisturbs(expected, MovesSeries); !who.empty()) {
    return fmt::format("the effect {} moves the hourly counts", who);
  }
  if (world.arrivals.process != ArrivalProcess::kExact) {
    return "hourly counts scatter by the Poisson law, which hides their correlations";
  }
  if (std::fmod(target.block_hours, world.arrivals.daily_curve.period_hours) != 0) {
    return "a block is no whole number of the daily curve's periods";
  }
  if (!planned.missing.empty()) return planned.missing;
  if (std::ranges::any_of(planned.hours, [](const PlannedHour& hour) { return hour.load > 1; })) {
    return "load beyond capacity moves the late orders";
  }
  const Counts means = MeansOf(expected);
  const std::array<double, kAllSeries> variations = {
      1, target.tickets_variation, target.delays_variation, target.abandonment_variation};
  for (size_t s = kSeriesTickets; s < kAllSeries; ++s) {
    if (variations[s] > kMostVariation) return "hours vary so much that many are cut off at zero";
    // Counts are whole, which scatters them by up to half a row, tickets twice.
    const double spread = variations[s] * means[s];
    if (spread * spread < 12) return "hourly counts are too small for rounding not to matter";
  }
  return "";
}

void CheckBlocks(const Expected& expected, const HourTallies& hours, const PlanOfChecks& plan,
                 Findings* findings) {
  const size_t check = plan.shop.blocks;
  if (plan.list.Skipped(check)) return;
  const Correlations& target = expected.world.correlations;
  const int64_t midnight = expected.setup.midnight_us / kMicrosPerHour;
  const Counts means = MeansOf(expected);
  const struct {
    const char* name;
    Series a, b;
    double planned;
  } pairs[] = {{"orders and tickets", kSeriesOrders, kSeriesTickets, target.orders_tickets},
               {"tickets and delays", kSeriesTickets, kSeriesDelays, target.tickets_delays},
               {"orders and delays", kSeriesOrders, kSeriesDelays, target.orders_delays},
               {"orders and carts", kSeriesOrders, kSeriesCarts, target.orders_abandonment},
               {"tickets and carts", kSeriesTickets, kSeriesCarts, target.tickets_abandonment},
               {"delays and carts", kSeriesDelays, kSeriesCarts, target.delays_abandonment}};
  const char* names[] = {"orders an hour", "tickets an hour", "late orders an hour",
                         "carts an hour"};
  const auto [first, end] = BlocksOf(expected);
  for (int64_t block = first; block < end; block += target.block_hours) {
    std::vector<Counts> counts;
    Counts sums{};
    double orders = 0;  // whole ones in every hour
    for (int64_t h = block; h < block + target.block_hours; ++h) {
      const auto found = hours.find(midnight + h);
      const HourTally tally = found == hours.end() ? HourTally{} : found->second;
      counts.push_back({static_cast<double>(tally.orders), static_cast<double>(tally.tickets),
                        static_cast<double>(tally.late), static_cast<double>(tally.carts)});
      for (size_t s = 0; s < kAllSeries; ++s) sums[s] += counts.back()[s];
      orders += std::floor(expected.setup.orders_per_hour * expected.setup.intensity *
                           DailyCurveAt(expected.world.arrivals.daily_curve, h));
    }
    const std::string of = fmt::format("from hour {}: ", block);
    for (const auto& pair : pairs) {
      const double measured = Correlation(counts, pair.a, pair.b);
      findings->Compared(check,
                         {.what = of + pair.name,
                          .of = target.block_hours,
                          .planned = pair.planned,
                          .measured = measured,
                          .z = (measured - pair.planned) / (kPromise / kMostStandardErrors)});
    }
    const auto n = static_cast<double>(target.block_hours);
    for (size_t s = 0; s < kAllSeries; ++s) {
      // The others are rounded at random.
      const double planned = s == kSeriesOrders ? orders : n * means[s];
      const double error = std::hypot(std::sqrt(n / 2), kCutOff * planned);
      findings->Compared(check, {.what = of + names[s],
                                 .of = target.block_hours,
                                 .planned = planned / n,
                                 .measured = sums[s] / n,
                                 .z = (sums[s] - planned) / error});
    }
  }
}

}  // namespace fauxmart
