// FNV-1a, 32 bits: a name as a number, the same on every machine and in every release.
//
// For keys of random numbers, not for hash tables: nobody is kept from finding two names that
// collide.
#pragma once

#include <cstdint>
#include <string_view>

namespace fauxmart {

constexpr uint32_t Fnv1a32(std::string_view bytes) {
  uint32_t hash = 2166136261u;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return hash;
}

// The published vectors.
static_assert(Fnv1a32("") == 0x811c9dc5u);
static_assert(Fnv1a32("a") == 0xe40c292cu);
static_assert(Fnv1a32("foobar") == 0xbf9cf968u);

}  // namespace fauxmart
