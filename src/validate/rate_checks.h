// Which rates and mixes are compared with the plan, and which of them cannot be.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "tables/declaration.h"
#include "validate/findings.h"
#include "validate/hour_rates.h"

namespace fauxmart {

enum class Rate : size_t {
  // Customers and products.
  kCohorts,
  kAcquisition,
  kLoyalty,
  kCities,
  kEmailDomains,
  kAccounts,
  kLifetimeValue,
  kSensitivity,
  kCategories,
  kSubcategories,
  kProductSuppliers,
  kPrices,
  kCosts,
  kWeights,
  // Orders and their lines.
  kOrderCohorts,
  kOrderChannels,
  kOrderPayments,
  kWarehouses,
  kFailures,
  kFailureReasons,
  kStatuses,
  kLate,
  kLateHours,
  kEarlyHours,
  kExpectedDays,
  kItems,
  kQuantities,
  kLineCategories,
  // What comes of them.
  kLateTickets,
  kNamedTickets,
  kTicketCategories,
  kTicketTopics,
  kSeverities,
  kLanguages,
  kContacts,
  kEscalations,
  kResolved,
  kRatingsGiven,
  kRatings,
  kChatbots,
  kAgents,
  kFirstResponses,
  kResolutions,
  kTicketWaits,
  kKnownCarts,
  kCartCohorts,
  kLeavingStages,
  kAbandonReasons,
  kCartChannels,
  kCartItems,
  kReturned,
  kReturnReasons,
  kProcessed,
  kProcessingDays,
  kReturnWaits,
  kPageLoad,
  kCount
};
inline constexpr size_t kRates = static_cast<size_t>(Rate::kCount);

struct RateDecl {
  Rate rate;
  std::string_view table, words;
  std::vector<const TableDecl*> needs;  // without one of them it is not made
};
const std::vector<RateDecl>& AllRates();

// Why the rows of a sound dataset need not keep this one; empty: they do.
std::string WhyNotCompared(Rate rate, const Expected& expected, const PlannedHours& plan);

// Rows and values of each, with their names.
struct RateNames {
  std::vector<std::string> rows, values;
};
RateNames NamesOf(Rate rate, const World& world);

}  // namespace fauxmart
