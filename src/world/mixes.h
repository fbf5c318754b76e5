// The mixes of a world, by path: what an effect can shift.
//
// A mix is a vocabulary with shares, in one or several rows (by cohort, region, state of the order
// ...). Paths are those of the world file, with * for every row: "customers.cohorts.*.channels".
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "world/world.h"

namespace fauxmart {

enum class MixKind : uint8_t {
  kCohort,          // customers.cohorts
  kChannel,         // customers.cohorts.*.channels
  kPayment,         // customers.cohorts.*.payments
  kContact,         // customers.cohorts.*.contact
  kWarehouse,       // customers.regions.*.warehouses
  kItems,           // orders.items: "1" to "5"
  kQuantity,        // orders.quantities: "1" ...
  kExpectedDays,    // orders.expected_days: "1" ...
  kFailureReason,   // orders.failure_reasons
  kTicketCategory,  // tickets.categories.* : failed, delivered, open, cancelled
  kTicketTopic,     // tickets.subcategories.*
  kSeverity,        // tickets.severities
  kLanguage,        // tickets.languages
  kEscalations,     // tickets.escalations: "0" ...
  kStage,           // abandonment.stages
  kAbandonReason,   // abandonment.reasons.*
  kReturnReason,    // products.categories.*.return_reasons
};
inline constexpr size_t kMixKinds = 17;

struct MixDecl {
  MixKind kind;
  std::string_view path;   // with * where there are rows
  std::string_view alias;  // the lever's short name: "channel"
};
const MixDecl& MixDeclOf(MixKind kind);
const std::vector<MixDecl>& AllMixes();

Names MixVocabulary(const World& world, MixKind kind);
Names MixRows(const World& world, MixKind kind);  // one empty name where there are none
Shares MixShares(const World& world, MixKind kind, size_t row);

enum class MixOperation : uint8_t {
  kSet,    // the entries named get these shares, the others share the rest in proportion
  kAdd,    // likewise, by adding
  kScale,  // entries are multiplied, and all brought back to a sum of 1
  kMove,   // the share of `index` goes to `to`
};

// What becomes of a mix under an effect at full strength.
struct MixChange {
  MixKind kind = MixKind::kCohort;
  std::vector<uint8_t> rows;  // by row, 1 where it applies; empty: all
  MixOperation operation = MixOperation::kSet;
  struct Entry {
    int index = 0;
    double value = 0;
    int to = -1;  // kMove
  };
  std::vector<Entry> entries;
};

// `shares` under the change at strength 0 to 1 (kScale: the factor is 1 + (value - 1) x strength).
// Never negative, and sums to 1; a change that leaves nothing leaves the shares as they are.
Shares ApplyMixChange(const Shares& shares, const MixChange& change, double strength);

}  // namespace fauxmart
