// Files against the manifest that lists them.
#pragma once

#include <atomic>
#include <nlohmann/json_fwd.hpp>

#include "validate/plan_of_checks.h"

namespace fauxmart {

// Size and checksum of one file, and that it is no link.
void CheckFile(const Dataset& dataset, const DatasetPart& part, size_t check, Findings* findings);

void CheckListed(const Dataset& dataset, const PlanOfChecks& plan, Findings* findings);
void CheckTotals(const Dataset& dataset, const nlohmann::json& manifest, const PlanOfChecks& plan,
                 Findings* findings);
// `truth`: the text of truth/truth.json; empty if there is none.
void CheckSeal(const nlohmann::json& manifest, const std::string& truth, PlanOfChecks* plan,
               Findings* findings);

}  // namespace fauxmart
