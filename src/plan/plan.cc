#include "plan/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/philox.h"
#include "base/portable_math.h"
#include "plan/chunks.h"
#include "plan/keys.h"
#include "plan/poisson.h"
#include "plan/seasons.h"
#include "plan/series.h"
#include "plan/streams.h"

namespace fauxmart {
namespace {

// Ranks of an hour that selections compute with exactly.
constexpr int64_t kMaxRanks = int64_t{1} << 32;

// Planned orders beyond this in all would run out of disk long before ids; refusing them early
// keeps every sum in the plan far from overflow.
constexpr double kMaxTotalOrders = 1e12;

struct Rates {
  double late = 0, ticket = 0;  // per undisturbed order
};

// Paid and delivered late orders take their part of each marginal; this is what the others get.
StatusRule MakeStatusRule(const OrderRules& rules, double late_rate) {
  StatusRule rule{};
  rule.payment_failure = Chance(rules.payment_failure_rate / (1.0 - late_rate));
  for (int online = 0; online < 2; ++online) {
    const double paid = online != 0 ? 1.0 - rules.payment_failure_rate : 1.0;
    const double late = paid > 0 ? late_rate / paid : 1.0;
    const double rest = 1.0 - late;
    const double delivered = rest > 0 ? std::max(0.0, rules.delivered - late) / rest : 0.0;
    const double scale = rules.delivered < 1.0 ? (1.0 - delivered) / (1.0 - rules.delivered) : 0.0;
    const double shipped = delivered + rules.shipped * scale;
    const double processing = shipped + rules.processing * scale;
    rule.cumulative[online][0] = Chance(delivered).threshold;
    rule.cumulative[online][1] = Chance(shipped).threshold;
    rule.cumulative[online][2] =
        rules.cancelled > 0 ? Chance(processing).threshold : Chance(1.0).threshold;
  }
  return rule;
}

double LoadLateness(const OrderRules& rules, double load) {
  const double factor = 1.0 + rules.lateness_per_load * std::max(0.0, load - 1.0);
  return std::min(factor, rules.lateness_cap);
}

// Tickets an order that is not late raises, beside those of late ones.
double OtherTicketRate(const World& world, const Rates& rates) {
  return (rates.ticket - world.tickets.late_share * rates.late) / (1.0 - rates.late);
}

// Solves how many of the hour's orders are late and raise tickets, and which ranks they are.
void SelectHour(const World& world, const Rates& rates, double late_lever, uint64_t seed,
                HourPlan* hour) {
  const auto entity = static_cast<uint64_t>(hour->hour);
  const Philox4 phases = Draw(seed, kStreamPhases, entity, 0);
  const Philox4 more = Draw(seed, kStreamPhases, entity, 1);
  HourSelections& s = hour->selections;
  const int64_t orders = hour->orders;

  s.late = Selection::Of(rates.late, phases.word[0]);
  int64_t late = s.late.Below(orders);
  if (late_lever != 1.0) {
    // Rounded by the selection's own phase, so that a lever near 1 moves hardly a row.
    const double target = static_cast<double>(orders) * rates.late * late_lever;
    late =
        s.late.Reach(orders, static_cast<int64_t>(std::floor(target + phases.word[0] * 0x1p-32)));
  }
  hour->late = late;

  const double late_share = world.tickets.late_share;
  const double other_rate = OtherTicketRate(world, rates);
  const int64_t by_rate = s.late.Below(orders), others = orders - by_rate;
  s.ticket_late = Selection::Of(late_share, phases.word[1]);
  s.ticket_late.begin = s.late.demoted;
  s.ticket_promoted = Selection::Of(late_share, phases.word[2]);
  s.ticket_other = Selection::Of(other_rate, phases.word[3]);
  s.ticket_other.begin = s.late.promoted;
  s.ticket_demoted = Selection::Of(other_rate, more.word[2]);
  hour->tickets = s.ticket_late.Count(by_rate) + s.ticket_promoted.Count(s.late.promoted) +
                  s.ticket_demoted.Count(s.late.demoted) + s.ticket_other.Count(others);
}

}  // namespace

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

arrow::Result<Plan> MakePlan(const World& world, const Setup& setup,
                             const ProductCatalogue& products) {
  if (setup.end_hour > kMaxHours) {
    return arrow::Status::Invalid(fmt::format(
        "duration: the window ends {} hours after the start's midnight; ids have room for {}",
        setup.end_hour, kMaxHours));
  }
  const Arrivals& arrivals = world.arrivals;
  const double base = setup.orders_per_hour, intensity = setup.intensity;
  const double peak = base * intensity;
  if (peak * static_cast<double>(setup.hours()) > kMaxTotalOrders ||
      peak >= static_cast<double>(kMaxSlots)) {
    return arrow::Status::Invalid(fmt::format(
        "orders: {:.6g} an hour at intensity {:.6g} for {} hours is more than can be made: at most "
        "{} an hour and {:.0e} in all",
        base, intensity, setup.hours(), kMaxSlots - 1, kMaxTotalOrders));
  }

  Plan plan;
  plan.setup = setup;
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

  plan.hours.resize(static_cast<size_t>(setup.hours()));
  for (size_t i = 0; i < plan.hours.size(); ++i) {
    HourPlan& hour = plan.hours[i];
    hour.hour = setup.first_hour + static_cast<int64_t>(i);
    const double m = DailyCurveAt(arrivals.daily_curve, hour.hour);
    const double undisturbed = base * intensity * m;
    const auto count_near = [&](double per_order, double variation, double g) {
      return within(per_order * base * intensity * mean * (1.0 + variation * g), 0.0, 1e18);
    };
    const double late_count =
        count_near(world.orders.late_rate, correlations.delays_variation, series[i].delays);
    const double ticket_count =
        count_near(world.tickets.rate, correlations.tickets_variation, series[i].tickets);
    const double cart_count =
        count_near(abandoned_per_order, correlations.abandonment_variation, series[i].abandonment);
    total_orders += undisturbed;
    if (undisturbed >= static_cast<double>(kMaxSlots) ||
        cart_count + 1 >= static_cast<double>(kMaxSlots) || total_orders > kMaxTotalOrders) {
      return arrow::Status::Invalid(fmt::format(
          "hour {}: {:.6g} orders and {:.6g} abandoned carts, {:.6g} orders so far, are more than "
          "can be made: at most {} of either an hour and {:.0e} orders in all",
          hour.hour, undisturbed, cart_count, total_orders, kMaxSlots - 1, kMaxTotalOrders));
    }
    hour.order_slots = static_cast<uint32_t>(std::max(1.0, std::floor(undisturbed)));
    hour.cart_slots = static_cast<uint32_t>(std::max(1.0, std::floor(cart_count + 0.5)));

    const Philox4 arrivals_words =
        Draw(setup.seed, kStreamPhases, static_cast<uint64_t>(hour.hour), 1);
    const bool poisson = arrivals.process == ArrivalProcess::kPoisson;
    hour.orders = poisson ? PoissonQuantile(undisturbed, arrivals_words.word[0])
                          : static_cast<int64_t>(std::floor(undisturbed));
    hour.carts = poisson ? PoissonQuantile(cart_count, arrivals_words.word[1])
                         : static_cast<int64_t>(std::floor(cart_count + 0.5));
    hour.load = static_cast<double>(hour.orders) / (arrivals.capacity * base * intensity);

    // A late order is paid and delivered, so there can be no more of them than of those.
    const double per = poisson ? undisturbed : hour.order_slots;
    Rates rates;
    rates.late = within(late_count / per, 0.0,
                        std::min(world.orders.delivered, 1.0 - world.orders.payment_failure_rate));
    rates.ticket = ticket_count / per;
    within(OtherTicketRate(world, rates), 0.0, 1.0);
    hour.late_rate = rates.late;
    hour.status = MakeStatusRule(world.orders, rates.late);
    hour.chatbot =
        Chance(std::min(world.tickets.chatbot_cap,
                        world.tickets.chatbot_base + world.tickets.chatbot_per_load * hour.load));
    SelectHour(world, rates, LoadLateness(world.orders, hour.load), setup.seed, &hour);
    if (hour.orders > int64_t{hour.order_slots} * kMaxLayers ||
        hour.carts > int64_t{hour.cart_slots} * kMaxLayers || hour.orders >= kMaxRanks) {
      return arrow::Status::Invalid(
          fmt::format("hour {}: {} orders and {} carts are more than {} times the undisturbed {} "
                      "and {}, or more than {}",
                      hour.hour, hour.orders, hour.carts, kMaxLayers, hour.order_slots,
                      hour.cart_slots, kMaxRanks - 1));
    }
  }
  // A few in ten thousand are the tail of the default world's variation and do not show.
  if (clipped > 5 && clipped * 200 > setup.hours()) {
    plan.warnings.push_back(fmt::format(
        "{} hourly counts could not be as large or small as the world's variation wants, so rates "
        "and correlations will be off: lower correlations.variation, or the rates",
        clipped));
  }
  plan.first_day = setup.first_hour / 24;
  plan.category_by_day = CategoryByDay(world, setup, products);
  plan.chunks = CutChunks(plan.hours);
  return plan;
}

}  // namespace fauxmart
