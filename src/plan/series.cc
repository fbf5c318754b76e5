#include "plan/series.h"

#include <cmath>

#include "base/philox.h"
#include "base/portable_math.h"
#include "plan/streams.h"

namespace fauxmart {
namespace {

using Block = std::vector<double>;

double Dot(const Block& a, const Block& b) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

void RemovePart(Block& x, const Block& direction) {
  const double length = Dot(direction, direction);
  if (!(length > 0)) return;
  const double part = Dot(x, direction) / length;
  for (size_t i = 0; i < x.size(); ++i) x[i] -= part * direction[i];
}

// Three normals an hour, orthogonal over the block to a constant, to the curve and to each other.
std::array<Block, 3> WhitenedBlock(uint64_t seed, const Block& curve, int64_t first_hour) {
  const size_t n = curve.size();
  std::array<Block, 3> normals{Block(n), Block(n), Block(n)};
  for (size_t i = 0; i < n; ++i) {
    const Philox4 words = Draw(seed, kStreamSeries, static_cast<uint64_t>(first_hour) + i);
    for (size_t s = 0; s < 3; ++s) normals[s][i] = NormalQuantile(UnitInterval(words.word[s]));
  }
  const Block ones(n, 1.0);
  for (size_t s = 0; s < 3; ++s) {
    RemovePart(normals[s], ones);
    Block centred = curve;
    RemovePart(centred, ones);
    RemovePart(normals[s], centred);
    for (size_t earlier = 0; earlier < s; ++earlier) RemovePart(normals[s], normals[earlier]);
    const double scale = std::sqrt(Dot(normals[s], normals[s]) / static_cast<double>(n));
    for (double& x : normals[s]) x /= scale;
  }
  return normals;
}

}  // namespace

double DailyCurveAt(const DailyCurve& curve, int64_t hour) {
  // Left to right, in IEEE doubles: the published counts depend on every rounding here.
  const double angle = 2 * 3.14159265358979323846 *
                       (static_cast<double>(hour) - curve.phase_hours) / curve.period_hours;
  return curve.floor + curve.swing * (curve.offset + curve.amplitude * Sin(angle));
}

double DailyCurveMean(const DailyCurve& curve) { return curve.floor + curve.swing * curve.offset; }

double DailyCurveDeviation(const DailyCurve& curve) {
  return curve.swing * curve.amplitude * std::sqrt(0.5);
}

std::array<std::array<double, 4>, 4> CorrelationFactor(const Correlations& c) {
  const double target[4][4] = {
      {1, c.orders_tickets, c.orders_delays, c.orders_abandonment},
      {c.orders_tickets, 1, c.tickets_delays, c.tickets_abandonment},
      {c.orders_delays, c.tickets_delays, 1, c.delays_abandonment},
      {c.orders_abandonment, c.tickets_abandonment, c.delays_abandonment, 1}};
  std::array<std::array<double, 4>, 4> factor{};
  for (int i = 0; i < 4; ++i) {
    for (int j = 0; j <= i; ++j) {
      double sum = target[i][j];
      for (int k = 0; k < j; ++k) sum -= factor[i][k] * factor[j][k];
      factor[i][j] = i == j ? std::sqrt(sum) : sum / factor[j][j];
    }
  }
  return factor;
}

std::vector<SeriesPoint> CorrelatedSeries(const World& world, uint64_t seed, int64_t first,
                                          int64_t end) {
  const auto factor = CorrelationFactor(world.correlations);
  const int64_t block_hours = world.correlations.block_hours;
  const double mean = DailyCurveMean(world.arrivals.daily_curve);
  const double deviation = DailyCurveDeviation(world.arrivals.daily_curve);
  std::vector<SeriesPoint> points;
  points.reserve(static_cast<size_t>(end - first));
  for (int64_t block = first / block_hours; block * block_hours < end; ++block) {
    const int64_t block_start = block * block_hours;
    Block curve(static_cast<size_t>(block_hours));
    for (int64_t i = 0; i < block_hours; ++i) {
      const double m = DailyCurveAt(world.arrivals.daily_curve, block_start + i);
      curve[static_cast<size_t>(i)] = deviation > 0 ? (m - mean) / deviation : 0.0;
    }
    const auto normals = WhitenedBlock(seed, curve, block_start);
    for (int64_t h = std::max(first, block_start); h < std::min(end, block_start + block_hours);
         ++h) {
      const auto i = static_cast<size_t>(h - block_start);
      const double source[4] = {curve[i], normals[0][i], normals[1][i], normals[2][i]};
      double mixed[4] = {};
      for (int row = 1; row < 4; ++row) {
        for (int k = 0; k <= row; ++k) mixed[row] += factor[row][k] * source[k];
      }
      points.push_back({mixed[1], mixed[2], mixed[3]});
    }
  }
  return points;
}

}  // namespace fauxmart
