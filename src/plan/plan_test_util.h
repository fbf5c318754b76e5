// Tests' worlds and runs: the default shop, small.
#pragma once

#include "base/document.h"
#include "base/embedded.h"
#include "plan/setup.h"
#include "world/parse.h"
#include "world/world.h"

namespace fauxmart {

inline const World& DefaultWorld() {
  static const World world =
      *ParseWorld(*Document::Parse(EmbeddedDefaultWorld(), "worlds/default.yaml"));
  return world;
}

// The first `hours` of 2025.
inline Setup SmallSetup(int64_t hours, double orders_per_hour = 800, double intensity = 1) {
  Setup setup;
  setup.seed = 42;
  setup.midnight_us = MicrosOf({2025, 1, 1});
  setup.end_hour = hours;
  setup.orders_per_hour = orders_per_hour;
  setup.intensity = intensity;
  setup.customers = 500;
  setup.products = 100;
  return setup;
}

}  // namespace fauxmart
