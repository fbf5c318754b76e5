#include "base/philox.h"

#include "base/philox_wide.h"

namespace fauxmart {

void DrawManyPlain(uint64_t seed, uint32_t stream, uint32_t sub, const uint64_t* entities, size_t n,
                   uint32_t* a, uint32_t* b, uint32_t* c, uint32_t* d) {
  for (size_t i = 0; i < n; ++i) {
    const Philox4 block = Draw(seed, stream, entities[i], sub);
    a[i] = block.word[0];
    b[i] = block.word[1];
    c[i] = block.word[2];
    d[i] = block.word[3];
  }
}

void DrawRunPlain(uint64_t seed, uint32_t stream, uint64_t first, size_t n, uint32_t* out) {
  for (size_t i = 0; i < n; ++i) {
    const Philox4 block = Draw(seed, stream, first + i);
    for (size_t w = 0; w < 4; ++w) out[4 * i + w] = block.word[w];
  }
}

namespace {

// The widest that this machine can run.
const WidePhilox& Widest() {
  static constexpr WidePhilox kPlain = {&DrawManyPlain, &DrawRunPlain};
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (kPhiloxAvx2 != nullptr && __builtin_cpu_supports("avx2")) return *kPhiloxAvx2;
#endif
  return kPlain;
}

const WidePhilox& Wide() {
  static const WidePhilox& wide = Widest();
  return wide;
}

}  // namespace

void DrawMany(uint64_t seed, uint32_t stream, uint32_t sub, const uint64_t* entities, size_t n,
              uint32_t* a, uint32_t* b, uint32_t* c, uint32_t* d) {
  Wide().draw_many(seed, stream, sub, entities, n, a, b, c, d);
}

void DrawRun(uint64_t seed, uint32_t stream, uint64_t first, size_t n, uint32_t* out) {
  Wide().draw_run(seed, stream, first, n, out);
}

}  // namespace fauxmart
