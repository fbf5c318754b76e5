#include "base/philox.h"

#include "base/vector_clones.h"

namespace fauxmart {

FAUXMART_CLONES
void DrawMany(uint64_t seed, uint32_t stream, uint32_t sub, const uint64_t* __restrict entities,
              size_t n, uint32_t* __restrict a, uint32_t* __restrict b, uint32_t* __restrict c,
              uint32_t* __restrict d) {
  for (size_t i = 0; i < n; ++i) {
    const Philox4 block = Draw(seed, stream, entities[i], sub);
    a[i] = block.word[0];
    b[i] = block.word[1];
    c[i] = block.word[2];
    d[i] = block.word[3];
  }
}

FAUXMART_CLONES
void DrawRun(uint64_t seed, uint32_t stream, uint64_t first, size_t n, uint32_t* __restrict out) {
  for (size_t i = 0; i < n; ++i) {
    const Philox4 block = Draw(seed, stream, first + i);
    out[4 * i + 0] = block.word[0];
    out[4 * i + 1] = block.word[1];
    out[4 * i + 2] = block.word[2];
    out[4 * i + 3] = block.word[3];
  }
}

}  // namespace fauxmart
