// XXH3 for AVX512, whatever the flags of the build. Only xxHash's own functions, all static, are
// compiled for it: the other headers come first.
#include "output/xxh3_wide.h"

#if defined(__x86_64__)

#include <immintrin.h>

#include <cstdlib>
#include <cstring>

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx512f"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"  // g++ 12's own intrinsics
#pragma GCC target("avx512f")
#endif

#define XXH_VECTOR XXH_AVX512
#define XXH_INLINE_ALL
#include <xxhash.h>

namespace fauxmart {

void Xxh3UpdateAvx512(void* state, const void* data, size_t size) {
  XXH3_128bits_update(static_cast<XXH3_state_t*>(state), data, size);
}

}  // namespace fauxmart

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#endif
