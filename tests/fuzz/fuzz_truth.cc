// A truth.json, and a manifest's statistics and seal, of anybody, against the rows of a dataset.
#include <nlohmann/json.hpp>

#include "api/inputs.h"
#include "base/json_text.h"
#include "base/time.h"
#include "engine/dataset_reader.h"
#include "fuzz_target.h"
#include "small_dataset.h"
#include "validate/file_checks.h"
#include "validate/planned_hours.h"
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

Expected SmallExpected() {
  const Inputs& inputs = fuzz::SmallInputs();
  return {"", inputs.world, inputs.scenario, inputs.setup, inputs.removed};
}

}  // namespace

FUZZ_TARGET(truth) {
  static const Dataset dataset = *OpenDataset(fuzz::SmallDatasetOf(0).dir);
  static const Measured measured = SomeRows();
  static const Expected expected = SmallExpected();
  const std::string text(fuzz::TextOf(data, size));
  const auto json = ParseJson<nlohmann::json>(text);
  const PlannedHours planned = ReadPlan(json);
  // Made once: what is noted in it says why a check is not made, and is asked by others than these.
  static PlanOfChecks plan = *MakePlanOfChecks(dataset, expected, PlannedHours{});
  Findings findings(plan.list.size(), 1);
  const ExpectedHours hours(expected, planned,
                            std::vector<uint8_t>(expected.world.customers.cohorts.size(), 1),
                            std::vector<uint8_t>(expected.world.products.categories.size(), 1));
  CheckPlan(hours, measured, plan, &findings);
  CheckCounts(json, measured, &plan, &findings);
  if (json.is_object()) CheckSeal(json, text, &plan, &findings);
  findings.Results(plan.list);
  return 0;
}
