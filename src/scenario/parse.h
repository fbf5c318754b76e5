// From a document to a Scenario, checked like a world: one message with place and key, or a value.
//
// Names are checked against the world: levers, and all that filters and mixes name; not the SKUs,
// which the catalogue knows (plan/). Nor are the scenarios of `with` looked for.
#pragma once

#include <arrow/result.h>

#include "base/document.h"
#include "scenario/scenario.h"
#include "world/world.h"

namespace fauxmart {

arrow::Result<Scenario> ParseScenario(const Document& document, const World& world);

}  // namespace fauxmart
