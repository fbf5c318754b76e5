#include "world/mixes.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace fauxmart {
namespace {

// Rows of tickets.categories, in the order of AnchorState.
constexpr std::array<std::string_view, kAnchorStates> kStateRows = {"failed", "delivered", "open",
                                                                    "cancelled"};

template <typename Named>
Names NamesOf(const std::vector<Named>& all) {
  Names names;
  for (const Named& one : all) names.push_back(one.name);
  return names;
}

// "1", "2", ...: what a list of shares counts.
Names Counted(size_t size, int first) {
  Names names;
  for (size_t i = 0; i < size; ++i) names.push_back(std::to_string(first + static_cast<int>(i)));
  return names;
}

template <typename Having>
Shares SharesOf(const std::vector<Having>& all) {
  Shares shares;
  for (const Having& one : all) shares.push_back(one.share);
  return shares;
}

// What the entries named become; the others are left to the caller.
double Changed(double share, const MixChange& change, double value, double strength) {
  double result = share;
  switch (change.operation) {
    case MixOperation::kSet:
      result = share + (value - share) * strength;
      break;
    case MixOperation::kAdd:
      result = share + value * strength;
      break;
    case MixOperation::kScale:
      result = share * (1 + (value - 1) * strength);
      break;
    case MixOperation::kMove:
      break;
  }
  return std::max(0.0, result);
}

// All moves look at the shares as they were, so the order of entries does not matter.
Shares Moved(const Shares& shares, const MixChange& change, double strength) {
  Shares result = shares;
  for (const MixChange::Entry& entry : change.entries) {
    const double moved = shares[entry.index] * strength;
    result[entry.index] -= moved;
    result[entry.to] += moved;
  }
  for (double& share : result) share = std::max(0.0, share);
  return result;
}

}  // namespace

const std::vector<MixDecl>& AllMixes() {
  static const std::vector<MixDecl> mixes = {
      {MixKind::kCohort, "customers.cohorts", "cohort"},
      {MixKind::kChannel, "customers.cohorts.*.channels", "channel"},
      {MixKind::kPayment, "customers.cohorts.*.payments", "payment_type"},
      {MixKind::kContact, "customers.cohorts.*.contact", "contact"},
      {MixKind::kWarehouse, "customers.regions.*.warehouses", "warehouse"},
      {MixKind::kItems, "orders.items", "items"},
      {MixKind::kQuantity, "orders.quantities", "quantity"},
      {MixKind::kExpectedDays, "orders.expected_days", "expected_days"},
      {MixKind::kFailureReason, "orders.failure_reasons", "failure_reason"},
      {MixKind::kTicketCategory, "tickets.categories.*", "ticket_category"},
      {MixKind::kTicketTopic, "tickets.subcategories.*", "ticket_topic"},
      {MixKind::kSeverity, "tickets.severities", "severity"},
      {MixKind::kLanguage, "tickets.languages", "language"},
      {MixKind::kEscalations, "tickets.escalations", "escalations"},
      {MixKind::kStage, "abandonment.stages", "stage"},
      {MixKind::kAbandonReason, "abandonment.reasons.*", "abandon_reason"},
      {MixKind::kReturnReason, "products.categories.*.return_reasons", "return_reason"},
  };
  return mixes;
}

const MixDecl& MixDeclOf(MixKind kind) { return AllMixes()[static_cast<size_t>(kind)]; }

Names MixVocabulary(const World& world, MixKind kind) {
  switch (kind) {
    case MixKind::kCohort:
      return NamesOf(world.customers.cohorts);
    case MixKind::kChannel:
      return world.channels;
    case MixKind::kPayment:
      return NamesOf(world.payment_types);
    case MixKind::kContact:
      return world.contact_channels;
    case MixKind::kWarehouse:
      return world.warehouses;
    case MixKind::kItems:
      return Counted(world.orders.items.size(), 1);
    case MixKind::kQuantity:
      return Counted(world.orders.quantities.size(), 1);
    case MixKind::kExpectedDays:
      return Counted(world.orders.expected_days.size(), 1);
    case MixKind::kFailureReason:
      return world.orders.failure_reasons.names;
    case MixKind::kTicketCategory:
      return world.tickets.categories;
    case MixKind::kTicketTopic:
      return world.tickets.subcategories;
    case MixKind::kSeverity:
      return NamesOf(world.tickets.severities);
    case MixKind::kLanguage:
      return world.tickets.languages.names;
    case MixKind::kEscalations:
      return Counted(world.tickets.escalations.size(), 0);
    case MixKind::kStage:
      return world.abandonment.stages.names;
    case MixKind::kAbandonReason:
      return world.abandonment.reasons;
    case MixKind::kReturnReason:
      return world.return_reasons;
  }
  return {};
}

Names MixRows(const World& world, MixKind kind) {
  switch (kind) {
    case MixKind::kChannel:
    case MixKind::kPayment:
    case MixKind::kContact:
      return NamesOf(world.customers.cohorts);
    case MixKind::kWarehouse:
      return NamesOf(world.customers.regions);
    case MixKind::kTicketCategory:
      return {kStateRows.begin(), kStateRows.end()};
    case MixKind::kTicketTopic:
      return world.tickets.categories;
    case MixKind::kAbandonReason:
      return world.abandonment.stages.names;
    case MixKind::kReturnReason:
      return NamesOf(world.products.categories);
    default:
      return {""};
  }
}

Shares MixShares(const World& world, MixKind kind, size_t row) {
  switch (kind) {
    case MixKind::kCohort:
      return SharesOf(world.customers.cohorts);
    case MixKind::kChannel:
      return world.customers.cohorts[row].channels;
    case MixKind::kPayment:
      return world.customers.cohorts[row].payments;
    case MixKind::kContact:
      return world.customers.cohorts[row].contact;
    case MixKind::kWarehouse:
      return world.customers.regions[row].warehouses;
    case MixKind::kItems:
      return world.orders.items;
    case MixKind::kQuantity:
      return world.orders.quantities;
    case MixKind::kExpectedDays:
      return world.orders.expected_days;
    case MixKind::kFailureReason:
      return world.orders.failure_reasons.shares;
    case MixKind::kTicketCategory:
      return world.tickets.category_shares[row];
    case MixKind::kTicketTopic:
      return world.tickets.subcategory_shares[row];
    case MixKind::kSeverity:
      return SharesOf(world.tickets.severities);
    case MixKind::kLanguage:
      return world.tickets.languages.shares;
    case MixKind::kEscalations:
      return world.tickets.escalations;
    case MixKind::kStage:
      return world.abandonment.stages.shares;
    case MixKind::kAbandonReason:
      return world.abandonment.reason_shares[row];
    case MixKind::kReturnReason:
      return world.products.categories[row].return_reasons;
  }
  return {};
}

Shares ApplyMixChange(const Shares& shares, const MixChange& change, double strength) {
  if (strength == 0) return shares;
  if (change.operation == MixOperation::kMove) return Moved(shares, change, strength);
  Shares result = shares;
  std::vector<uint8_t> named(shares.size(), 0);
  double of_named = 0;
  for (const MixChange::Entry& entry : change.entries) {
    result[entry.index] = Changed(shares[entry.index], change, entry.value, strength);
    of_named += result[entry.index];
    named[entry.index] = 1;
  }
  if (change.operation != MixOperation::kScale) {
    // The others share what is left, in the proportions they had.
    double of_others = 0;
    for (size_t i = 0; i < shares.size(); ++i) of_others += named[i] ? 0 : shares[i];
    const double factor = of_others > 0 ? std::max(0.0, 1 - of_named) / of_others : 0;
    for (size_t i = 0; i < shares.size(); ++i) {
      if (!named[i]) result[i] = shares[i] * factor;
    }
  }
  // More than the whole, or less with nobody to take the rest: the proportions decide.
  const double sum = std::accumulate(result.begin(), result.end(), 0.0);
  if (!(sum > 0)) return shares;
  for (double& share : result) share /= sum;
  return result;
}

}  // namespace fauxmart
