#include "validate/tallies.h"

#include <algorithm>
#include <cmath>

namespace fauxmart {
namespace {

constexpr double kMostZ = 1000;  // finite, so that it can be printed

double Bounded(double z) { return std::isnan(z) ? kMostZ : std::clamp(z, -kMostZ, kMostZ); }

// k ln(k / e): the share of one outcome in half the likelihood ratio.
double Part(double k, double e) {
  if (k <= 0) return 0;
  return e > 0 ? k * std::log(k / e) : kMostZ * kMostZ;
}

std::string Named(const std::string& row, const std::string& value) {
  return row.empty() || value.empty() ? row + value : row + " " + value;
}

}  // namespace

double LogOf(double value) { return std::log(std::max(value, 1e-9)); }

double ShareZ(int64_t hits, int64_t n, double expected) {
  const auto k = static_cast<double>(hits), all = static_cast<double>(n);
  if (n <= 0 || k == expected) return 0;
  // A chance of 1 is one but for rounding.
  const double e = std::clamp(expected, 0.0, all), others = all - e > 1e-9 * all ? all - e : 0;
  const double ratio = Part(k, e) + Part(all - k, others);
  const double z = std::sqrt(2 * std::max(0.0, ratio));
  return Bounded(k < expected ? -z : z);
}

ShareTally::ShareTally(size_t rows, size_t values)
    : values_(values),
      chances_(rows, std::vector<double>(values)),
      open_(rows),
      n_(rows),
      hits_(rows * (values + 1)),
      expected_(rows * (values + 1)) {}

void ShareTally::Expect(const Chances& chances) {
  if (chances == chances_) return;
  Close();
  chances_ = chances;
}

void ShareTally::Close() {
  for (size_t row = 0; row < open_.size(); ++row) {
    if (open_[row] == 0) continue;
    for (size_t value = 0; value < values_; ++value) {
      expected_[row * (values_ + 1) + value] +=
          static_cast<double>(open_[row]) * chances_[row][value];
    }
    n_[row] += open_[row];
    open_[row] = 0;
  }
}

void ShareTally::Add(const ShareTally& later) {
  ShareTally closed = later;
  closed.Close();
  Close();
  for (size_t row = 0; row < n_.size(); ++row) n_[row] += closed.n_[row];
  for (size_t i = 0; i < hits_.size(); ++i) {
    hits_[i] += closed.hits_[i];
    expected_[i] += closed.expected_[i];
  }
}

void ShareTally::Compare(const std::vector<std::string>& rows,
                         const std::vector<std::string>& values,
                         std::vector<Comparison>* out) const {
  ShareTally all = *this;
  all.Close();
  for (size_t row = 0; row < all.n_.size(); ++row) {
    const auto n = static_cast<double>(all.n_[row]);
    for (size_t value = 0; value <= values_; ++value) {
      const size_t at = row * (values_ + 1) + value;
      const bool other = value == values_;
      if (all.n_[row] == 0 || (other && all.hits_[at] == 0)) continue;
      out->push_back({.what = Named(rows[row], other ? "(another)" : values[value]),
                      .of = all.n_[row],
                      .planned = all.expected_[at] / n,
                      .measured = static_cast<double>(all.hits_[at]) / n,
                      .z = ShareZ(all.hits_[at], all.n_[row], all.expected_[at])});
    }
  }
}

void MeanTally::Count(double value, double mean, double deviation) {
  ++n_;
  values_ += value;
  means_ += mean;
  variances_ += deviation * deviation;
  const double distance = deviation > 0 ? (value - mean) / deviation : 0;
  squares_ += distance * distance;
}

void MeanTally::Add(const MeanTally& later) {
  n_ += later.n_;
  values_ += later.values_;
  means_ += later.means_;
  variances_ += later.variances_;
  squares_ += later.squares_;
}

void MeanTally::Compare(const std::string& what, std::vector<Comparison>* out) const {
  if (n_ == 0) return;
  const auto n = static_cast<double>(n_);
  // Sums of doubles are not exact: a value that cannot vary is equal but for rounding.
  const double off = values_ - means_;
  const double error = std::max(std::sqrt(variances_), 1e-9 * (1 + std::abs(means_)));
  out->push_back({.what = Named(what, normal_ ? "mean" : ""),
                  .of = n_,
                  .planned = means_ / n,
                  .measured = values_ / n,
                  .z = Bounded(off / error)});
  if (!normal_) return;
  // Wilson and Hilferty 1931: the cube root of a chi square is nearly normal, also of few values.
  const double cube = 2 / (9 * n);
  out->push_back({.what = Named(what, "spread"),
                  .of = n_,
                  .planned = 1,
                  .measured = std::sqrt(squares_ / n),
                  .z = Bounded((std::cbrt(squares_ / n) - (1 - cube)) / std::sqrt(cube))});
}

}  // namespace fauxmart
