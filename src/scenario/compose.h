// Composition: one scenario laid over another, some hours later.
//
// What is laid over brings its effects, campaigns and incidents, shifted; not its duration,
// intensity or rate. An incident whose name is taken is called NAME@OFFSET.
#pragma once

#include <arrow/result.h>

#include <cstdint>

#include "scenario/scenario.h"

namespace fauxmart {

// Adds `other`, shifted by `offset_hours`, to `scenario`. Refused: the same scenario twice at the
// same offset.
arrow::Status LayOver(const Scenario& other, int64_t offset_hours, Scenario* scenario);

}  // namespace fauxmart
