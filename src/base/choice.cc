#include "base/choice.h"

#include <algorithm>
#include <numeric>

#include "base/vector_clones.h"

namespace fauxmart {
namespace {

constexpr uint32_t kOne = uint32_t{1} << 31;

uint32_t ToThreshold(double p) {
  if (!(p > 0)) return 0;
  if (p >= 1) return kOne;
  return static_cast<uint32_t>(p * 2147483648.0 + 0.5);
}

// kCount thresholds at a time, so that words are read and sums written once for them all.
template <int kCount>
inline __attribute__((always_inline)) void CountPassedBy(const uint32_t* __restrict words, size_t n,
                                                         const uint32_t* thresholds, bool first,
                                                         int32_t* __restrict out) {
  uint32_t threshold[kCount];
  for (int j = 0; j < kCount; ++j) threshold[j] = thresholds[j];
  for (size_t i = 0; i < n; ++i) {
    int32_t passed = first ? 0 : out[i];
#pragma GCC unroll 4
    for (int j = 0; j < kCount; ++j) passed += (words[i] >> 1) >= threshold[j];
    out[i] = passed;
  }
}

FAUXMART_CLONES
void CountPassed(const uint32_t* words, size_t n, const uint32_t* thresholds, int count,
                 int32_t* out) {
  int j = 0;
  for (; j + 4 <= count; j += 4) CountPassedBy<4>(words, n, thresholds + j, j == 0, out);
  if (count - j == 3) CountPassedBy<3>(words, n, thresholds + j, j == 0, out);
  if (count - j == 2) CountPassedBy<2>(words, n, thresholds + j, j == 0, out);
  if (count - j == 1) CountPassedBy<1>(words, n, thresholds + j, j == 0, out);
}

FAUXMART_CLONES
void CountPassedByRow(const uint32_t* __restrict words, const int32_t* __restrict rows, size_t n,
                      const uint32_t* __restrict cumulative, int stride, int32_t* __restrict out) {
  for (size_t i = 0; i < n; ++i) out[i] += (words[i] >> 1) >= cumulative[rows[i] * stride];
}

}  // namespace

Chance::Chance(double p) : threshold(ToThreshold(p)) {}

Thresholds::Thresholds(const std::vector<std::vector<double>>& rows) {
  size_ = rows.empty() ? 1 : static_cast<int>(rows.front().size());
  for (const std::vector<double>& row : rows) {
    // The last name with a share takes what rounding leaves: names after it must never come up.
    size_t last = row.size() - 1;
    while (last > 0 && !(row[last] > 0)) --last;
    double sum = 0;
    for (size_t j = 0; j + 1 < row.size(); ++j) {
      sum += row[j];
      cumulative_.push_back(j >= last ? kOne : ToThreshold(sum));
    }
  }
}

void Thresholds::PickMany(const uint32_t* words, size_t n, int32_t* out, size_t row) const {
  if (size_ < 2) {
    std::fill_n(out, n, 0);
    return;
  }
  const uint32_t* thresholds = cumulative_.data() + row * static_cast<size_t>(size_ - 1);
  CountPassed(words, n, thresholds, size_ - 1, out);
}

void Thresholds::PickMany(const uint32_t* words, const int32_t* rows, size_t n,
                          int32_t* out) const {
  std::fill_n(out, n, 0);
  for (int j = 0; j + 1 < size_; ++j) {
    CountPassedByRow(words, rows, n, cumulative_.data() + j, size_ - 1, out);
  }
}

AliasTable::AliasTable(std::span<const uint32_t> weights, std::span<const uint32_t> ids) {
  const size_t n = weights.size();
  if (n == 0) return;
  const uint64_t total = std::accumulate(weights.begin(), weights.end(), uint64_t{0});
  // Whole-number arithmetic throughout: weight i fills weights[i] * n of a column of height total.
  std::vector<uint64_t> fill(n);
  std::vector<uint32_t> small, large;
  for (size_t i = 0; i < n; ++i) {
    fill[i] = static_cast<uint64_t>(weights[i]) * n;
    (fill[i] < total ? small : large).push_back(static_cast<uint32_t>(i));
  }
  entries_.resize(n);
  size_ = n;
  while (!small.empty() && !large.empty()) {
    const uint32_t s = small.back(), l = large.back();
    small.pop_back();
    entries_[s] = {ToThreshold(static_cast<double>(fill[s]) / static_cast<double>(total)),
                   {ids[s], ids[l]}};
    fill[l] -= total - fill[s];
    if (fill[l] < total) {
      large.pop_back();
      small.push_back(l);
    }
  }
  for (const uint32_t i : large) entries_[i] = {kOne, {ids[i], ids[i]}};
  for (const uint32_t i : small) entries_[i] = {kOne, {ids[i], ids[i]}};
}

}  // namespace fauxmart
