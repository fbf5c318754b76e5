// Shapes in time: how strong an effect is in an hour.
//
// Hours count from the scenario's start. An hour has one value: a ramp's and a fade's is the mean
// over the hour, all others' that at the start of the hour. Only IEEE basic operations and our own
// Sin, Exp and Log, so every machine agrees; an exponential applies its factor by whole
// multiplications where the time is a whole multiple of `every`, so that 2 every 1h is exactly 1,
// 2, 4, 8.
#pragma once

#include <cstdint>

#include "scenario/scenario.h"

namespace fauxmart {

// Does the effect act in this hour: from <= hour < to, and in its hours of the day? `start_us` is
// the scenario's start.
bool ActsAt(const Effect& effect, int64_t hour, int64_t start_us);

// 0 to 1 of full strength, for steps, ramps, fades, pulses and periods; 1 for all others. Only of
// hours in which the effect acts.
double StrengthAt(const Effect& effect, int64_t hour, int64_t start_us);

// kScale: the factor of the hour, which is 1 + (value - 1) x strength, or the shape's own.
// kSet, kAdd: the value at full strength: effect.value, or the table's.
double ValueAt(const Effect& effect, int64_t hour, int64_t start_us);

}  // namespace fauxmart
