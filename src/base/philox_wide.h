// Philox for AVX2: the numbers of philox.h, at twice the speed of a loop that compilers vectorise.
//
// A block lies across the low halves of four vectors' 64-bit lanes: a widening multiplication reads
// just those, so what the high halves hold never matters and no lane is ever shuffled in a round.
#pragma once

#include <cstddef>
#include <cstdint>

namespace fauxmart {

// DrawMany and DrawRun of philox.h.
struct WidePhilox {
  void (*draw_many)(uint64_t seed, uint32_t stream, uint32_t sub, const uint64_t* entities,
                    size_t n, uint32_t* a, uint32_t* b, uint32_t* c, uint32_t* d);
  void (*draw_run)(uint64_t seed, uint32_t stream, uint64_t first, size_t n, uint32_t* out);
};

// One block after another, on any processor: also what is left where vectors are not full.
void DrawManyPlain(uint64_t seed, uint32_t stream, uint32_t sub, const uint64_t* entities, size_t n,
                   uint32_t* a, uint32_t* b, uint32_t* c, uint32_t* d);
void DrawRunPlain(uint64_t seed, uint32_t stream, uint64_t first, size_t n, uint32_t* out);

// Null on other processors than x86-64.
extern const WidePhilox* const kPhiloxAvx2;

}  // namespace fauxmart
