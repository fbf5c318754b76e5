// The places of a block's entities: distinct numbers in the order of their times.
//
// Who is there first keeps its place, so entities of further layers go between those of the layers
// below, whether they are planned or not. A place is the part of the block that its time is in, or
// the nearest that its neighbours leave; where they leave none, another time has to be drawn.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/scratch.h"

namespace fauxmart {

class BlockPlaces {
 public:
  // Empties the block, which will have `most` entities at most, and 2^place_bits places.
  void Clear(int place_bits, size_t most);
  // The first layer: all at once. Times are parts of the block, times 2^32.
  void AddFirst(size_t n, const uint32_t* times, const uint32_t* ranks);
  // One of a further layer. False, and nothing added, if there is no place left at its time.
  bool Add(uint32_t time, uint32_t rank);

  // In the order of time.
  size_t size() const { return n_; }
  uint32_t time(size_t i) const { return static_cast<uint32_t>(entities_[i] >> 32); }
  uint32_t rank(size_t i) const { return static_cast<uint32_t>(entities_[i]); }
  uint32_t place(size_t i) const { return places_[i]; }

 private:
  uint32_t PlaceAt(uint64_t entity) const {
    return static_cast<uint32_t>(entity >> (64 - place_bits_));
  }

  int place_bits_ = 0;
  size_t n_ = 0;
  Scratch<uint64_t> entities_;  // time x 2^32 + rank, ascending
  Scratch<uint32_t> places_;
};

}  // namespace fauxmart
