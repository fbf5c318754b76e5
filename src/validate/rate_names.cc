// How the rows and values of each rate are called.

#include <algorithm>

#include "validate/rate_checks.h"

namespace fauxmart {

RateNames NamesOf(Rate rate, const World& world) {
  const auto mix = [&](MixKind kind) {
    return RateNames{MixRows(world, kind), MixVocabulary(world, kind)};
  };
  const auto names = [](const auto& all) {
    std::vector<std::string> list;
    for (const auto& one : all) list.push_back(one.name);
    return list;
  };
  const Names cohorts = names(world.customers.cohorts),
              categories = names(world.products.categories);
  const auto rate_of = [](std::vector<std::string> rows) {
    return RateNames{std::move(rows), {""}};
  };
  switch (rate) {
    case Rate::kCohorts:
    case Rate::kOrderCohorts:
    case Rate::kCartCohorts:
      return mix(MixKind::kCohort);
    case Rate::kAcquisition:
      return {cohorts, world.acquisition_channels};
    case Rate::kLoyalty:
      return {{""}, names(world.customers.loyalty)};
    case Rate::kCities:
      return {{""}, names(world.customers.cities)};
    case Rate::kEmailDomains:
      return {{""}, world.customers.email_domains};
    case Rate::kSensitivity:
      return {cohorts, {}};
    case Rate::kCategories:
      return {{""}, categories};
    case Rate::kSubcategories: {
      Names all;
      for (const Category& category : world.products.categories) {
        for (const Subcategory& sub : category.subcategories) {
          if (std::ranges::find(all, sub.name) == all.end()) all.push_back(sub.name);
        }
      }
      return {categories, all};
    }
    case Rate::kProductSuppliers:
      return {categories, names(world.suppliers)};
    case Rate::kPrices:
    case Rate::kWeights:
      return {categories, {}};
    case Rate::kOrderChannels:
      return mix(MixKind::kChannel);
    case Rate::kCartChannels: {
      Names rows = cohorts;
      rows.emplace_back("unknown");
      return {rows, world.channels};
    }
    case Rate::kOrderPayments:
      return mix(MixKind::kPayment);
    case Rate::kWarehouses:
      return mix(MixKind::kWarehouse);
    case Rate::kFailureReasons:
      return mix(MixKind::kFailureReason);
    case Rate::kStatuses:
      return {{"cash", "online"}, {"delivered", "shipped", "processing", "cancelled"}};
    case Rate::kLate: {
      Names rows = cohorts;
      for (const PaymentType& type : world.payment_types) rows.push_back(type.name);
      return rate_of(rows);
    }
    case Rate::kExpectedDays:
      return mix(MixKind::kExpectedDays);
    case Rate::kItems:
    case Rate::kCartItems:
      return mix(MixKind::kItems);
    case Rate::kQuantities:
      return mix(MixKind::kQuantity);
    case Rate::kLineCategories:
      return {names(world.customers.regions), categories};
    case Rate::kTicketCategories:
      return mix(MixKind::kTicketCategory);
    case Rate::kTicketTopics:
      return mix(MixKind::kTicketTopic);
    case Rate::kSeverities:
      return mix(MixKind::kSeverity);
    case Rate::kLanguages:
      return mix(MixKind::kLanguage);
    case Rate::kContacts:
      return mix(MixKind::kContact);
    case Rate::kEscalations:
      return mix(MixKind::kEscalations);
    case Rate::kRatings:
      return {{"on time", "breached"}, {"1", "2", "3", "4", "5"}};
    case Rate::kAgents: {
      Names agents;
      for (int agent = 1; agent <= world.tickets.agents; ++agent) {
        agents.push_back(std::to_string(agent));
      }
      return {{"human", "chatbot"}, agents};
    }
    case Rate::kFirstResponses:
      return {names(world.tickets.severities), {}};
    case Rate::kTicketWaits:
      return {{"late", "named"}, {}};
    case Rate::kLeavingStages:
      return mix(MixKind::kStage);
    case Rate::kAbandonReasons:
      return mix(MixKind::kAbandonReason);
    case Rate::kReturned:
      return rate_of(categories);
    case Rate::kReturnReasons:
      return mix(MixKind::kReturnReason);
    case Rate::kAccounts:
    case Rate::kLifetimeValue:
    case Rate::kCosts:
    case Rate::kLateHours:
    case Rate::kEarlyHours:
    case Rate::kResolutions:
    case Rate::kProcessingDays:
    case Rate::kReturnWaits:
    case Rate::kPageLoad:
      return {{""}, {}};
    default:
      return rate_of({""});
  }
}

}  // namespace fauxmart
