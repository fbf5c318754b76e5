#include "validate/planned_hours.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/time.h"

namespace fauxmart {

using nlohmann::json;

PlannedHours ReadPlan(const json& truth) {
  PlannedHours plan;
  if (!truth.is_object() || !truth.contains("/plan/orders"_json_pointer) ||
      !truth["plan"]["orders"].is_array() || !truth.contains("/resolved/start"_json_pointer)) {
    plan.missing = "there is no truth/truth.json with the plan";
    return plan;
  }
  const json& start = truth["resolved"]["start"];
  const auto from = ParseTime(start.is_string() ? start.get<std::string>() : "");
  if (!from.ok()) {
    plan.missing = "the plan in truth.json does not say when it starts";
    return plan;
  }
  plan.first = *from / kMicrosPerHour;
  plan.hours.resize(truth["plan"]["orders"].size());
  const std::pair<const char*, double PlannedHour::*> columns[] = {
      {"orders", &PlannedHour::orders},
      {"abandonments", &PlannedHour::carts},
      {"support_tickets", &PlannedHour::tickets},
      {"late_orders", &PlannedHour::late},
      {"load", &PlannedHour::load},
      {"payment_failure_rate", &PlannedHour::failures},
      {"late_rate", &PlannedHour::late_rate}};
  for (const auto& [name, member] : columns) {
    const auto found = truth["plan"].find(name);
    if (found == truth["plan"].end() || !found->is_array() || found->size() != plan.hours.size()) {
      plan.missing = std::string("the plan in truth.json has not as many hours of ") + name;
      plan.hours.clear();
      return plan;
    }
    for (size_t h = 0; h < plan.hours.size(); ++h) {
      const json& value = (*found)[h];
      plan.hours[h].*member = value.is_number() ? value.get<double>() : std::nan("");
    }
  }
  return plan;
}

}  // namespace fauxmart
