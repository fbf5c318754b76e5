// The shop in one hour: its plan, the world's numbers as they are then, and what acts on its rows.
//
// A worker has one for each plan it samples, and loads hour after hour into it. An hour that
// nothing acts on costs nothing to load.
#pragma once

#include <vector>

#include "tables/row_effects.h"
#include "tables/rules.h"
#include "tables/shop.h"

namespace fauxmart {

class HourShop {
 public:
  explicit HourShop(const Shop& shop) : shop_(shop) {}
  HourShop(const HourShop&) = delete;
  HourShop& operator=(const HourShop&) = delete;

  void Load(const HourPlan& plan);

  const Shop& shop() const { return shop_; }
  const HourPlan& plan() const { return *plan_; }
  const World& world() const { return numbers_.empty() ? shop_.world : world_; }
  const Rules& rules() const { return numbers_.empty() ? shop_.rules : rules_; }
  uint64_t seed() const { return shop_.setup.seed; }
  size_t category_row() const { return shop_.CategoryRow(plan_->hour); }
  // Null where nothing acts on rows.
  RowEffects* effects() { return plan_->effects == nullptr ? nullptr : &effects_; }

 private:
  const Shop& shop_;
  const HourPlan* plan_ = nullptr;
  RowEffects effects_;
  std::vector<ActiveEffect> numbers_;  // those that world_ and rules_ have
  World world_;
  Rules rules_;
};

}  // namespace fauxmart
