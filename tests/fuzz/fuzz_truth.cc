// A truth.json, and a manifest's statistics and seal, of anybody, against the rows of a dataset.
#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "base/time.h"
#include "engine/dataset_reader.h"
#include "fuzz_target.h"
#include "small_dataset.h"
#include "validate/file_checks.h"
#include "validate/statistics.h"

using namespace fauxmart;

namespace {

// Two hours with some orders.
Measured SomeRows() {
  Measured measured;
  const int64_t hour = *ParseTime("2025-06-02T10:00:00Z") / kMicrosPerHour;
  measured.hours[hour] = {.orders = 3, .online = 2, .failed = 1, .tickets = 1, .carts = 2};
  measured.hours[hour + 1] = {.orders = 5, .online = 5, .late = 2, .units = 9};
  return measured;
}

}  // namespace

FUZZ_TARGET(truth) {
  static const Dataset dataset = *OpenDataset(fuzz::SmallDatasetOf(0).dir);
  static const Measured measured = SomeRows();
  static const World world;
  const std::string text(fuzz::TextOf(data, size));
  // Made once: what is noted in it says why a check is not made, and is asked by others than these.
  static PlanOfChecks plan = *MakePlanOfChecks(dataset, &world, "");
  Findings findings(plan.list.size(), 1);
  const auto json = ParseJson<nlohmann::json>(text);
  CheckPlan(json, measured, "", &plan, &findings);
  CheckCounts(json, measured, &plan, &findings);
  if (json.is_object()) CheckSeal(json, text, &plan, &findings);
  findings.Results(plan.list);
  return 0;
}
