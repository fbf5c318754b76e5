// Whole blocks of hours: correlations and rates of the hourly counts against the world's.
//
// The correlations are promised within .05, which counts as five standard errors here.
#pragma once

#include <string>

#include "validate/hour_rates.h"
#include "validate/plan_of_checks.h"
#include "validate/shop_rows.h"

namespace fauxmart {

// Why the hours of a sound dataset need not keep the world's correlations; empty: they do.
std::string WhyNoBlocks(const Expected& expected, const PlannedHours& planned);

void CheckBlocks(const Expected& expected, const HourTallies& hours, const PlanOfChecks& plan,
                 Findings* findings);

}  // namespace fauxmart
