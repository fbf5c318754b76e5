#include "tables/stock.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <memory>

#include "plan/keys.h"
#include "plan/levers.h"
#include "scenario/shape.h"
#include "tables/arrivals.h"
#include "tables/order_tile.h"

namespace fauxmart {
namespace {

constexpr uint64_t kForEver = std::numeric_limits<uint64_t>::max();
constexpr int64_t kUnlimited = std::numeric_limits<int64_t>::max();
// Orders looked at in one go.
constexpr int64_t kBatch = 4096;

// The stock of one product, hour after hour.
struct Shelf {
  int64_t units = kUnlimited;
  const Effect* effect = nullptr;    // that set it; null: nothing did yet
  std::map<int64_t, int64_t> coming;  // hour -> units that arrive
  double lead_time = 1;               // factor
};

// Lines of each product with stock that the hour's ranks ask for.
std::vector<int64_t> CountByRank(const Shop& shop, const HourPlan& hour) {
  const TrackedHour& tracked = hour.effects->tracked;
  std::vector<int64_t> lines(shop.tracked.with_stock);
  int64_t end = std::min(tracked.end_rank, hour.orders);
  for (size_t i = 0; i < lines.size(); ++i) {
    lines[i] = tracked.with_stock[i].Below(end);
    end -= lines[i];
  }
  return lines;
}

// Can the lines be counted without looking at orders?
bool IsCountable(const Shop& shop, const HourPlan& hour) {
  if (hour.order_ranks != hour.orders) return false;
  for (const ActiveEffect& active : hour.effects->active) {
    const Effect& effect = shop.scenario.effects[static_cast<size_t>(active.effect)];
    if (effect.lever == Lever::kTraffic || effect.lever == Lever::kConversion) return false;
  }
  // Visitors who choose among several products do so by numbers of their own.
  for (const WantWindow& window : hour.effects->wanted) {
    if (shop.tracked.wanted[static_cast<size_t>(window.effect)].size() != 1) return false;
  }
  return true;
}

// Looks at the hour's orders in the order of time.
class HourWalk {
 public:
  explicit HourWalk(const Shop& shop)
      : shop_(shop), hour_(shop), arrivals_(shop.setup, kOrderArrivals) {}

  // Sells what there is; notes up to which key in the hour's states.
  void Sell(const HourPlan& plan, std::vector<TrackedState>* states, std::vector<Shelf>* shelves) {
    hour_.Load(plan);
    const uint32_t blocks = BlockCount(plan.base_orders);
    arrivals_.LoadHour(plan.hour, plan.base_orders, plan.order_ranks, 0, blocks);
    for (uint32_t first = 0; first < blocks;) {
      const uint32_t end = std::min(blocks, first + arrivals_.BlocksFor(kBatch));
      arrivals_.Sample(first, end, &tile_.arrivals);
      first = end;
      SampleVisits(&hour_, &tile_);
      for (size_t i = 0; i < tile_.size(); ++i) {
        const uint64_t key = tile_.arrivals.keys[i];
        bool wanted = false;
        const int place = TrackedPlace(hour_, tile_.arrivals.ranks[i], key, &wanted);
        if (place < 0 || static_cast<size_t>(place) >= shelves->size()) continue;
        Shelf& shelf = (*shelves)[static_cast<size_t>(place)];
        if (shelf.units == kUnlimited) continue;
        if (shelf.units > 0) {
          --shelf.units;
          (*states)[static_cast<size_t>(place)].sold_until = key;
        }
      }
    }
  }

 private:
  const Shop& shop_;
  HourShop hour_;
  ArrivalSampler arrivals_;
  OrderTile tile_;
};

void OpenHour(const Shop& shop, const std::vector<bool>& removed, int64_t hour,
              std::vector<Shelf>* shelves) {
  const Setup& setup = shop.setup;
  const int64_t since = hour - setup.scenario_hour;
  for (Shelf& shelf : *shelves) {
    shelf.lead_time = 1;
    if (const auto arrival = shelf.coming.find(hour); arrival != shelf.coming.end()) {
      if (shelf.units != kUnlimited) shelf.units += arrival->second;
      shelf.coming.erase(arrival);
    }
  }
  for (size_t e = 0; e < shop.scenario.effects.size(); ++e) {
    const Effect& effect = shop.scenario.effects[e];
    if (IsRemoved(effect.incident, removed)) continue;
    for (const uint32_t place : shop.tracked.acts_on[e]) {
      if (place >= shelves->size()) continue;
      Shelf& shelf = (*shelves)[place];
      if (effect.lever == Lever::kLeadTime && ActsAt(effect, since, setup.start_us())) {
        shelf.lead_time *= ValueAt(effect, since, setup.start_us());
      }
      if (effect.lever != Lever::kStock) continue;
      if (since == effect.from) {
        shelf.units = std::llround(effect.value);
        shelf.effect = &effect;
        shelf.coming.clear();
      } else if (since == effect.to && shelf.effect == &effect) {
        shelf = Shelf();
      }
    }
  }
}

// What runs out is ordered again, and comes after the supplier's lead time.
void Reorder(const Shop& shop, int64_t hour, size_t place, Shelf* shelf) {
  if (shelf->effect == nullptr || shelf->effect->reorder == 0 || !shelf->coming.empty()) return;
  const Product& product = shop.products.products[shop.tracked.ids[place] - 1];
  const Supplier& supplier = shop.world.suppliers[static_cast<size_t>(product.supplier)];
  const double hours = supplier.lead_time_days * 24.0 * shelf->lead_time;
  shelf->coming[hour + std::max<int64_t>(1, std::llround(hours))] = shelf->effect->reorder;
}

}  // namespace

void SolveStock(const Shop& shop, const std::vector<bool>& removed, Plan* plan) {
  std::vector<Shelf> shelves(shop.tracked.with_stock);
  HourWalk walk(shop);
  for (HourPlan& hour : plan->hours) {
    OpenHour(shop, removed, hour.hour, &shelves);
    const bool limited = std::any_of(shelves.begin(), shelves.end(),
                                     [](const Shelf& shelf) { return shelf.units != kUnlimited; });
    if (!limited) continue;
    auto effects = std::make_shared<HourEffects>(*hour.effects);
    std::vector<TrackedState>& states = effects->tracked.states;
    bool look = !IsCountable(shop, hour);
    std::vector<int64_t> lines;
    if (!look) {
      lines = CountByRank(shop, hour);
      for (const WantWindow& window : hour.effects->wanted) {
        const uint32_t place = shop.tracked.wanted[static_cast<size_t>(window.effect)].front();
        if (place < lines.size()) lines[place] += window.end - window.first;
      }
      for (size_t i = 0; i < shelves.size(); ++i) {
        look = look || (shelves[i].units > 0 && shelves[i].units < lines[i]);
      }
    }
    for (size_t i = 0; i < shelves.size(); ++i) {
      if (shelves[i].units == kUnlimited) continue;
      states[i].lost = shelves[i].effect->lost;
      states[i].lost_key = shelves[i].effect->key;
      states[i].sold_until = 0;
    }
    std::vector<bool> stocked(shelves.size());
    for (size_t i = 0; i < shelves.size(); ++i) stocked[i] = shelves[i].units > 0;
    if (look) {
      walk.Sell(hour, &states, &shelves);
    } else {
      for (size_t i = 0; i < shelves.size(); ++i) {
        if (shelves[i].units == kUnlimited || shelves[i].units == 0) continue;
        shelves[i].units -= lines[i];
      }
    }
    for (size_t i = 0; i < shelves.size(); ++i) {
      if (shelves[i].units == kUnlimited) continue;
      // Nobody comes after the last unit of the hour, or there are more.
      if (stocked[i] && shelves[i].units > 0) states[i].sold_until = kForEver;
      if (stocked[i] && shelves[i].units == 0 && !look) states[i].sold_until = kForEver;
      if (shelves[i].units == 0) Reorder(shop, hour.hour, i, &shelves[i]);
    }
    hour.effects = std::move(effects);
  }
}

}  // namespace fauxmart
