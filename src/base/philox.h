// Addressed random numbers: Philox4x32-10, a counter-based generator.
//
// Salmon, Moraes, Dror, Shaw: "Parallel random numbers: as easy as 1, 2, 3", SC'11. The seed is the
// key; the counter is (entity, stream, sub), so every number can be had alone, in any order, on any
// thread. Nothing is carried from one number to the next.
#pragma once

#include <cstddef>
#include <cstdint>

namespace fauxmart {

struct Philox4 {
  uint32_t word[4];
};

// One round trip of the generator: 128 bits for a counter under a key.
inline Philox4 PhiloxBlock(uint64_t key, uint32_t c0, uint32_t c1, uint32_t c2, uint32_t c3) {
  constexpr uint32_t kMul0 = 0xD2511F53u, kMul1 = 0xCD9E8D57u;
  constexpr uint32_t kWeyl0 = 0x9E3779B9u, kWeyl1 = 0xBB67AE85u;
  uint32_t k0 = static_cast<uint32_t>(key), k1 = static_cast<uint32_t>(key >> 32);
#pragma GCC unroll 10
  for (int round = 0; round < 10; ++round) {
    const uint64_t p0 = static_cast<uint64_t>(kMul0) * c0;
    const uint64_t p1 = static_cast<uint64_t>(kMul1) * c2;
    const uint32_t n0 = static_cast<uint32_t>(p1 >> 32) ^ c1 ^ k0;
    const uint32_t n2 = static_cast<uint32_t>(p0 >> 32) ^ c3 ^ k1;
    c1 = static_cast<uint32_t>(p1);
    c3 = static_cast<uint32_t>(p0);
    c0 = n0;
    c2 = n2;
    k0 += kWeyl0;
    k1 += kWeyl1;
  }
  return {{c0, c1, c2, c3}};
}

// The numbers of one entity in one stream. `sub` tells several blocks of a stream apart.
inline Philox4 Draw(uint64_t seed, uint32_t stream, uint64_t entity, uint32_t sub = 0) {
  return PhiloxBlock(seed, static_cast<uint32_t>(entity), static_cast<uint32_t>(entity >> 32),
                     stream, sub);
}

// The same for n entities at once, word by word: a[i] is Draw(.., entities[i], sub).word[0], and so
// on. Any of a, b, c, d may not alias entities.
void DrawMany(uint64_t seed, uint32_t stream, uint32_t sub, const uint64_t* entities, size_t n,
              uint32_t* a, uint32_t* b, uint32_t* c, uint32_t* d);

// Numbers for n consecutive entities first, first + 1, ... written block after block:
// out[4 * i + w] is Draw(.., first + i, 0).word[w].
void DrawRun(uint64_t seed, uint32_t stream, uint64_t first, size_t n, uint32_t* out);

}  // namespace fauxmart
