#include "tables/shop.h"

#include <fmt/format.h>

#include <map>

#include "plan/chunks.h"
#include "plan/seasons.h"
#include "tables/row_effects.h"
#include "tables/stock.h"

namespace fauxmart {
namespace {

using arrow::Status;

Status MatchAll(Shop* shop) {
  for (const Effect& effect : shop->scenario.effects) {
    std::vector<uint8_t> match;
    if (effect.products.any()) {
      ARROW_ASSIGN_OR_RAISE(match,
                            MatchProducts(shop->products, effect.products, effect.sku_place));
    }
    shop->matches.by_effect.push_back(std::move(match));
  }
  for (const Campaign& campaign : shop->scenario.campaigns) {
    ARROW_ASSIGN_OR_RAISE(std::vector<uint8_t> match,
                          MatchProducts(shop->products, campaign.products, campaign.sku_place));
    shop->matches.by_campaign.push_back(std::move(match));
  }
  return Status::OK();
}

// A row's mask has a bit for each effect of one lever.
Status CheckStages(const Scenario& scenario) {
  std::map<std::pair<Lever, int>, size_t> stages;
  for (const Effect& effect : scenario.effects) {
    if (effect.lever == Lever::kNumber) continue;
    const int kind = effect.lever == Lever::kMix ? static_cast<int>(effect.mix.kind) : 0;
    if (++stages[{effect.lever, kind}] <= kMaxStages) continue;
    return Status::Invalid(fmt::format(
        "{}: effects.{}: more than {} effects of the lever {} in one composition; join some",
        effect.place.ToString(), effect.name, kMaxStages, effect.lever_text));
  }
  return Status::OK();
}

// Hours to plan and the shares of their days.
struct Window {
  Setup setup;
  Timeline timeline;
  std::vector<Shares> shares;
};

arrow::Result<Window> MakeWindow(const Shop& shop, const Setup& setup) {
  Window window{setup, {}, {}};
  ARROW_ASSIGN_OR_RAISE(window.timeline, MakeTimeline(shop.world, setup));
  window.shares = CategorySharesByDay(shop.world, setup, shop.products, /*tracked=*/true);
  return window;
}

// The plan of the shop's window. Stock is sold from the scenario's start on, so with any the plan
// is made from there and the window cut out of it.
arrow::Result<Plan> SolvePlan(const Shop& shop, const Window& window,
                              const std::vector<bool>& removed) {
  const HourContext context{shop.world, window.setup, shop.scenario, shop.products, shop.tracked};
  ARROW_ASSIGN_OR_RAISE(Plan plan, MakePlan(context, window.timeline, window.shares, removed));
  if (shop.tracked.HasStock()) SolveStock(shop, removed, &plan);
  const auto before = window.setup.first_hour - shop.setup.first_hour;
  plan.hours.erase(plan.hours.begin(), plan.hours.begin() - before);
  plan.setup = shop.setup;
  return plan;
}

}  // namespace

arrow::Result<std::unique_ptr<const Shop>> BuildShop(const World& world, const Setup& setup,
                                                     const Scenario& scenario,
                                                     const std::vector<bool>& removed,
                                                     bool with_twins) {
  auto shop = std::make_unique<Shop>();
  shop->world = world;
  shop->setup = setup;
  shop->scenario = scenario;
  shop->removed = removed;
  shop->removed.resize(scenario.incidents.size());
  // First what can be refused by arithmetic alone.
  ARROW_ASSIGN_OR_RAISE(const Timeline timeline, MakeTimeline(shop->world, setup));
  shop->chunks = CutChunks(timeline.hours, setup.by_date);
  ARROW_RETURN_NOT_OK(CheckStages(scenario));
  shop->products = BuildProducts(shop->world, setup);
  ARROW_RETURN_NOT_OK(MatchAll(shop.get()));
  ARROW_ASSIGN_OR_RAISE(shop->tracked, TrackProducts(scenario, &shop->products));
  ARROW_ASSIGN_OR_RAISE(shop->demand,
                        MakeDemandCells(scenario, shop->products, shop->matches.by_effect));
  // From the scenario's start on, because stock may be sold before the first hour that is made.
  Setup from_start = setup;
  from_start.first_hour = setup.scenario_hour;
  shop->first_day = from_start.first_hour / 24;
  shop->category_shares =
      CategorySharesByDay(shop->world, from_start, shop->products, /*tracked=*/false);
  shop->category_by_day = Thresholds(shop->category_shares);
  shop->customers = BuildCustomers(shop->world, setup);
  shop->customer_sampler.emplace(shop->world, setup.seed);
  shop->rules = MakeRules(shop->world, shop->customers, setup.seed);

  ARROW_ASSIGN_OR_RAISE(const Window window,
                        MakeWindow(*shop, shop->tracked.HasStock() ? from_start : setup));
  ARROW_ASSIGN_OR_RAISE(shop->plan, SolvePlan(*shop, window, shop->removed));
  for (size_t i = 0; with_twins && i < scenario.incidents.size(); ++i) {
    if (shop->removed[i]) continue;
    std::vector<bool> without = shop->removed;
    without[i] = true;
    ARROW_ASSIGN_OR_RAISE(Plan plan, SolvePlan(*shop, window, without));
    shop->twins.push_back({static_cast<int>(i), std::move(plan)});
  }
  return shop;
}

}  // namespace fauxmart
