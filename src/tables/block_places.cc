#include "tables/block_places.h"

#include <algorithm>

namespace fauxmart {

void BlockPlaces::Clear(int place_bits, size_t most) {
  place_bits_ = place_bits;
  n_ = 0;
  entities_.Reserve(most);
  places_.Reserve(most);
}

void BlockPlaces::AddFirst(size_t n, const uint32_t* times, const uint32_t* ranks) {
  n_ = n;
  uint64_t* entities = entities_.get();
  for (size_t i = 0; i < n; ++i) entities[i] = (static_cast<uint64_t>(times[i]) << 32) | ranks[i];
  std::sort(entities, entities + n);
  uint32_t* places = places_.get();
  uint32_t next = 0;
  for (size_t i = 0; i < n; ++i) {
    places[i] = std::max(next, PlaceAt(entities[i]));
    next = places[i] + 1;
  }
  // Pushed over the end? Then close up from there.
  uint32_t end = 1u << place_bits_;
  for (size_t i = n; i > 0 && places[i - 1] >= end; --i) places[i - 1] = --end;
}

bool BlockPlaces::Add(uint32_t time, uint32_t rank) {
  uint64_t* entities = entities_.get();
  uint32_t* places = places_.get();
  const uint64_t entity = (static_cast<uint64_t>(time) << 32) | rank;
  const size_t at =
      static_cast<size_t>(std::upper_bound(entities, entities + n_, entity) - entities);
  const uint32_t lowest = at == 0 ? 0 : places[at - 1] + 1;
  const uint32_t end = at == n_ ? 1u << place_bits_ : places[at];
  if (lowest == end) return false;
  std::copy_backward(entities + at, entities + n_, entities + n_ + 1);
  std::copy_backward(places + at, places + n_, places + n_ + 1);
  entities[at] = entity;
  places[at] = std::clamp(PlaceAt(entity), lowest, end - 1);
  ++n_;
  return true;
}

}  // namespace fauxmart
