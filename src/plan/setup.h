// The numbers of a run, resolved: what the request, the scenario and the world together say.
#pragma once

#include <cstdint>

#include "base/time.h"

namespace fauxmart {

// Hours h count from midnight (UTC) of the day the scenario starts, so that the daily curve and
// every key stay where they are however long the window is.
struct Setup {
  uint64_t seed = 1;
  int64_t midnight_us = 0;   // of the start's day
  int64_t scenario_hour = 0; // h of the start: 0 .. 23
  int64_t first_hour = 0;    // h of the first hour made; after scenario_hour with --hours
  int64_t end_hour = 0;      // h behind the last hour made
  double orders_per_hour = 0;
  double intensity = 1;
  int64_t customers = 0;
  int64_t products = 0;
  bool by_date = false; // parts of fact tables end at midnight and lie in a folder a day

  int64_t start_us() const { return midnight_us + scenario_hour * kMicrosPerHour; }
  int64_t HourStart(int64_t hour) const { return midnight_us + hour * kMicrosPerHour; }
  int64_t hours() const { return end_hour - first_hour; }
};

}  // namespace fauxmart
