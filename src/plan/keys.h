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
// Sessions that ended in an order are even, those that ended in an abandoned cart are odd.
constexpr uint64_t OrderSession(uint64_t key) { return key << 1; }
constexpr uint64_t CartSession(uint64_t key) { return (key << 1) | 1; }

}  // namespace fauxmart
