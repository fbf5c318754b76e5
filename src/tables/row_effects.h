// What acts on the rows of one hour, in the form the samplers use.
//
// Effects that act on single draws become, for every lever, a list of stages. A row has a mask of
// the stages whose filter it passes; what the lever comes to for a mask is worked out once and
// kept. A changed mix keeps a draw x with probability min(1, p'/p) and otherwise draws from the
// positive part of p' - p, each effect with numbers of its own, so that it changes just as many
// rows as it must.
#pragma once

#include <array>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/choice.h"
#include "plan/hour_plan.h"
#include "scenario/scenario.h"
#include "tables/basket.h"
#include "tables/shop.h"

namespace fauxmart {

// Orders or carts as filters see them. Null: not sampled yet, or not a thing they have; a filter
// that asks for it does not pass.
struct RowView {
  const uint64_t* keys = nullptr;
  const int32_t* cohort = nullptr;
  const uint32_t* customer = nullptr;
  const int32_t* channel = nullptr;
  const int32_t* payment = nullptr;
  const int32_t* warehouse = nullptr;
  const BasketTile* basket = nullptr;
};

struct Stage {
  const Effect* effect = nullptr;
  double strength = 1, value = 0;
  const std::vector<uint8_t>* products = nullptr;  // any line's product passes; null: all do
};
using Mask = uint32_t;
inline constexpr size_t kMaxStages = 32;

// The stages of one lever.
class StageList {
 public:
  void Clear() { stages_.clear(), filtered_ = false; }
  void Add(const Stage& stage);
  bool empty() const { return stages_.empty(); }
  bool filtered() const { return filtered_; }
  const std::vector<Stage>& stages() const { return stages_; }
  Mask MaskOf(const Shop& shop, const RowView& rows, size_t i) const;
  // Of a line: its own product has to pass.
  Mask MaskOfLine(const Shop& shop, const RowView& rows, size_t i, uint32_t product) const;
  // The mask where no stage has a filter.
  Mask All() const { return static_cast<Mask>((uint64_t{1} << stages_.size()) - 1); }

 private:
  std::vector<Stage> stages_;
  bool filtered_ = false;
};

// A rate or factor by mask: (last set or base) x scales + additions.
class RateEffects {
 public:
  void Reset(double base);
  void Add(const Stage& stage) { list_.Add(stage); }
  const StageList& list() const { return list_; }
  bool empty() const { return list_.empty(); }
  double At(Mask mask);

 private:
  StageList list_;
  double base_ = 0;
  std::vector<std::pair<Mask, double>> known_;
};

// One effect's change of one row of a mix.
struct Shift {
  uint32_t key = 0;
  std::vector<Chance> keep;  // by value
  Thresholds into;
};
using Chain = std::vector<std::vector<Shift>>;  // by row of the mix

// A mix under its effects.
class MixEffects {
 public:
  // `base`: the undisturbed shares by row.
  void Reset(std::vector<Shares> base);
  void Clear() { list_.Clear(); }
  void Add(const Stage& stage) { list_.Add(stage); }
  const StageList& list() const { return list_; }
  bool empty() const { return list_.empty(); }
  const Chain& At(Mask mask);
  // How a stage changes the shares of a row.
  using Change = Shares (*)(const void* context, const Stage& stage, size_t row,
                            const Shares& shares);
  void set_change(Change change, const void* context) { change_ = change, context_ = context; }

  // The draw `value` of the entity, under the effects in the mask.
  int32_t Apply(uint64_t seed, uint32_t stream, uint64_t entity, Mask mask, size_t row,
                int32_t value);

 private:
  StageList list_;
  std::vector<Shares> base_;
  Change change_ = nullptr;
  const void* context_ = nullptr;
  std::vector<std::pair<Mask, Chain>> known_;
};

// A price under effects, and a campaign that runs.
struct PriceEffect {
  const std::vector<uint8_t>* products = nullptr;
  double factor = 1;
};
struct RunningCampaign {
  int index = 0;
  int64_t discount_ppm = 0;
  const std::vector<uint8_t>* products = nullptr;
};

struct RowEffects {
  const HourEffects* hour = nullptr;
  std::array<MixEffects, kMixKinds> mixes;
  MixEffects demand;  // over cells
  RateEffects orders, carts;  // factors on the planned counts
  RateEffects late, tickets, failures, returns;
  std::vector<PriceEffect> prices;
  std::vector<RunningCampaign> campaigns;

  // Compiles the hour's effects; those of earlier hours are forgotten.
  void Load(const Shop& shop, const HourPlan& plan);
  MixEffects& mix(MixKind kind) { return mixes[static_cast<size_t>(kind)]; }
};

}  // namespace fauxmart
