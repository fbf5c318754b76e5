// A keyed permutation of 0 .. n-1 that gives any element alone, in constant time and no memory.
//
// A generalised Feistel network (Black and Rogaway, "Ciphers with arbitrary finite domains",
// CT-RSA 2002) over a grid a x b >= n as square as can be, with cycle-walking for the few cells
// beyond n. Eight rounds: neighbours stay together more often than chance by about half of
// (1/b)^(rounds/2 - 2), and with six that was 3 % among the 240 orders of a night's hour.
#pragma once

#include <cstddef>
#include <cstdint>

namespace fauxmart {

class Permutation {
 public:
  // n from 1 to 2^28. Equal arguments give equal permutations.
  Permutation(uint64_t seed, uint32_t stream, uint64_t entity, uint32_t n);

  uint32_t operator()(uint32_t i) const {
    do {
      i = Step(i);
    } while (i >= n_);
    return i;
  }

  // out[i] = (*this)(first + i), for i < count.
  void Run(uint32_t first, size_t count, uint32_t* out) const;

  static constexpr int kRounds = 8;

 private:
  uint32_t Step(uint32_t i) const {
    const auto right = static_cast<uint32_t>((i * reciprocal_) >> 42);
    return Shuffle(i - right * a_, right);
  }
  // The cell in column `left` of row `right`.
  uint32_t Shuffle(uint32_t left, uint32_t right) const {
#pragma GCC unroll 4
    for (int round = 0; round < kRounds; round += 2) {
      left += Hash(right ^ keys_[round], a_);
      left -= left >= a_ ? a_ : 0;
      right += Hash(left ^ keys_[round + 1], b_);
      right -= right >= b_ ? b_ : 0;
    }
    return right * a_ + left;
  }
  // A number below `bound` from a keyed half.
  static uint32_t Hash(uint32_t x, uint32_t bound) {
    x *= 0x7feb352du;
    x ^= x >> 15;
    x *= 0x846ca68bu;
    x ^= x >> 16;
    return static_cast<uint32_t>((static_cast<uint64_t>(x) * bound) >> 32);
  }

  uint32_t n_, a_, b_;
  uint64_t reciprocal_;  // of a, scaled by 2^42: exact division for all i below a * b
  uint32_t keys_[kRounds];
};

}  // namespace fauxmart
