#include "tables/hour_shop.h"

#include "plan/levers.h"

namespace fauxmart {

void HourShop::Load(const HourPlan& plan) {
  plan_ = &plan;
  std::vector<ActiveEffect> numbers;
  if (plan.effects != nullptr) {
    for (const ActiveEffect& active : plan.effects->active) {
      const Effect& effect = shop_.scenario.effects[static_cast<size_t>(active.effect)];
      if (effect.lever == Lever::kNumber) numbers.push_back(active);
    }
  }
  if (numbers != numbers_) {
    numbers_ = std::move(numbers);
    if (!numbers_.empty()) {
      world_ = shop_.world;
      ApplyNumbers(shop_.scenario, numbers_, &world_);
      rules_ = MakeRules(world_, shop_.customers, shop_.setup.seed);
    }
  }
  if (plan.effects != nullptr) effects_.Load(shop_, plan);
}

}  // namespace fauxmart
