// The dataset's own figures against its rows: metrics, the manifest's counts, the plan in
// truth.json, and the incidents.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>

#include "validate/shop_rows.h"

namespace fauxmart {

// What the rows came to, of all parts.
struct Measured {
  HourTallies hours;
  std::map<int64_t, int64_t> labels;  // by incident
};

void CheckMetrics(const ShopRows& shop, const PlanOfChecks& plan, const Measured& measured,
                  Findings* findings);
void CheckIncidents(const ShopRows& shop, const PlanOfChecks& plan, const Measured& measured,
                    Findings* findings);
// Each is skipped, with the reason, where the document does not have what it needs.
void CheckCounts(const nlohmann::json& manifest, const Measured& measured, PlanOfChecks* plan,
                 Findings* findings);
// `no_rates`: why planned rates say nothing about the rows; tickets are not compared then either.
void CheckPlan(const nlohmann::json& truth, const Measured& measured, const std::string& no_rates,
               PlanOfChecks* plan, Findings* findings);

}  // namespace fauxmart
