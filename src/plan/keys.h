// Keys: an entity's id is where it was planned, so it is the same in every twin and window.
//
// An order's or cart's key is (hour + 1, slot, place): 16 + 27 + 6 bits. It grows with time and
// stays below 2^49; children append their line in three bits and stay below 2^53, where doubles
// (JSON, JavaScript) are still exact.
#pragma once

#include <cstdint>

namespace fauxmart {

inline constexpr int kPlaceBits = 6, kSlotBits = 27, kHourBits = 16, kLineBits = 3;
inline constexpr int64_t kMaxHours = (int64_t{1} << kHourBits) - 1;
inline constexpr int64_t kMaxSlots = int64_t{1} << kSlotBits;
inline constexpr int kMaxLayers = 1 << kPlaceBits;

constexpr uint64_t MakeKey(int64_t hour, uint32_t slot, uint32_t place) {
  return (static_cast<uint64_t>(hour + 1) << (kSlotBits + kPlaceBits)) |
         (static_cast<uint64_t>(slot) << kPlaceBits) | place;
}
constexpr int64_t HourOfKey(uint64_t key) {
  return static_cast<int64_t>(key >> (kSlotBits + kPlaceBits)) - 1;
}
constexpr uint64_t LineKey(uint64_t key, uint32_t line) { return (key << kLineBits) | line; }
constexpr uint32_t LineOfKey(uint64_t line_key) {
  return static_cast<uint32_t>(line_key & ((1u << kLineBits) - 1));
}
// A ticket's id: its order's key with the bits below the hour mixed by a keyed bijection, so that a
// ticket that names no order does not give it away. Unique, because every step can be undone.
constexpr uint64_t TicketId(uint64_t order_key, uint32_t k0, uint32_t k1) {
  constexpr uint64_t kMask = (uint64_t{1} << (kSlotBits + kPlaceBits)) - 1;
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
