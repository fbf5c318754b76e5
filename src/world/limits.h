// How large a shop may be. Not business numbers: they keep ids, memory and money inside their
// types, and a slip of the keyboard from asking for a billion customers.
#pragma once

#include <cstddef>
#include <cstdint>

#include "base/reader.h"

namespace fauxmart {

inline constexpr int64_t kMaxCustomers = 50'000'000;
inline constexpr int64_t kMaxProducts = 5'000'000;
inline constexpr Bounds kOrdersPerHour{0.001, 100'000'000};
inline constexpr Bounds kIntensity{0.001, 1000};

inline constexpr size_t kMaxPersonNames = 100'000;  // first names, last names
inline constexpr size_t kMaxQuantity = 50;          // units a line
inline constexpr size_t kMaxExpectedDays = 30;
inline constexpr size_t kMaxEscalations = 20;
inline constexpr size_t kMaxSeasonPoints = 366;
inline constexpr size_t kRatings = 5;

// A product's price, and so a line's value in cents, stays below 2^32.
inline constexpr Bounds kPrice{0.01, 900'000};

}  // namespace fauxmart
