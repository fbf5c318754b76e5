#include "tables/row_effects.h"

#include <algorithm>
#include <cmath>

#include "base/philox.h"
#include "plan/levers.h"

namespace fauxmart {
namespace {

bool PassesRow(const Shop& shop, const RowFilter& filter, const RowView& rows, size_t i) {
  const auto passes = [](const std::vector<uint8_t>& allowed, const int32_t* values, size_t at) {
    return allowed.empty() || (values != nullptr && allowed[static_cast<size_t>(values[at])] != 0);
  };
  if (!passes(filter.cohorts, rows.cohort, i) || !passes(filter.channels, rows.channel, i) ||
      !passes(filter.payments, rows.payment, i) || !passes(filter.warehouses, rows.warehouse, i)) {
    return false;
  }
  if (filter.regions.empty() && filter.cities.empty()) return true;
  if (rows.customer == nullptr) return false;
  const uint32_t customer = rows.customer[i];
  if (!filter.regions.empty() && filter.regions[shop.customers.region[customer - 1]] == 0) {
    return false;
  }
  return filter.cities.empty() ||
         filter.cities[static_cast<size_t>(shop.customer_sampler->Sample(customer).city)] != 0;
}

bool AnyLine(const BasketTile& basket, const std::vector<uint8_t>& products, size_t i) {
  for (uint32_t line = basket.begin[i]; line < basket.begin[i + 1]; ++line) {
    if (products[basket.product[line] - 1] != 0) return true;
  }
  return false;
}

Shares ChangeMix(const void* /*context*/, const Stage& stage, size_t row, const Shares& shares) {
  const MixChange& change = stage.effect->mix;
  if (!change.rows.empty() && change.rows[row] == 0) return shares;
  return ApplyMixChange(shares, change, stage.strength);
}

Shares ChangeDemand(const void* context, const Stage& stage, size_t /*row*/, const Shares& shares) {
  const Shop& shop = *static_cast<const Shop*>(context);
  const auto effect = static_cast<size_t>(stage.effect - shop.scenario.effects.data());
  const int bit = shop.demand.bit_of_effect[effect];
  Shares changed = shares;
  double sum = 0;
  for (size_t cell = 0; cell < changed.size(); ++cell) {
    if (((shop.demand.cells[cell].effects >> bit) & 1) != 0) changed[cell] *= stage.value;
    sum += changed[cell];
  }
  if (!(sum > 0)) return shares;
  for (double& share : changed) share /= sum;
  return changed;
}

Shift MakeShift(uint32_t key, const Shares& from, const Shares& to) {
  Shift shift;
  shift.key = key;
  Shares gain(from.size());
  double sum = 0;
  bool changes = false;
  for (size_t x = 0; x < from.size(); ++x) {
    shift.keep.emplace_back(from[x] > 0 ? std::min(1.0, to[x] / from[x]) : 1.0);
    gain[x] = std::max(0.0, to[x] - from[x]);
    sum += gain[x];
    changes = changes || to[x] < from[x];
  }
  if (!changes || !(sum > 0)) {
    shift.keep.clear();
    return shift;
  }
  for (double& share : gain) share /= sum;
  shift.into = Thresholds(gain);
  return shift;
}

}  // namespace

void StageList::Add(const Stage& stage) {
  // No more than kMaxStages: BuildShop() has seen to it.
  stages_.push_back(stage);
  filtered_ = filtered_ || stage.effect->rows.any() || stage.products != nullptr;
}

Mask StageList::MaskOf(const Shop& shop, const RowView& rows, size_t i) const {
  if (!filtered_) return All();
  Mask mask = 0;
  for (size_t s = 0; s < stages_.size(); ++s) {
    const Stage& stage = stages_[s];
    const bool in = PassesRow(shop, stage.effect->rows, rows, i) &&
                    (stage.products == nullptr ||
                     (rows.basket != nullptr && AnyLine(*rows.basket, *stage.products, i)));
    if (in) mask |= Mask{1} << s;
  }
  return mask;
}

Mask StageList::MaskOfLine(const Shop& shop, const RowView& rows, size_t i,
                           uint32_t product) const {
  if (!filtered_) return All();
  Mask mask = 0;
  for (size_t s = 0; s < stages_.size(); ++s) {
    const Stage& stage = stages_[s];
    const bool in = PassesRow(shop, stage.effect->rows, rows, i) &&
                    (stage.products == nullptr || (*stage.products)[product - 1] != 0);
    if (in) mask |= Mask{1} << s;
  }
  return mask;
}

void RateEffects::Reset(double base) {
  list_.Clear();
  known_.clear();
  base_ = base;
}

double RateEffects::At(Mask mask) {
  for (const auto& [known, value] : known_) {
    if (known == mask) return value;
  }
  RateChange change;
  for (size_t s = 0; s < list_.stages().size(); ++s) {
    if (((mask >> s) & 1) == 0) continue;
    const Stage& stage = list_.stages()[s];
    change.Apply(*stage.effect, base_, stage.strength, stage.value);
  }
  known_.emplace_back(mask, std::max(0.0, change.Of(base_)));
  return known_.back().second;
}

void MixEffects::Reset(std::vector<Shares> base) {
  known_.clear();
  base_ = std::move(base);
}

const Chain& MixEffects::At(Mask mask) {
  for (const auto& [known, chain] : known_) {
    if (known == mask) return chain;
  }
  Chain chain;
  for (size_t row = 0; row < base_.size(); ++row) {
    std::vector<Shift> shifts;
    Shares shares = base_[row];
    for (size_t s = 0; s < list_.stages().size(); ++s) {
      if (((mask >> s) & 1) == 0) continue;
      const Stage& stage = list_.stages()[s];
      Shares changed = change_(context_, stage, row, shares);
      Shift shift = MakeShift(stage.effect->key, shares, changed);
      if (!shift.keep.empty()) shifts.push_back(std::move(shift));
      shares = std::move(changed);
    }
    chain.push_back(std::move(shifts));
  }
  known_.emplace_back(mask, std::move(chain));
  return known_.back().second;
}

int32_t MixEffects::Apply(uint64_t seed, uint32_t stream, uint64_t entity, Mask mask, size_t row,
                          int32_t value) {
  for (const Shift& shift : At(mask)[row]) {
    const Philox4 words = Draw(seed, stream, entity, shift.key);
    if (!shift.keep[static_cast<size_t>(value)].Hit(words.word[0])) {
      value = shift.into.Pick(words.word[1]);
    }
  }
  return value;
}

void RowEffects::Load(const Shop& shop, const HourPlan& plan) {
  hour = plan.effects.get();
  for (MixEffects& each : mixes) each.Clear();
  demand.Clear();
  orders.Reset(1.0);
  carts.Reset(1.0);
  // Filtered effects act on what those without a filter have made of the hour.
  const auto orders_planned = static_cast<double>(std::max<int64_t>(1, plan.orders));
  late.Reset(static_cast<double>(plan.late) / orders_planned);
  tickets.Reset(static_cast<double>(plan.tickets) / orders_planned);
  failures.Reset(plan.payment_failure_rate);
  returns.Reset(shop.world.returns.rate);
  prices.clear();
  campaigns.clear();
  if (hour == nullptr) return;

  const auto products_of = [&](int effect) {
    const auto& match = shop.matches.by_effect[static_cast<size_t>(effect)];
    return match.empty() ? nullptr : &match;
  };
  for (const ActiveEffect& active : hour->active) {
    const Effect& effect = shop.scenario.effects[static_cast<size_t>(active.effect)];
    const Stage stage{&effect, active.strength, active.value, products_of(active.effect)};
    switch (effect.lever) {
      case Lever::kTraffic:
        orders.Add(stage);
        carts.Add(stage);
        break;
      case Lever::kConversion:
        orders.Add(stage);
        break;
      case Lever::kAbandonment:
        carts.Add(stage);
        break;
      case Lever::kLateness:
        late.Add(stage);
        break;
      case Lever::kTicketRate:
        tickets.Add(stage);
        break;
      case Lever::kPaymentFailure:
        failures.Add(stage);
        break;
      case Lever::kReturnRate:
        returns.Add(stage);
        break;
      case Lever::kDemand: {
        // Its products are cells; only whose baskets it moves is a filter here.
        Stage rows_only = stage;
        rows_only.products = nullptr;
        demand.Add(rows_only);
        break;
      }
      case Lever::kPrice:
        prices.push_back({products_of(active.effect), active.value});
        break;
      case Lever::kMix: {
        MixEffects& mixed = mix(effect.mix.kind);
        if (mixed.empty()) {
          std::vector<Shares> base;
          const size_t rows = MixRows(shop.world, effect.mix.kind).size();
          for (size_t row = 0; row < rows; ++row) {
            base.push_back(effect.mix.kind == MixKind::kCohort
                               ? shop.customers.cohort_shares
                               : MixShares(shop.world, effect.mix.kind, row));
          }
          mixed.Reset(std::move(base));
          mixed.set_change(ChangeMix, nullptr);
        }
        mixed.Add(stage);
        break;
      }
      default:
        break;
    }
  }
  if (!demand.empty()) {
    const Shares& category = shop.category_shares[shop.CategoryRow(plan.hour)];
    Shares cells;
    for (const DemandCells::Cell& cell : shop.demand.cells) {
      cells.push_back(category[static_cast<size_t>(cell.category)] * cell.share);
    }
    demand.Reset({cells});
    demand.set_change(ChangeDemand, &shop);
  }
  for (const int c : hour->campaigns) {
    const Campaign& campaign = shop.scenario.campaigns[static_cast<size_t>(c)];
    campaigns.push_back({c, static_cast<int64_t>(std::floor(campaign.discount_percent * 1e4 + 0.5)),
                         &shop.matches.by_campaign[static_cast<size_t>(c)]});
  }
}

}  // namespace fauxmart
