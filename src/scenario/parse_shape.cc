// An effect's shape in time, with the keys that each kind of shape has.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "base/time.h"
#include "scenario/parse_sections.h"
#include "scenario/shape.h"

namespace fauxmart::internal {
namespace {

// In the order of ShapeKind; a table has no name, it is written as the value.
const Names& ShapeNames() {
  static const Names names = {"step", "ramp", "fade", "pulse", "periodic", "exponential", "decay"};
  return names;
}

int64_t ReadHours(Reader& entry, std::string_view key) {
  const auto hours = ParseDuration(entry.Text(key));
  if (!hours.ok()) entry.FailAt(key, hours.status().message());
  return hours.ok() ? *hours : 1;
}

void ReadPeriod(Reader& entry, Shape* shape) {
  const bool weekly = entry.Choice("period", {"daily", "weekly"}) == 1;
  shape->period_hours = weekly ? 168 : 24;
  const auto peak = ParseOffset(entry.Text("peak"));
  if (!peak.ok()) {
    entry.FailAt("peak", peak.status().message());
  } else if (*peak >= shape->period_hours) {
    entry.FailAt("peak", fmt::format("{} is not within a period; write 0h to {}h{}",
                                     FormatDuration(*peak), shape->period_hours - 1,
                                     weekly ? ", counted from Monday 00:00 UTC" : ", UTC"));
  } else {
    shape->peak_hour = *peak;
  }
}

// Growth is unbounded; the number it is applied to is not.
void CheckGrowth(Reader& entry, const LeverRules& rules, const World& world, Effect* effect) {
  if (effect->value <= 0) {
    entry.FailAt("scale", "leaves nothing to go on with; write a factor above 0");
    return;
  }
  const double last = ValueAt(*effect, effect->to - 1, 0);
  const Bounds bounds = rules.scale.value_or(kShare);
  if (!(last <= bounds.high)) {
    entry.FailAt("scale", fmt::format("grows past {} before it ends, at {}; end it earlier or "
                                      "write a lower factor",
                                      FormatNumber(bounds.high), FormatDuration(effect->to)));
    return;
  }
  CheckNumberResult(entry, "scale", rules, world, Operation::kScale, last);
}

// What fits neither the lever nor the operation; empty if all is well.
std::string Misfit(const LeverRules& rules, const Effect& effect) {
  const ShapeKind kind = effect.shape.kind;
  const bool grows = kind == ShapeKind::kExponential || kind == ShapeKind::kDecay;
  if (rules.step_only && kind != ShapeKind::kStep) {
    return fmt::format("{} changes at once; write step", effect.lever_text);
  }
  if (rules.is_mix() && grows) {
    return "a mix has no such shape; write step, ramp, fade, pulse or periodic";
  }
  if (grows && effect.operation != Operation::kScale) {
    return "is a factor on a factor; write scale, or another shape";
  }
  if (kind == ShapeKind::kPulse && effect.to - effect.from < 2) {
    return "a pulse begins and ends at nothing; give it 2h or more";
  }
  return "";
}

}  // namespace

void ReadShape(Reader& entry, const LeverRules& rules, const World& world, Effect* effect) {
  Shape& shape = effect->shape;
  if (!entry.Has("shape")) {
    if (shape.kind != ShapeKind::kTable) shape.kind = ShapeKind::kStep;
    return;
  }
  if (shape.kind == ShapeKind::kTable) {
    entry.FailAt("shape",
                 "the value is a table, which is a shape itself; leave shape out, or write "
                 "one number");
  }
  shape.kind = static_cast<ShapeKind>(entry.Choice("shape", ShapeNames()));
  switch (shape.kind) {
    case ShapeKind::kRamp:
    case ShapeKind::kFade:
      shape.over_hours = entry.Has("over") ? ReadHours(entry, "over")
                                           : std::max<int64_t>(1, effect->to - effect->from);
      break;
    case ShapeKind::kPeriodic:
      ReadPeriod(entry, &shape);
      break;
    case ShapeKind::kExponential:
      shape.every_hours = static_cast<double>(ReadHours(entry, "every"));
      break;
    case ShapeKind::kDecay:
      shape.every_hours = static_cast<double>(ReadHours(entry, "half_life"));
      break;
    case ShapeKind::kStep:
    case ShapeKind::kPulse:
    case ShapeKind::kTable:
      break;
  }
  const std::string misfit = Misfit(rules, *effect);
  if (!misfit.empty()) {
    entry.FailAt("shape", misfit);
  } else if (shape.kind == ShapeKind::kExponential) {
    CheckGrowth(entry, rules, world, effect);
  }
}

}  // namespace fauxmart::internal
