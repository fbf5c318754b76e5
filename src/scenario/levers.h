// Levers by name: what an effect may change, by which operations, and for whom.
//
// A lever is named by its own name ("traffic"), by the path of the world's number or mix
// ("orders.tax_rate", "customers.cohorts.*.channels"), or by a mix's alias ("channel").
#pragma once

#include <arrow/result.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/scalar.h"
#include "scenario/scenario.h"

namespace fauxmart::internal {

// The keys of a filter, in canonical order; the first five choose products.
enum FilterKey {
  kByCategory,
  kBySubcategory,
  kBySku,
  kBySupplier,
  kByTop,
  kByCohort,
  kByState,
  kByRegion,
  kByChannel,
  kByPaymentType,
  kByWarehouse,
  kByHours,
  kFilterKeys
};
inline constexpr std::array<std::string_view, kFilterKeys> kFilterNames = {
    "category", "subcategory", "sku",     "supplier",     "top",       "cohort",
    "state",    "region",      "channel", "payment_type", "warehouse", "hours"};

// A set of them, as bits.
using FilterKeys = uint32_t;
inline constexpr FilterKeys kProductKeys = 0b11111;

struct LeverRules {
  Lever lever = Lever::kTraffic;
  MixKind mix = MixKind::kCohort;    // kMix
  std::vector<uint8_t> mix_rows;     // kMix, as in MixChange
  int number = -1;                   // kNumber, in AllNumbers()
  FilterKeys filters = 0;
  bool needs_products = false;       // a filter by product is required
  bool step_only = false;
  bool whole = false;                // whole numbers only
  std::optional<Bounds> scale, set, add;  // of what may be done to it, or to a mix's entries
  bool move = false;

  bool is_mix() const { return lever == Lever::kMix; }
  bool is_range() const;  // a number that is a range
};

// The rules of a lever as it is written. Refusals read "what; what would be right".
arrow::Result<LeverRules> FindLever(std::string_view text, const World& world);

// Of a path of the world that no effect can change: the lever that comes nearest, empty if none
// does. Nothing for what is no such path.
std::optional<std::string_view> LeverInstead(std::string_view path);

}  // namespace fauxmart::internal
