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

// Of an alias table's entry that is not settled yet: see AliasTable's constructor.
constexpr uint32_t kUnsettled = 0xC0000000u;
static_assert(kUnsettled > kOne);

bool Settled(const AliasEntry& entry) { return entry.threshold < kUnsettled; }
uint64_t Fill(const AliasEntry& entry) {
  return uint64_t{entry.threshold & ~kUnsettled} << 32 | entry.id[1];
}
void SetFill(AliasEntry* entry, uint64_t fill) {
  entry->threshold = kUnsettled | static_cast<uint32_t>(fill >> 32);
  entry->id[1] = static_cast<uint32_t>(fill);
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
  std::vector<AliasEntry> weighted(weights.size());
  for (size_t i = 0; i < weights.size(); ++i) weighted[i] = {weights[i], {ids[i], 0}};
  *this = AliasTable(std::move(weighted));
}

// Vose's method in place: until an entry is settled, it holds how full its column is, in whole
// numbers (weight i fills weight * n of a column of height total) and marked by bits that no
// threshold has. Entries are taken from the last to the first, and one that was drained below
// its own height is settled next.
AliasTable::AliasTable(std::vector<AliasEntry> weighted) : entries_(std::move(weighted)) {
  const size_t n = entries_.size();
  size_ = n;
  uint64_t total = 0;
  for (const AliasEntry& entry : entries_) total += entry.threshold;
  for (AliasEntry& entry : entries_) SetFill(&entry, uint64_t{entry.threshold} * n);

  const auto is_small = [&](size_t i) {
    return !Settled(entries_[i]) && Fill(entries_[i]) < total;
  };
  const auto is_large = [&](size_t i) {
    return !Settled(entries_[i]) && Fill(entries_[i]) >= total;
  };
  size_t smalls = n, larges = n;  // all that are small, or large, are below
  while (larges > 0 && !is_large(larges - 1)) --larges;
  while (larges > 0) {
    while (smalls > 0 && !is_small(smalls - 1)) --smalls;
    if (smalls == 0) break;
    size_t small = smalls - 1;
    do {
      AliasEntry& from = entries_[larges - 1];
      const uint64_t fill = Fill(entries_[small]);
      entries_[small].threshold =
          ToThreshold(static_cast<double>(fill) / static_cast<double>(total));
      entries_[small].id[1] = from.id[0];
      SetFill(&from, Fill(from) - (total - fill));
      if (Fill(from) >= total) break;
      small = larges - 1;
      while (larges > 0 && (larges - 1 == small || !is_large(larges - 1))) --larges;
    } while (larges > 0);
  }
  for (AliasEntry& entry : entries_) {
    if (!Settled(entry)) entry = {kOne, {entry.id[0], entry.id[0]}};
  }
}

}  // namespace fauxmart
