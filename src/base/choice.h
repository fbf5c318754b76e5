// Choosing by probability with one addressed 32-bit number, the same on every machine.
//
// Chance and Thresholds compare the number's upper 31 bits with whole-number thresholds: a chance
// of 0 never and a chance of 1 always happens, and a raised chance keeps every earlier hit, which
// is what keeps a dataset and its twin alike. AliasTable serves large vocabularies in one look-up
// (A. J. Walker 1977; M. D. Vose 1991).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace fauxmart {

// A probability as a threshold of 31-bit numbers.
struct Chance {
  uint32_t threshold = 0;  // 0 .. 2^31
  Chance() = default;
  explicit Chance(double p);
  bool operator==(const Chance&) const = default;
  bool Hit(uint32_t word) const { return (word >> 1) < threshold; }
};

// Rows of cumulative shares over one vocabulary of `size` names.
class Thresholds {
 public:
  Thresholds() = default;
  // Each row sums to 1, up to rounding, or is all zero (then its first name is always chosen).
  explicit Thresholds(const std::vector<std::vector<double>>& rows);
  explicit Thresholds(const std::vector<double>& row)
      : Thresholds(std::vector<std::vector<double>>{row}) {}

  int size() const { return size_; }
  int Pick(uint32_t word, size_t row = 0) const {
    const uint32_t* cumulative = cumulative_.data() + row * static_cast<size_t>(size_ - 1);
    int pick = 0;
    for (int j = 0; j + 1 < size_; ++j) pick += (word >> 1) >= cumulative[j];
    return pick;
  }
  // out[i] = Pick(words[i], row); or from rows[i].
  void PickMany(const uint32_t* words, size_t n, int32_t* out, size_t row = 0) const;
  void PickMany(const uint32_t* words, const int32_t* rows, size_t n, int32_t* out) const;

 private:
  int size_ = 1;
  std::vector<uint32_t> cumulative_;
};

// One entry serves both outcomes, so that a choice touches one cache line.
struct AliasEntry {
  uint32_t threshold;
  uint32_t id[2];  // below the threshold, and from there on
};

class AliasTable {
 public:
  AliasTable() = default;
  // weights[i] > 0 chooses ids[i]; at most 2^27 of them.
  AliasTable(std::span<const uint32_t> weights, std::span<const uint32_t> ids);
  // The same in the memory it is given: id[0] of each is an id, and its threshold the weight.
  explicit AliasTable(std::vector<AliasEntry> weighted);

  bool empty() const { return entries_.empty(); }
  size_t size() const { return entries_.size(); }
  const AliasEntry* entries() const { return entries_.data(); }
  uint32_t Pick(uint32_t place, uint32_t coin) const {
    const AliasEntry& entry = entries_[static_cast<size_t>((place * size_) >> 32)];
    return entry.id[(coin >> 1) >= entry.threshold ? 1 : 0];
  }

 private:
  std::vector<AliasEntry> entries_;
  uint64_t size_ = 0;  // of entries_: a division less in every choice
};

// A whole number from low to high, uniform (Lemire's multiply-shift, unbiased to 2^-32).
inline int UniformInt(uint32_t word, int low, int high) {
  return low + static_cast<int>(
                   (static_cast<uint64_t>(word) * (static_cast<uint64_t>(high) - low + 1)) >> 32);
}

}  // namespace fauxmart
