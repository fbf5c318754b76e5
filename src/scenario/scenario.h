// A scenario: what happens to the shop, for how long and how strongly.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace fauxmart {

struct Scenario {
  std::string name, description;
  int64_t duration_hours = 0;
  double intensity = 1;
  // Unset: the run decides, then the world.
  std::optional<int64_t> start_us;  // a whole hour
  std::optional<double> orders_per_hour;
  std::optional<int64_t> customers, products;
};

}  // namespace fauxmart
