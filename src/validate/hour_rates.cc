#include "validate/hour_rates.h"

#include <algorithm>
#include <utility>

#include "base/time.h"
#include "plan/levers.h"
#include "plan/seasons.h"

namespace fauxmart {
namespace {

using Active = std::vector<ActiveEffect>;

void Normalise(std::vector<double>* shares) {
  double sum = 0;
  for (const double share : *shares) sum += share;
  for (double& share : *shares) share = sum > 0 ? share / sum : 0;
}

// Late orders are paid and delivered, and take their part of each rate; docs/sampling.md has the
// formulas for the others.
Chances Statuses(const OrderRules& rules, double late_rate) {
  Chances rows;
  for (const bool online : {false, true}) {
    const double paid = online ? 1 - rules.payment_failure_rate : 1;
    const double late = paid > 0 ? late_rate / paid : 1;
    const double delivered = late < 1 ? std::max(0.0, rules.delivered - late) / (1 - late) : 0;
    const double rest = rules.delivered < 1 ? (1 - delivered) / (1 - rules.delivered) : 0;
    rows.push_back(
        {delivered, rules.shipped * rest, rules.processing * rest, rules.cancelled * rest});
  }
  return rows;
}

bool Holds(const std::vector<int>& chosen, int value) {
  return chosen.empty() || std::ranges::find(chosen, value) != chosen.end();
}

}  // namespace

bool IsFiltered(const Effect& effect) { return effect.rows.any() || effect.products.any(); }

bool ByCategoryOnly(const Effect& effect) {
  const ProductFilter& filter = effect.products;
  return filter.suppliers.empty() && filter.subcategories.empty() && filter.skus.empty() &&
         filter.top == 0;
}

std::string WhoDisturbs(const Expected& expected, const std::function<bool(const Effect&)>& moves) {
  const int64_t first = expected.setup.first_hour - expected.setup.scenario_hour,
                end = expected.setup.end_hour - expected.setup.scenario_hour;
  for (const Effect& effect : expected.scenario.effects) {
    const bool acts =
        !IsRemoved(effect.incident, expected.removed) && effect.from < end && effect.to > first;
    if (acts && moves(effect)) return effect.name;
  }
  return "";
}

ExpectedHours::ExpectedHours(const Expected& expected, const PlannedHours& plan,
                             std::vector<uint8_t> cohorts, std::vector<uint8_t> categories)
    : expected_(expected),
      plan_(plan),
      cohorts_(std::move(cohorts)),
      categories_(std::move(categories)) {}

Chances ExpectedHours::MixOf(MixKind kind, const Active& active) const {
  Chances rows;
  for (size_t row = 0; row < MixRows(expected_.world, kind).size(); ++row) {
    rows.push_back(MixShares(expected_.world, kind, row));
    if (kind == MixKind::kCohort) {
      for (size_t c = 0; c < cohorts_.size(); ++c) rows[0][c] *= cohorts_[c];
      Normalise(&rows[0]);
    }
    for (const ActiveEffect& each : active) {
      const Effect& effect = expected_.scenario.effects[static_cast<size_t>(each.effect)];
      if (effect.lever != Lever::kMix || effect.mix.kind != kind || IsFiltered(effect)) continue;
      if (!effect.mix.rows.empty() && effect.mix.rows[row] == 0) continue;
      rows[row] = ApplyMixChange(rows[row], effect.mix, each.strength);
    }
  }
  return rows;
}

Chances ExpectedHours::CategoriesAt(int64_t h, const Active& active) const {
  const World& world = expected_.world;
  const Date date = DateOf(expected_.setup.midnight_us + h / 24 * kMicrosPerDay);
  std::vector<double> shares;
  for (size_t c = 0; c < world.products.categories.size(); ++c) {
    const Category& category = world.products.categories[c];
    const Season& season = world.seasons[static_cast<size_t>(category.season)];
    shares.push_back(category.share * categories_[c] * SeasonDemand(season, date.month, date.day));
  }
  Normalise(&shares);
  Chances rows(world.customers.regions.size(), shares);
  for (size_t region = 0; region < rows.size(); ++region) {
    for (const ActiveEffect& each : active) {
      const Effect& effect = expected_.scenario.effects[static_cast<size_t>(each.effect)];
      const std::vector<uint8_t>& regions = effect.rows.regions;
      if (effect.lever != Lever::kDemand || (!regions.empty() && regions[region] == 0)) continue;
      std::vector<double> moved = rows[region];
      for (size_t c = 0; c < moved.size(); ++c) {
        if (Holds(effect.products.categories, static_cast<int>(c))) moved[c] *= each.value;
      }
      Normalise(&moved);
      rows[region] = moved;
    }
  }
  return rows;
}

// What the plan's load and rates come to.
void ExpectedHours::Rates(const PlannedHour& planned, HourRates* rates) const {
  const World& world = *rates->world;
  const double others = 1 - planned.late_rate;
  rates->failures = {{others > 0 ? std::min(1.0, planned.failures / others) : 1}};
  rates->statuses = Statuses(world.orders, planned.late_rate);
  rates->late.assign(world.customers.cohorts.size() + world.payment_types.size(),
                     {planned.orders > 0 ? planned.late / planned.orders : 0});
  const TicketRules& tickets = world.tickets;
  const double chatbots =
      std::min(tickets.chatbot_cap, tickets.chatbot_base + tickets.chatbot_per_load * planned.load);
  rates->chatbots = {{tickets.chatbots > 0 ? chatbots : 0}};
  const MetricRules& metrics = world.metrics;
  rates->page_load *= metrics.page_load_base *
                      (1 + metrics.page_load_load_factor * planned.load +
                       metrics.page_load_overload_factor * std::max(0.0, planned.load - 1));
}

std::shared_ptr<const HourRates> ExpectedHours::At(int64_t hour) const {
  const Setup& setup = expected_.setup;
  const int64_t h = hour - setup.midnight_us / kMicrosPerHour;
  if (h < setup.first_hour || h >= setup.end_hour) return nullptr;
  const Scenario& scenario = expected_.scenario;
  const HourLevers levers = LeversAt(scenario, expected_.world, expected_.removed, setup, h);
  auto rates = std::make_shared<HourRates>();
  rates->world = &expected_.world;
  std::vector<RateChange> returns(expected_.world.products.categories.size());
  for (const ActiveEffect& each : levers.rows) {
    const Effect& effect = scenario.effects[static_cast<size_t>(each.effect)];
    if (effect.lever == Lever::kNumber && rates->changed == nullptr) {
      auto changed = std::make_shared<World>(expected_.world);
      ApplyNumbers(scenario, levers.rows, changed.get());
      rates->world = changed.get();
      rates->changed = std::move(changed);
    }
    const bool orders = effect.lever == Lever::kTraffic || effect.lever == Lever::kConversion;
    const bool carts = effect.lever == Lever::kTraffic || effect.lever == Lever::kAbandonment;
    const bool late = effect.lever == Lever::kLateness;
    // LeversAt() lists those of them that have a filter.
    if (orders) rates->exact_orders = false;
    if (carts) rates->exact_carts = false;
    if (late) rates->exact_late = false;
    if (late || effect.lever == Lever::kTicketRate) rates->exact_tickets = false;
    for (size_t c = 0; effect.lever == Lever::kReturnRate && c < returns.size(); ++c) {
      if (!Holds(effect.products.categories, static_cast<int>(c))) continue;
      returns[c].Apply(effect, expected_.world.returns.rate, each.strength, each.value);
    }
  }
  if (!levers.supply.empty() || !rates->exact_orders) {
    rates->exact_late = rates->exact_tickets = false;
  }
  for (const RateChange& change : returns) {
    rates->returned.push_back({std::clamp(change.Of(expected_.world.returns.rate), 0.0, 1.0)});
  }
  for (const MixDecl& decl : AllMixes()) {
    rates->mixes[static_cast<size_t>(decl.kind)] = MixOf(decl.kind, levers.rows);
  }
  rates->cart_channels = rates->mix(MixKind::kChannel);
  std::vector<double> of_all(expected_.world.channels.size());
  for (size_t cohort = 0; cohort < rates->cart_channels.size(); ++cohort) {
    for (size_t channel = 0; channel < of_all.size(); ++channel) {
      of_all[channel] +=
          rates->mix(MixKind::kCohort)[0][cohort] * rates->cart_channels[cohort][channel];
    }
  }
  rates->cart_channels.push_back(of_all);
  rates->categories = CategoriesAt(h, levers.rows);
  rates->page_load = levers.page_load;
  const PlannedHour* planned = plan_.At(hour);
  Rates(planned != nullptr ? *planned : PlannedHour{}, rates.get());
  return rates;
}

}  // namespace fauxmart
