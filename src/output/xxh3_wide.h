// XXH3-128 updates compiled for AVX2 and AVX-512; same hash, three to five times the speed.
#pragma once

#include <cstddef>

namespace fauxmart {

// How xxh3.cc hashes: `state` is an XXH3_state_t.
using Xxh3UpdateFn = void (*)(void* state, const void* data, size_t size);

// The fastest that this machine can run; null: none of these, take the portable one.
Xxh3UpdateFn WideXxh3Update();

void Xxh3UpdateAvx2(void* state, const void* data, size_t size);
void Xxh3UpdateAvx512(void* state, const void* data, size_t size);

}  // namespace fauxmart
