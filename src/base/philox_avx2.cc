// Only the loops here, which are static, are compiled for AVX2: the other headers come first.
#include "base/philox_wide.h"

#if defined(__x86_64__)

#include <immintrin.h>

#include <initializer_list>

#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2")
#endif

namespace fauxmart {
namespace {

// Four 64-bit lanes, of which the low halves count.
struct Lanes {
  using V = __m256i;
  static constexpr size_t kCount = 4;

  static V All(uint32_t x) { return _mm256_set1_epi64x(x); }
  static V Load(const uint64_t* at) { return _mm256_loadu_si256(reinterpret_cast<const V*>(at)); }
  static V First(uint64_t first) {
    return _mm256_add_epi64(_mm256_set1_epi64x(static_cast<int64_t>(first)),
                            _mm256_setr_epi64x(0, 1, 2, 3));
  }
  static V Mul(V x, V y) { return _mm256_mul_epu32(x, y); }
  static V Xor(V x, V y) { return _mm256_xor_si256(x, y); }
  static V High(V x) { return _mm256_srli_epi64(x, 32); }
  static void StoreLow(V x, V y, uint32_t* out) {
    // Within 128-bit halves first: x0 x1 y0 y1, x2 x3 y2 y3.
    const V halves = _mm256_castps_si256(
        _mm256_shuffle_ps(_mm256_castsi256_ps(x), _mm256_castsi256_ps(y), 0x88));
    _mm256_storeu_si256(reinterpret_cast<V*>(out), _mm256_permute4x64_epi64(halves, 0xD8));
  }
  static void StoreBlocks(V c0, V c1, V c2, V c3, uint32_t* out) {
    const V low = _mm256_blend_epi32(c0, _mm256_slli_epi64(c1, 32), 0xAA);
    const V high = _mm256_blend_epi32(c2, _mm256_slli_epi64(c3, 32), 0xAA);
    const V even = _mm256_unpacklo_epi64(low, high), odd = _mm256_unpackhi_epi64(low, high);
    auto* at = reinterpret_cast<V*>(out);
    _mm256_storeu_si256(at, _mm256_permute2x128_si256(even, odd, 0x20));
    _mm256_storeu_si256(at + 1, _mm256_permute2x128_si256(even, odd, 0x31));
  }
};

struct Blocks {
  Lanes::V c0, c1, c2, c3;
};

// Two vectors a word at once: one alone would wait for its multiplications.
inline __attribute__((always_inline)) void RunRounds(uint64_t key, Blocks* x, Blocks* y) {
  const auto mul0 = Lanes::All(0xD2511F53u), mul1 = Lanes::All(0xCD9E8D57u);
  auto k0 = static_cast<uint32_t>(key), k1 = static_cast<uint32_t>(key >> 32);
#pragma GCC unroll 10
  for (int round = 0; round < 10; ++round) {
    const auto key0 = Lanes::All(k0), key1 = Lanes::All(k1);
    for (Blocks* b : {x, y}) {
      const auto p0 = Lanes::Mul(b->c0, mul0), p1 = Lanes::Mul(b->c2, mul1);
      b->c0 = Lanes::Xor(Lanes::Xor(Lanes::High(p1), b->c1), key0);
      b->c2 = Lanes::Xor(Lanes::Xor(Lanes::High(p0), b->c3), key1);
      b->c1 = p1;
      b->c3 = p0;
    }
    k0 += 0x9E3779B9u;
    k1 += 0xBB67AE85u;
  }
}

void DrawManyWide(uint64_t seed, uint32_t stream, uint32_t sub, const uint64_t* entities, size_t n,
                  uint32_t* a, uint32_t* b, uint32_t* c, uint32_t* d) {
  constexpr size_t kStep = 2 * Lanes::kCount;
  size_t i = 0;
  for (; i + kStep <= n; i += kStep) {
    const auto e = Lanes::Load(entities + i), f = Lanes::Load(entities + i + Lanes::kCount);
    const auto third = Lanes::All(stream), fourth = Lanes::All(sub);
    Blocks x{e, Lanes::High(e), third, fourth}, y{f, Lanes::High(f), third, fourth};
    RunRounds(seed, &x, &y);
    Lanes::StoreLow(x.c0, y.c0, a + i);
    Lanes::StoreLow(x.c1, y.c1, b + i);
    Lanes::StoreLow(x.c2, y.c2, c + i);
    Lanes::StoreLow(x.c3, y.c3, d + i);
  }
  DrawManyPlain(seed, stream, sub, entities + i, n - i, a + i, b + i, c + i, d + i);
}

void DrawRunWide(uint64_t seed, uint32_t stream, uint64_t first, size_t n, uint32_t* out) {
  constexpr size_t kStep = 2 * Lanes::kCount;
  size_t i = 0;
  for (; i + kStep <= n; i += kStep) {
    const auto e = Lanes::First(first + i), f = Lanes::First(first + i + Lanes::kCount);
    const auto third = Lanes::All(stream), fourth = Lanes::All(0);
    Blocks x{e, Lanes::High(e), third, fourth}, y{f, Lanes::High(f), third, fourth};
    RunRounds(seed, &x, &y);
    Lanes::StoreBlocks(x.c0, x.c1, x.c2, x.c3, out + 4 * i);
    Lanes::StoreBlocks(y.c0, y.c1, y.c2, y.c3, out + 4 * (i + Lanes::kCount));
  }
  DrawRunPlain(seed, stream, first + i, n - i, out + 4 * i);
}

constexpr WidePhilox kWide = {&DrawManyWide, &DrawRunWide};

}  // namespace

const WidePhilox* const kPhiloxAvx2 = &kWide;

}  // namespace fauxmart

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#else

namespace fauxmart {
const WidePhilox* const kPhiloxAvx2 = nullptr;
}

#endif
