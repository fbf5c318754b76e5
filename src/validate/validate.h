// All checks of one dataset, on several threads.
#pragma once

#include <string>

#include "fauxmart/validate.h"
#include "validate/hour_rates.h"

namespace fauxmart {

// As Validate().
arrow::Result<ValidationResult> ValidateDataset(const std::string& dir, const Expected& expected,
                                                const ValidateOptions& options,
                                                const std::atomic<bool>* stop);

}  // namespace fauxmart
