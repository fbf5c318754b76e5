// A scenario in words and hours: what `scenarios check` and `--plot` show.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "api/inputs.h"
#include "base/text.h"
#include "base/time.h"

namespace fauxmart {
namespace {

std::string Signed(double value) { return (value < 0 ? "" : "+") + FormatNumber(value); }

std::string MixText(const World& world, const MixChange& change) {
  const Names names = MixVocabulary(world, change.kind);
  const auto name = [&](int index) { return names[static_cast<size_t>(index)]; };
  Names parts;
  for (const MixChange::Entry& entry : change.entries) {
    switch (change.operation) {
      case MixOperation::kSet:
        parts.push_back(fmt::format("{} = {}", name(entry.index), FormatNumber(entry.value)));
        break;
      case MixOperation::kAdd:
        parts.push_back(fmt::format("{} {}", name(entry.index), Signed(entry.value)));
        break;
      case MixOperation::kScale:
        parts.push_back(fmt::format("{} x{}", name(entry.index), FormatNumber(entry.value)));
        break;
      case MixOperation::kMove:
        parts.push_back(fmt::format("{} to {}", name(entry.index), name(entry.to)));
        break;
    }
  }
  return Join(parts);
}

std::string NumberText(const Effect& effect, double value) {
  switch (effect.operation) {
    case Operation::kScale:
      return "x" + FormatNumber(value);
    case Operation::kAdd:
      return Signed(value);
    default:
      return "= " + FormatNumber(value);
  }
}

std::string ChangeText(const World& world, const Effect& effect) {
  if (effect.lever == Lever::kMix) return MixText(world, effect.mix);
  if (effect.lever == Lever::kNumber &&
      AllNumbers()[static_cast<size_t>(effect.number.index)].range) {
    return fmt::format("= {} to {}", effect.number.range.low, effect.number.range.high);
  }
  if (effect.shape.kind != ShapeKind::kTable) return NumberText(effect, effect.value);
  Names steps;
  for (const auto& [offset, value] : effect.shape.table) {
    steps.push_back(fmt::format("{} {}", FormatDuration(offset), NumberText(effect, value)));
  }
  return Join(steps);
}

std::string ShapeText(const Shape& shape) {
  switch (shape.kind) {
    case ShapeKind::kStep:
      return "step";
    case ShapeKind::kRamp:
      return "ramp over " + FormatDuration(shape.over_hours);
    case ShapeKind::kFade:
      return "fade over " + FormatDuration(shape.over_hours);
    case ShapeKind::kPulse:
      return "pulse";
    case ShapeKind::kPeriodic:
      return fmt::format("{}, peak at {}h", shape.period_hours == 24 ? "daily" : "weekly",
                         shape.peak_hour);
    case ShapeKind::kExponential:
      return fmt::format("again every {}h", FormatNumber(shape.every_hours));
    case ShapeKind::kDecay:
      return fmt::format("half-life {}h", FormatNumber(shape.every_hours));
    case ShapeKind::kTable:
      return "table";
  }
  return "";
}

std::string IncidentName(const Scenario& scenario, int incident) {
  return incident < 0 ? "" : scenario.incidents[static_cast<size_t>(incident)].name;
}

// Orders paid online, of all: what an hour's failures are expected from.
double OnlineShare(const World& world) {
  double online = 0;
  for (const Cohort& cohort : world.customers.cohorts) {
    for (size_t p = 0; p < world.payment_types.size(); ++p) {
      if (world.payment_types[p].online) online += cohort.share * cohort.payments[p];
    }
  }
  return online;
}

}  // namespace

IncidentSummary SummaryOf(const Shop& shop, const Incident& incident) {
  IncidentSummary summary;
  summary.name = incident.name;
  summary.title = incident.title;
  summary.start = FormatTime(shop.setup.start_us() + incident.from * kMicrosPerHour);
  summary.end = FormatTime(shop.setup.start_us() + incident.to * kMicrosPerHour);
  return summary;
}

arrow::Result<ScenarioSummary> DescribeScenario(const Inputs& inputs) {
  ARROW_ASSIGN_OR_RAISE(const auto shop, BuildShop(inputs, /*with_twins=*/false));
  const Scenario& scenario = inputs.scenario;
  ScenarioSummary summary;
  summary.name = scenario.name;
  summary.description = scenario.description;
  summary.start = FormatTime(shop->setup.HourStart(shop->setup.first_hour));
  summary.end = FormatTime(shop->setup.HourStart(shop->setup.end_hour));
  summary.hours = shop->setup.hours();
  for (const Effect& effect : scenario.effects) {
    summary.effects.push_back({effect.name, effect.lever_text, ChangeText(inputs.world, effect),
                               ShapeText(effect.shape), FormatDuration(effect.from),
                               FormatDuration(effect.to), effect.where_text,
                               IncidentName(scenario, effect.incident)});
  }
  for (const Campaign& campaign : scenario.campaigns) {
    summary.campaigns.push_back(
        {campaign.name, campaign.type, FormatDuration(campaign.from), FormatDuration(campaign.to),
         "", IncidentName(scenario, campaign.incident), campaign.discount_percent});
  }
  for (const Incident& incident : scenario.incidents) {
    summary.incidents.push_back(SummaryOf(*shop, incident));
  }
  const double online = OnlineShare(inputs.world);
  for (const HourPlan& hour : shop->plan.hours) {
    summary.orders.push_back(hour.orders);
    summary.tickets.push_back(hour.tickets);
    summary.abandonments.push_back(hour.carts);
    summary.failures.push_back(
        std::llround(static_cast<double>(hour.orders) * online * hour.payment_failure_rate));
  }
  summary.warnings = inputs.warnings;
  summary.warnings.insert(summary.warnings.end(), shop->plan.warnings.begin(),
                          shop->plan.warnings.end());
  return summary;
}

}  // namespace fauxmart
