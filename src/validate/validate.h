// All checks of one dataset, on several threads.
#pragma once

#include <string>

#include "fauxmart/validate.h"
#include "world/world.h"

namespace fauxmart {

// What the request of a dataset says about the rows to expect.
struct Expected {
  const World* world = nullptr;  // whose numbers they keep; null if it is not known
  std::string no_world;          // and why
  // Why planned rates by the hour are no yardstick: effects act on some rows only. Empty: they are.
  std::string no_rates;
};

// As Validate().
arrow::Result<ValidationResult> ValidateDataset(const std::string& dir, const Expected& expected,
                                                const ValidateOptions& options,
                                                const std::atomic<bool>* stop);

}  // namespace fauxmart
