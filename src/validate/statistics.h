// The dataset's own figures against its rows: metrics, the manifest's counts, the plan in
// truth.json, and the incidents.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>

#include "validate/rate_tallies.h"
#include "validate/shop_rows.h"

namespace fauxmart {

// What the rows came to, of all parts.
struct Measured {
  HourTallies hours;
  RateTallies rates;
  std::map<int64_t, int64_t> labels;  // by incident
};

void CheckMetrics(const ShopRows& shop, const PlanOfChecks& plan, const Measured& measured,
                  Findings* findings);
void CheckIncidents(const ShopRows& shop, const PlanOfChecks& plan, const Measured& measured,
                    Findings* findings);
// Skipped, with the reason, where the manifest does not have what it needs.
void CheckCounts(const nlohmann::json& manifest, const Measured& measured, PlanOfChecks* plan,
                 Findings* findings);
// Hours against the plan, where its counts are exact.
void CheckPlan(const ExpectedHours& hours, const Measured& measured, const PlanOfChecks& plan,
               Findings* findings);
// Rates and mixes.
void CheckRates(const RateTallies& rates, const World& world, const PlanOfChecks& plan,
                Findings* findings);

}  // namespace fauxmart
