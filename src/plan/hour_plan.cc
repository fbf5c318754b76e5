#include "plan/hour_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/philox.h"
#include "plan/keys.h"
#include "plan/poisson.h"
#include "plan/streams.h"

namespace fauxmart {
namespace {

// Ranks of an hour that selections compute with exactly.

// Paid and delivered late orders take their part of each marginal; this is what the others get.
StatusRule MakeStatusRule(const OrderRules& rules, double failure_rate, double late_rate) {
  StatusRule rule{};
  rule.payment_failure = Chance(failure_rate / (1.0 - late_rate));
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

// An hour's rate under a change that was made for the world's own: in proportion, so that the
// hour keeps its place in the correlated series.
double RateUnder(const RateChange& change, double world_rate, double hour_rate) {
  const double changed = std::max(0.0, change.Of(world_rate));
  return world_rate > 0 ? hour_rate * (changed / world_rate) : changed;
}

// Rounded by the selection's own phase, so that a lever near 1 moves hardly a row.
int64_t RoundBy(double target, uint32_t phase) {
  return static_cast<int64_t>(std::floor(target + phase * 0x1p-32));
}

// How many of the first n places are in both.
template <typename Other>
int64_t Overlap(const Selection& moved, const Other& tickets, int64_t n) {
  if (moved.rate == 0 && moved.promoted == 0) return 0;
  int64_t both = 0;
  for (int64_t place = 0; place < n; ++place) {
    both += moved.Chosen(place) && tickets.Chosen(place) ? 1 : 0;
  }
  return both;
}

// Solves how many of the hour's orders are late and raise tickets, and which ranks they are.
// `late_lever` and `ticket_lever` are factors on the undisturbed rates.
void SelectHour(const World& world, double late_lever, double ticket_lever, uint64_t seed,
                HourPlan* hour, int64_t* clipped) {
  const auto entity = static_cast<uint64_t>(hour->hour);
  const Philox4 phases = Draw(seed, kStreamPhases, entity, 0);
  const Philox4 more = Draw(seed, kStreamPhases, entity, 1);
  HourSelections& s = hour->selections;
  const int64_t orders = hour->orders;

  const Philox4 levers = Draw(seed, kStreamPhases, entity, 2);
  s.late.base = Selection::Of(hour->late_rate, phases.word[0]);
  double late_rate = hour->late_rate;  // under the lever
  if (late_lever != 1.0) {
    const double target = static_cast<double>(orders) * hour->late_rate * late_lever;
    const double most = static_cast<double>(orders);
    *clipped += target > most ? 1 : 0;
    late_rate = std::min(1.0, hour->late_rate * late_lever);
    s.late.Reach(orders, hour->late_rate, late_rate,
                 RoundBy(std::min(target, most), phases.word[0]), levers.word[0], levers.word[1]);
  }
  hour->late = s.late.Count(orders);

  const double late_share = world.tickets.late_share;
  const double other_rate =
      std::clamp(OtherTicketRate(late_share, hour->late_rate, hour->ticket_rate), 0.0, 1.0);
  s.ticket_late = Selection::Of(late_share, phases.word[1]);
  s.ticket_added = Selection::Of(late_share, phases.word[2]);
  s.ticket_taken = Selection::Of(other_rate, more.word[2]);
  s.ticket_other.base = Selection::Of(other_rate, phases.word[3]);
  const int64_t chosen = s.late.base.Below(orders), others = orders - chosen;
  // Those that the lever moved are among the places that the other two count, and do not count.
  const int64_t of_late = s.ticket_late.Count(chosen) -
                          Overlap(s.late.less, s.ticket_late, chosen) +
                          s.ticket_added.Count(s.late.Added(orders));
  int64_t of_taken = s.ticket_taken.Count(s.late.Taken(orders));
  int64_t moved = Overlap(s.late.more, s.ticket_other, others);
  if (ticket_lever != 1.0) {
    // Late orders write as they always do; the lever's tickets are the others'.
    const double per_order =
        (late_share * late_rate + other_rate * (1.0 - late_rate)) * ticket_lever;
    const double wanted =
        late_rate < 1 ? (per_order - late_share * late_rate) / (1.0 - late_rate) : other_rate;
    const double expected = (late_share * static_cast<double>(hour->late) +
                             other_rate * static_cast<double>(orders - hour->late)) *
                            ticket_lever;
    const int64_t target = RoundBy(std::min(expected, 4e9), phases.word[3]) - of_late;
    const LeveledSelection undisturbed = s.ticket_other;
    // What is moved depends a little on what is reached.
    for (int attempt = 0; attempt < 4; ++attempt) {
      s.ticket_other = undisturbed;
      s.ticket_other.Reach(others, other_rate, std::clamp(wanted, 0.0, 1.0),
                           target - of_taken + moved, levers.word[2], levers.word[3]);
      const int64_t before = moved;
      moved = Overlap(s.late.more, s.ticket_other, others);
      if (moved == before) break;
    }
    of_taken =
        s.ticket_taken.Reach(s.late.Taken(orders), target - (s.ticket_other.Count(others) - moved));
    *clipped += s.ticket_other.Count(others) - moved + of_taken != target ? 1 : 0;
  }
  const int64_t of_others = s.ticket_other.Count(others) - moved;
  hour->tickets = of_late + of_taken + of_others;
}

int64_t CountOf(ArrivalProcess process, double mean, double rounding, uint32_t word) {
  return process == ArrivalProcess::kPoisson ? PoissonQuantile(mean, word)
                                             : static_cast<int64_t>(std::floor(mean + rounding));
}

// The factor that the hour's demand effects put on each tracked product.
std::vector<double> TrackedDemand(const HourContext& context, const HourLevers& levers) {
  std::vector<double> demand(context.tracked.ids.size(), 1.0);
  for (const ActiveEffect& active : levers.rows) {
    const Effect& effect = context.scenario.effects[static_cast<size_t>(active.effect)];
    if (effect.lever != Lever::kDemand || effect.rows.any()) continue;
    for (const uint32_t place : context.tracked.demanded[static_cast<size_t>(active.effect)]) {
      demand[place] *= active.value;
    }
  }
  return demand;
}

double LinesPerOrder(const World& world) {
  double lines = 0;
  for (size_t i = 0; i < world.orders.items.size(); ++i) {
    lines += world.orders.items[i] * static_cast<double>(i + 1);
  }
  return lines;
}

}  // namespace

bool HourPlan::operator==(const HourPlan& other) const {
  const bool same_effects =
      effects == other.effects ||
      (effects != nullptr && other.effects != nullptr && *effects == *other.effects);
  return same_effects && hour == other.hour && orders == other.orders && carts == other.carts &&
         late == other.late && tickets == other.tickets && order_ranks == other.order_ranks &&
         cart_ranks == other.cart_ranks && load == other.load && page_load == other.page_load &&
         page_load_noise == other.page_load_noise &&
         payment_failure_rate == other.payment_failure_rate && chatbot == other.chatbot &&
         selections == other.selections && status == other.status;
}

arrow::Result<HourPlan> PlanHour(const HourContext& context, const BaseHour& base,
                                 const HourLevers& levers, const Shares& category_shares,
                                 int64_t* clipped) {
  World changed;
  const World* world = &context.world;
  const bool numbers =
      std::any_of(levers.rows.begin(), levers.rows.end(), [&](const ActiveEffect& active) {
        return context.scenario.effects[static_cast<size_t>(active.effect)].lever == Lever::kNumber;
      });
  if (numbers) {
    changed = context.world;
    ApplyNumbers(context.scenario, levers.rows, &changed);
    world = &changed;
  }
  const Setup& setup = context.setup;
  const Arrivals& arrivals = world->arrivals;
  HourPlan hour;
  hour.hour = base.hour;
  hour.base_orders = base.base_orders;
  hour.base_carts = base.base_carts;
  hour.late_rate = base.late_rate;
  hour.ticket_rate = base.ticket_rate;
  hour.page_load = levers.page_load;
  hour.page_load_noise = world->metrics.page_load_noise;

  const Philox4 words = Draw(setup.seed, kStreamPhases, static_cast<uint64_t>(base.hour), 1);
  const auto orders_at = [&](double factor) {
    return CountOf(arrivals.process, base.orders * factor, 0.0, words.word[0]);
  };
  const double plain = levers.traffic * levers.conversion;
  auto effects = std::make_shared<HourEffects>();
  double wanted = 1;
  hour.orders = orders_at(plain);
  const int64_t unwanted = hour.orders;
  for (const WantedTraffic& each : levers.wanted) {
    const int64_t before = hour.orders;
    wanted *= each.factor;
    hour.orders = orders_at(plain * wanted);
    if (hour.orders > before) effects->wanted.push_back({before, hour.orders, each.effect});
  }
  hour.carts = CountOf(arrivals.process, base.carts * levers.traffic * wanted * levers.abandonment,
                       0.5, words.word[1]);
  hour.order_ranks = std::max(hour.orders, orders_at(plain * wanted * levers.most_orders));
  hour.cart_ranks =
      levers.most_carts > 1
          ? static_cast<int64_t>(static_cast<double>(hour.carts) * levers.most_carts) + 1
          : hour.carts;
  hour.load = static_cast<double>(hour.orders) /
              (arrivals.capacity * levers.capacity * setup.orders_per_hour * setup.intensity);
  hour.payment_failure_rate =
      std::clamp(levers.payment_failure.Of(world->orders.payment_failure_rate), 0.0, 1.0);
  hour.status = MakeStatusRule(world->orders, hour.payment_failure_rate, hour.late_rate);
  hour.chatbot =
      Chance(std::min(world->tickets.chatbot_cap,
                      world->tickets.chatbot_base + world->tickets.chatbot_per_load * hour.load));

  const double late_rate = RateUnder(levers.lateness, world->orders.late_rate, hour.late_rate);
  const double lateness = hour.late_rate > 0 ? late_rate / hour.late_rate : 1.0;
  const double ticket_rate = RateUnder(levers.tickets, world->tickets.rate, hour.ticket_rate);
  const double ticketing = hour.ticket_rate > 0 ? ticket_rate / hour.ticket_rate : 1.0;
  SelectHour(*world, lateness * LoadLateness(world->orders, hour.load), ticketing, setup.seed,
             &hour, clipped);
  if (hour.order_ranks > int64_t{hour.base_orders} * kMaxLayers ||
      hour.cart_ranks > int64_t{hour.base_carts} * kMaxLayers ||
      std::max(hour.order_ranks, hour.cart_ranks) > kMaxPlanned) {
    return arrow::Status::Invalid(
        fmt::format("effects: in hour {} they make {} orders and {} carts, more than {} times the "
                    "undisturbed {} and {}, or more than {}; weaken those of traffic, or raise "
                    "orders_per_hour or intensity instead",
                    hour.hour, hour.order_ranks, hour.cart_ranks, kMaxLayers, hour.base_orders,
                    hour.base_carts, kMaxPlanned));
  }

  effects->active = levers.rows;
  effects->campaigns = levers.campaigns;
  if (!context.tracked.empty()) {
    effects->tracked = SelectTracked(context.tracked, setup.seed, hour.hour, unwanted,
                                     LinesPerOrder(context.world), category_shares,
                                     TrackedDemand(context, levers));
    for (const ActiveEffect& supply : levers.supply) {
      const Effect& effect = context.scenario.effects[static_cast<size_t>(supply.effect)];
      for (const uint32_t place : context.tracked.acts_on[static_cast<size_t>(supply.effect)]) {
        TrackedState& state = effects->tracked.states[place];
        state.covered = supply.value;
        state.covered_key = effect.key;
      }
    }
  }
  if (!effects->empty()) hour.effects = std::move(effects);
  return hour;
}

}  // namespace fauxmart
