// Keys: an entity's id is where it was planned, so it is the same in every twin and window.
//
// An order's or cart's key is (hour + 1, block, place): 16 + 33 bits. Blocks are equal parts of the
// hour, and the orders of a block have places in the order of time, so keys grow with time. They
// stay below 2^49; children append their line in three bits and stay below 2^53, where doubles
// (JSON, JavaScript) are still exact.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>

namespace fauxmart {

inline constexpr int kPositionBits = 33, kHourBits = 16, kLineBits = 3;
inline constexpr int64_t kMaxHours = (int64_t{1} << kHourBits) - 1;
// Undisturbed orders of an hour, and what effects may make of them.
inline constexpr int kPopulationBits = 27;
inline constexpr int64_t kMaxPopulation = int64_t{1} << kPopulationBits;
inline constexpr int kMaxLayers = 64;
// So that the places of a block are always enough.
inline constexpr int64_t kMaxPlanned = int64_t{1} << 29;

// An hour is cut into 2^BlockBits equal blocks, which hold 8 to 16 of its population each.
constexpr int BlockBits(uint32_t population) {
  return std::max(0, static_cast<int>(std::bit_width(population)) - 4);
}
constexpr uint32_t BlockCount(uint32_t population) { return 1u << BlockBits(population); }
// Of a block: several times what may come into it. Every bit more makes files 1.5 % larger.
constexpr int PlaceBits(uint32_t population) {
  return std::min(11, kPositionBits - BlockBits(population));
}

constexpr uint64_t MakeKey(int64_t hour, uint64_t position) {
  return (static_cast<uint64_t>(hour + 1) << kPositionBits) | position;
}
constexpr int64_t HourOfKey(uint64_t key) { return static_cast<int64_t>(key >> kPositionBits) - 1; }
constexpr uint64_t LineKey(uint64_t key, uint32_t line) { return (key << kLineBits) | line; }
constexpr uint32_t LineOfKey(uint64_t line_key) {
  return static_cast<uint32_t>(line_key & ((1u << kLineBits) - 1));
}
// A ticket's id: its order's key with the bits below the hour mixed by a keyed bijection, so that a
// ticket that names no order does not give it away. Unique, because every step can be undone.
constexpr uint64_t TicketId(uint64_t order_key, uint32_t k0, uint32_t k1) {
  constexpr uint64_t kMask = (uint64_t{1} << kPositionBits) - 1;
  uint64_t x = order_key & kMask;
  x = (x * (k0 | 1u) + k1) & kMask;
  x ^= x >> 17;
  x = (x * (k1 | 1u) + k0) & kMask;
  x ^= x >> 16;
  return (order_key & ~kMask) | x;
}
// Sessions that ended in an order are even, those that ended in an abandoned cart are odd.
constexpr uint64_t OrderSession(uint64_t key) { return key << 1; }
constexpr uint64_t CartSession(uint64_t key) { return (key << 1) | 1; }

}  // namespace fauxmart
