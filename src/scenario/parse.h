// From a document to a Scenario, checked like a world: one message with place and key, or a value.
#pragma once

#include <arrow/result.h>

#include "base/document.h"
#include "scenario/scenario.h"

namespace fauxmart {

arrow::Result<Scenario> ParseScenario(const Document& document);

}  // namespace fauxmart
