#include "scenario/shape.h"

#include <algorithm>
#include <cmath>

#include "base/portable_math.h"
#include "base/time.h"

namespace fauxmart {
namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr int64_t kMondayOfEpoch = 72;  // 1970-01-01 was a Thursday

// factor^power for a factor above 0: whole multiplications, and a root for the rest.
double Raise(double factor, double power) {
  const double whole = std::floor(power);
  double result = 1;
  for (double i = 0; i < whole && result > 0 && result <= 1e300; ++i) result *= factor;
  return power == whole ? result : result * Exp(Log(factor) * (power - whole));
}

// A raised cosine: 1 at the peak, 0 half a period away from it.
double Periodic(const Shape& shape, int64_t epoch_hour) {
  const int64_t period = shape.period_hours;
  const int64_t shift = period == 168 ? kMondayOfEpoch : 0;
  const int64_t at = ((epoch_hour + shift - shape.peak_hour) % period + period) % period;
  const auto distance = static_cast<double>(std::min(at, period - at));
  const double angle = 2 * kPi * distance / static_cast<double>(period);
  return 0.5 * (1 + Sin(kPi / 2 - angle));
}

// The table's value from the last of its offsets that has come.
double TableValue(const Shape& shape, int64_t hours) {
  const auto after = std::upper_bound(
      shape.table.begin(), shape.table.end(), hours,
      [](int64_t hour, const std::pair<int64_t, double>& entry) { return hour < entry.first; });
  return after == shape.table.begin() ? shape.table.front().second : std::prev(after)->second;
}

}  // namespace

bool ActsAt(const Effect& effect, int64_t hour, int64_t start_us) {
  if (hour < effect.from || hour >= effect.to) return false;
  const int64_t of_day = ((start_us / kMicrosPerHour + hour) % 24 + 24) % 24;
  return (effect.hours_of_day >> of_day & 1) != 0;
}

double StrengthAt(const Effect& effect, int64_t hour, int64_t start_us) {
  const Shape& shape = effect.shape;
  const auto over = static_cast<double>(shape.over_hours);
  switch (shape.kind) {
    case ShapeKind::kRamp:
      return std::min(1.0, (static_cast<double>(hour - effect.from) + 0.5) / over);
    case ShapeKind::kFade:
      return std::min(1.0, (static_cast<double>(effect.to - hour) - 0.5) / over);
    case ShapeKind::kPulse: {
      const auto half = static_cast<double>(effect.to - effect.from) / 2;
      return 1 - std::abs(static_cast<double>(hour - effect.from) - half) / half;
    }
    case ShapeKind::kPeriodic:
      return Periodic(shape, start_us / kMicrosPerHour + hour);
    case ShapeKind::kStep:
    case ShapeKind::kExponential:
    case ShapeKind::kDecay:
    case ShapeKind::kTable:
      break;
  }
  return 1;
}

double ValueAt(const Effect& effect, int64_t hour, int64_t start_us) {
  const Shape& shape = effect.shape;
  const auto hours = static_cast<double>(hour - effect.from);
  switch (shape.kind) {
    case ShapeKind::kTable:
      return TableValue(shape, hour - effect.from);
    case ShapeKind::kExponential:
      return Raise(effect.value, hours / shape.every_hours);
    case ShapeKind::kDecay:
      return 1 + (effect.value - 1) * Raise(0.5, hours / shape.every_hours);
    default:
      break;
  }
  if (effect.operation != Operation::kScale) return effect.value;
  return 1 + (effect.value - 1) * StrengthAt(effect, hour, start_us);
}

}  // namespace fauxmart
