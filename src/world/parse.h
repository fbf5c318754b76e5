// From a document to a World: every key known, every value in its range, every mix summing to 1,
// every name declared where it is used. One message says what is wrong and where; no other effect.
#pragma once

#include <arrow/result.h>

#include "base/document.h"
#include "world/world.h"

namespace fauxmart {

arrow::Result<World> ParseWorld(const Document& document);

}  // namespace fauxmart
