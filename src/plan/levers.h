// The levers of one hour: what all effects that act in it come to.
//
// Effects of one lever combine by one rule: value = (the last set, or the world's) x the product of
// the scales + the sum of the additions. Those without a filter move the hour's counts and rates;
// those with one, and those that act on single draws, are handed down to the rows.
#pragma once

#include <cstdint>
#include <vector>

#include "plan/setup.h"
#include "scenario/scenario.h"

namespace fauxmart {

// A rate and what effects make of it.
struct RateChange {
  double set = 0, scale = 1, add = 0;
  bool has_set = false;

  void Apply(const Effect& effect, double base, double strength, double value);
  double Of(double base) const { return (has_set ? set : base) * scale + add; }
};

// An effect that acts on rows in an hour, and how strongly.
struct ActiveEffect {
  int effect = 0;  // index of Scenario::effects
  double strength = 1, value = 0;

  bool operator==(const ActiveEffect&) const = default;
};

// Traffic that comes for certain products.
struct WantedTraffic {
  int effect = 0;
  double factor = 1;
};

struct HourLevers {
  double traffic = 1, conversion = 1, abandonment = 1, capacity = 1, page_load = 1;
  // The most that filtered traffic, conversion and abandonment could make of the counts.
  double most_orders = 1, most_carts = 1;
  RateChange lateness, tickets, payment_failure;
  std::vector<WantedTraffic> wanted;
  std::vector<ActiveEffect> rows;  // in the scenario's order
  std::vector<ActiveEffect> supply;  // of Lever::kSupply
  std::vector<int> campaigns;  // that run in this hour
};

// The levers of hour h (counted as Setup counts) without the incidents that `removed` names by
// index.
HourLevers LeversAt(const Scenario& scenario, const World& world, const std::vector<bool>& removed,
                    const Setup& setup, int64_t hour);

bool IsRemoved(int incident, const std::vector<bool>& removed);

// Sets the numbers of the world that the hour's effects change.
void ApplyNumbers(const Scenario& scenario, const std::vector<ActiveEffect>& active, World* world);

}  // namespace fauxmart
