// Composition: one scenario laid over another, some hours later.
//
// What is laid over brings its effects, campaigns and incidents, shifted; not its duration,
// intensity or rate. An incident or campaign whose name is taken is called NAME@OFFSET (and -2, -3
// ... behind it, should that be taken too).
#pragma once

#include <arrow/result.h>

#include <cstdint>

#include "scenario/scenario.h"

namespace fauxmart {

// Adds `other`, shifted by `offset_hours`, to `scenario`. Refused, with `scenario` as it was: the
// same scenario twice at the same offset.
arrow::Status LayOver(const Scenario& other, int64_t offset_hours, Scenario* scenario);

// Effect::key of an effect in a layer.
uint32_t EffectKey(const Layer& layer, const Effect& effect);

}  // namespace fauxmart
