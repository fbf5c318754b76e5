#include "output/xxh3.h"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <bit>
#include <new>

#include "output/xxh3_wide.h"

namespace fauxmart {
namespace {

static_assert(std::endian::native == std::endian::little,
              "canonical values are little-endian, and hashed as they stand in memory");

std::string HexOf(XXH128_hash_t hash) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text(32, '0');
  for (size_t i = 0; i < 16; ++i) {
    text[15 - i] = kDigits[(hash.high64 >> (4 * i)) & 15];
    text[31 - i] = kDigits[(hash.low64 >> (4 * i)) & 15];
  }
  return text;
}

void PortableUpdate(void* state, const void* data, size_t size) {
  XXH3_128bits_update(static_cast<XXH3_state_t*>(state), data, size);
}

Xxh3UpdateFn UpdateFn() {
  static const Xxh3UpdateFn fn = WideXxh3Update() != nullptr ? WideXxh3Update() : PortableUpdate;
  return fn;
}

}  // namespace

Xxh3UpdateFn WideXxh3Update() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f")) return Xxh3UpdateAvx512;
  if (__builtin_cpu_supports("avx2")) return Xxh3UpdateAvx2;
#endif
  return nullptr;
}

Xxh3Stream::Xxh3Stream() {
  static_assert(sizeof(XXH3_state_t) <= kStateBytes && alignof(XXH3_state_t) <= 64);
  XXH3_128bits_reset(new (state_) XXH3_state_t);
}

void Xxh3Stream::Update(const void* data, size_t size) { UpdateFn()(state_, data, size); }

std::string Xxh3Stream::Hex() const {
  return HexOf(XXH3_128bits_digest(reinterpret_cast<const XXH3_state_t*>(state_)));
}

std::string Xxh3Hex(std::string_view text) { return HexOf(XXH3_128bits(text.data(), text.size())); }

uint64_t Xxh3Of64(std::string_view text) { return XXH3_64bits(text.data(), text.size()); }

}  // namespace fauxmart
