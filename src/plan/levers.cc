#include "plan/levers.h"

#include <algorithm>

#include "scenario/shape.h"

namespace fauxmart {
namespace {

void ApplyFactor(const Effect& effect, double value, double* factor, double* most) {
  if (!effect.rows.any()) {
    *factor *= value;
  } else {
    *most *= std::max(1.0, value);
  }
}

// Does the effect act on single rows, rather than on the hour as a whole?
bool ActsOnRows(const Effect& effect) {
  switch (effect.lever) {
    case Lever::kTraffic:
    case Lever::kConversion:
    case Lever::kAbandonment:
    case Lever::kLateness:
    case Lever::kTicketRate:
    case Lever::kPaymentFailure:
      return effect.rows.any() || effect.products.any();
    case Lever::kCapacity:
    case Lever::kPageLoad:
    case Lever::kLeadTime:
    case Lever::kStock:
    case Lever::kSupply:
      return false;  // the plan has their outcome
    default:
      return true;
  }
}

}  // namespace

void RateChange::Apply(const Effect& effect, double base, double strength, double value) {
  switch (effect.operation) {
    case Operation::kScale:
      scale *= value;
      break;
    case Operation::kSet:
      has_set = true;
      set = base + (value - base) * strength;
      break;
    case Operation::kAdd:
      add += value * strength;
      break;
    case Operation::kMove:
      break;
  }
}

bool IsRemoved(int incident, const std::vector<bool>& removed) {
  return incident >= 0 && static_cast<size_t>(incident) < removed.size() &&
         removed[static_cast<size_t>(incident)];
}

HourLevers LeversAt(const Scenario& scenario, const World& world, const std::vector<bool>& removed,
                    const Setup& setup, int64_t hour) {
  HourLevers levers;
  const int64_t since = hour - setup.scenario_hour;
  for (size_t e = 0; e < scenario.effects.size(); ++e) {
    const Effect& effect = scenario.effects[e];
    if (IsRemoved(effect.incident, removed) || !ActsAt(effect, since, setup.start_us())) continue;
    const double strength = StrengthAt(effect, since, setup.start_us());
    const double value = ValueAt(effect, since, setup.start_us());
    const bool filtered = effect.rows.any() || effect.products.any();
    switch (effect.lever) {
      case Lever::kTraffic:
        if (effect.wants.any()) {
          levers.wanted.push_back({static_cast<int>(e), value});
        } else {
          ApplyFactor(effect, value, &levers.traffic, &levers.most_orders);
          if (effect.rows.any()) levers.most_carts *= std::max(1.0, value);
        }
        break;
      case Lever::kConversion:
        ApplyFactor(effect, value, &levers.conversion, &levers.most_orders);
        break;
      case Lever::kAbandonment:
        ApplyFactor(effect, value, &levers.abandonment, &levers.most_carts);
        break;
      case Lever::kCapacity:
        levers.capacity *= value;
        break;
      case Lever::kPageLoad:
        levers.page_load *= value;
        break;
      case Lever::kLateness:
        if (!filtered) levers.lateness.Apply(effect, world.orders.late_rate, strength, value);
        break;
      case Lever::kTicketRate:
        if (!filtered) levers.tickets.Apply(effect, world.tickets.rate, strength, value);
        break;
      case Lever::kPaymentFailure:
        if (!filtered) {
          levers.payment_failure.Apply(effect, world.orders.payment_failure_rate, strength, value);
        }
        break;
      case Lever::kSupply:
        levers.supply.push_back({static_cast<int>(e), strength, value});
        break;
      default:
        break;
    }
    if (ActsOnRows(effect)) levers.rows.push_back({static_cast<int>(e), strength, value});
  }
  for (size_t c = 0; c < scenario.campaigns.size(); ++c) {
    const Campaign& campaign = scenario.campaigns[c];
    if (IsRemoved(campaign.incident, removed)) continue;
    if (campaign.from <= since && since < campaign.to)
      levers.campaigns.push_back(static_cast<int>(c));
  }
  return levers;
}

void ApplyNumbers(const Scenario& scenario, const std::vector<ActiveEffect>& active, World* world) {
  // A number at a time, so that its effects combine as those of every lever do.
  std::vector<int> done;
  for (const ActiveEffect& first : active) {
    const Effect& of = scenario.effects[static_cast<size_t>(first.effect)];
    if (of.lever != Lever::kNumber ||
        std::find(done.begin(), done.end(), of.number.index) != done.end()) {
      continue;
    }
    done.push_back(of.number.index);
    const NumberDecl& decl = AllNumbers()[static_cast<size_t>(of.number.index)];
    RateChange change;
    for (const ActiveEffect& each : active) {
      const Effect& effect = scenario.effects[static_cast<size_t>(each.effect)];
      if (effect.lever != Lever::kNumber || effect.number.index != of.number.index) continue;
      if (decl.range) {
        *decl.range(*world) = effect.number.range;
      } else {
        change.Apply(effect, *decl.number(*world), each.strength, each.value);
      }
    }
    if (!decl.range) {
      double* number = decl.number(*world);
      *number = std::clamp(change.Of(*number), decl.bounds.low, decl.bounds.high);
    }
  }
}

}  // namespace fauxmart
