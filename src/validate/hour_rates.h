// What an hour's rows should be like: the world's mixes and numbers under the scenario's effects,
// and the plan that truth.json has.
//
// It asks the scenario what its effects say, and no random number. Effects that act on some rows
// only move what can be expected of a mix as a whole: WhoDisturbs() names them, and what they move
// is not compared.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "plan/setup.h"
#include "scenario/scenario.h"
#include "validate/planned_hours.h"
#include "validate/tallies.h"
#include "world/mixes.h"
#include "world/world.h"

namespace fauxmart {

// What the request of a dataset says about its rows.
struct Expected {
  std::string no_world;  // why the rest is not known; empty: it is
  World world;
  Scenario scenario;
  Setup setup;
  std::vector<bool> removed;  // by incident: left out

  bool known() const { return no_world.empty(); }
};

struct HourRates {
  const World* world = nullptr;            // with the hour's numbers
  std::shared_ptr<const World> changed;    // where they are not the world's own
  std::array<Chances, kMixKinds> mixes;
  Chances cart_channels;                   // by cohort; the last row: of nobody knows whom
  Chances categories;                      // of a first line, by the region of its customer
  Chances statuses;                        // 0 cash, 1 online; neither late nor failed
  Chances failures, late, returned;        // returned: by category
  Chances chatbots;
  double page_load = 0;                    // median of site_load_time
  // Are the plan's counts exact, or means?
  bool exact_orders = true, exact_carts = true, exact_late = true, exact_tickets = true;

  const Chances& mix(MixKind kind) const { return mixes[static_cast<size_t>(kind)]; }
};

class ExpectedHours {
 public:
  // `cohorts`, `categories`: 1 for those that some customer or product is of. All outlive it.
  ExpectedHours(const Expected& expected, const PlannedHours& plan, std::vector<uint8_t> cohorts,
                std::vector<uint8_t> categories);

  // Of an hour since 1970; null outside the window.
  std::shared_ptr<const HourRates> At(int64_t hour) const;
  const PlannedHours& plan() const { return plan_; }

 private:
  Chances MixOf(MixKind kind, const std::vector<struct ActiveEffect>& active) const;
  Chances CategoriesAt(int64_t h, const std::vector<struct ActiveEffect>& active) const;
  void Rates(const PlannedHour& planned, HourRates* rates) const;

  const Expected& expected_;
  const PlannedHours& plan_;
  std::vector<uint8_t> cohorts_, categories_;
};

// The name of an effect that acts in the window and for which `moves` holds; empty: none.
std::string WhoDisturbs(const Expected& expected, const std::function<bool(const Effect&)>& moves);

// Does it act on some orders or carts, or on some products, only?
bool IsFiltered(const Effect& effect);
// Are whole categories all that its filter names?
bool ByCategoryOnly(const Effect& effect);

}  // namespace fauxmart
