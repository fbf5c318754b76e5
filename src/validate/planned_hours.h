// The plan in truth.json, hour by hour.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace fauxmart {

struct PlannedHour {
  double orders = 0, carts = 0, tickets = 0, late = 0;
  double load = 0;
  double failures = 0;   // of the orders paid online
  double late_rate = 0;  // undisturbed
};

struct PlannedHours {
  std::string missing;  // why there is no plan; empty: there is one
  int64_t first = 0;    // counted since 1970
  std::vector<PlannedHour> hours;

  // Null outside the window.
  const PlannedHour* At(int64_t hour) const {
    const bool inside = hour >= first && hour - first < static_cast<int64_t>(hours.size());
    return inside ? &hours[static_cast<size_t>(hour - first)] : nullptr;
  }
};

PlannedHours ReadPlan(const nlohmann::json& truth);

}  // namespace fauxmart
