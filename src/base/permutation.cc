#include "base/permutation.h"

#include <algorithm>

#include "base/philox.h"
#include "base/vector_clones.h"

namespace fauxmart {

Permutation::Permutation(uint64_t seed, uint32_t stream, uint64_t entity, uint32_t n) : n_(n) {
  a_ = 1;
  while (static_cast<uint64_t>(a_) * a_ < n) ++a_;
  b_ = (n + a_ - 1) / a_;
  reciprocal_ = ((uint64_t{1} << 42) + a_ - 1) / a_;
  for (uint32_t block = 0; block * 4 < kRounds; ++block) {
    const Philox4 words = Draw(seed, stream, entity, block);
    for (int w = 0; w < 4 && block * 4 + w < kRounds; ++w) keys_[block * 4 + w] = words.word[w];
  }
}

FAUXMART_CLONES
void Permutation::Run(uint32_t first, size_t count, uint32_t* __restrict out) const {
  // Row by row of the grid, so that no cell has to be divided.
  uint32_t right = first / a_, left = first % a_;
  for (size_t done = 0; done < count; left = 0, ++right) {
    const size_t run = std::min<size_t>(count - done, a_ - left);
    for (size_t i = 0; i < run; ++i) {
      out[done + i] = Shuffle(left + static_cast<uint32_t>(i), right);
    }
    done += run;
  }
  for (size_t i = 0; i < count; ++i) {
    while (out[i] >= n_) out[i] = Step(out[i]);
  }
}

}  // namespace fauxmart
