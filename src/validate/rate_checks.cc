#include "validate/rate_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tables/tables.h"

namespace fauxmart {
namespace {

constexpr double kFar = 5;  // deviations within which a distribution must not be cut

bool OfOrders(const Effect& effect) {
  return effect.lever == Lever::kTraffic || effect.lever == Lever::kConversion;
}
bool OfCarts(const Effect& effect) {
  return effect.lever == Lever::kTraffic || effect.lever == Lever::kAbandonment;
}

// The mixes that a rate's chances are made of.
std::vector<MixKind> MixesOf(Rate rate) {
  switch (rate) {
    case Rate::kOrderCohorts:
    case Rate::kCartCohorts:
      return {MixKind::kCohort};
    case Rate::kOrderChannels:
      return {MixKind::kChannel};
    case Rate::kCartChannels:
      return {MixKind::kChannel, MixKind::kCohort};
    case Rate::kOrderPayments:
      return {MixKind::kPayment};
    case Rate::kWarehouses:
      return {MixKind::kWarehouse};
    case Rate::kFailureReasons:
      return {MixKind::kFailureReason};
    case Rate::kExpectedDays:
      return {MixKind::kExpectedDays};
    case Rate::kItems:
    case Rate::kCartItems:
      return {MixKind::kItems};
    case Rate::kQuantities:
      return {MixKind::kQuantity};
    case Rate::kTicketCategories:
      return {MixKind::kTicketCategory};
    case Rate::kTicketTopics:
      return {MixKind::kTicketTopic};
    case Rate::kSeverities:
      return {MixKind::kSeverity};
    case Rate::kLanguages:
      return {MixKind::kLanguage};
    case Rate::kContacts:
      return {MixKind::kContact};
    case Rate::kEscalations:
      return {MixKind::kEscalations};
    case Rate::kLeavingStages:
      return {MixKind::kStage};
    case Rate::kAbandonReasons:
      return {MixKind::kAbandonReason};
    case Rate::kReturnReasons:
      return {MixKind::kReturnReason};
    default:
      return {};
  }
}

std::string Some(const std::string& effect, std::string_view whom) {
  return effect.empty() ? "" : fmt::format("the effect {} acts on some {} only", effect, whom);
}

// Tracked products are tracked in every twin, so that an effect that is left out counts too.
std::string WhoTracks(const Expected& expected) {
  for (const Effect& effect : expected.scenario.effects) {
    const bool tracks =
        effect.lever == Lever::kStock || effect.lever == Lever::kSupply || effect.wants.any();
    if (!tracks) continue;
    return fmt::format("the effect {} counts the lines of some products", effect.name);
  }
  return "";
}

// Is it cut off at an amount that it may well have?
std::string Cut(const LogNormal& law, double least, double most) {
  const bool inside =
      law.mu - kFar * law.sigma >= std::log(least) && law.mu + kFar * law.sigma <= std::log(most);
  return inside ? "" : "the world's distribution reaches amounts that are cut off or rounded away";
}

std::string OfProducts(Rate rate, const Expected& expected) {
  const World& world = expected.world;
  if (rate == Rate::kLifetimeValue) return Cut(world.customers.lifetime_value, 0.2, 9e6);
  if (rate != Rate::kPrices) return "";
  for (const Category& category : world.products.categories) {
    const double least = std::max(0.2, world.products.price_min);
    if (std::string why = Cut(category.price, least, 999'999.99); !why.empty()) return why;
  }
  return "";
}

}  // namespace

const std::vector<RateDecl>& AllRates() {
  const auto *u = &kCustomers, *p = &kProducts, *o = &kOrders, *i = &kOrderItems,
             *t = &kSupportTickets, *a = &kCartAbandonment, *r = &kReturns, *m = &kSystemMetrics;
  const char *customers = "customers", *products = "products", *orders = "orders",
             *items = "order_items", *tickets = "support_tickets", *carts = "cart_abandonment",
             *returns = "returns";
  static const std::vector<RateDecl> rates = {
      {Rate::kCohorts, customers, "As many are of each cohort.", {u}},
      {Rate::kAcquisition, customers, "They were won as is usual for their cohort.", {u}},
      {Rate::kLoyalty, customers, "As many are of each loyalty tier.", {u}},
      {Rate::kCities, customers, "As many live in each city.", {u}},
      {Rate::kEmailDomains, customers, "E-mail domains have equal shares.", {u}},
      {Rate::kAccounts, customers, "Accounts were opened evenly in time.", {u}},
      {Rate::kLifetimeValue, customers, "What they spent is log-normal.", {u}},
      {Rate::kSensitivity, customers, "A cohort is as sensitive to prices.", {u}},
      {Rate::kCategories, products, "As many are of each category.", {p}},
      {Rate::kSubcategories, products, "Subcategories of a category have equal shares.", {p}},
      {Rate::kProductSuppliers, products, "They are supplied as is usual for their category.", {p}},
      {Rate::kPrices, products, "A category's prices are log-normal.", {p}},
      {Rate::kCosts, products, "Costs are spread evenly between their shares of the price.", {p}},
      {Rate::kWeights, products, "Weights are spread evenly between their bounds.", {p}},
      {Rate::kOrderCohorts, orders, "As many come from each cohort.", {o, u}},
      {Rate::kOrderChannels, orders, "They come by the channels of their cohort.", {o, u}},
      {Rate::kOrderPayments, orders, "They are paid as is usual for their cohort.", {o, u}},
      {Rate::kWarehouses, orders, "They are shipped from the warehouses of their region.", {o, u}},
      {Rate::kFailures, orders, "As many payments fail.", {o}},
      {Rate::kFailureReasons, orders, "Payments fail for the reasons planned.", {o}},
      {Rate::kStatuses, orders, "As many are delivered, shipped, processed and cancelled.", {o}},
      {Rate::kLate, orders, "Lateness depends on neither cohort nor payment.", {o, u}},
      {Rate::kLateHours, orders, "Late parcels are late by as many hours.", {o}},
      {Rate::kEarlyHours, orders, "Punctual parcels are early by as much.", {o}},
      {Rate::kExpectedDays, orders, "Delivery is promised in as many days.", {o}},
      {Rate::kItems, orders, "Baskets have as many lines.", {o, i}},
      {Rate::kQuantities, items, "Lines have as many units.", {o, i}},
      {Rate::kLineCategories, items, "First lines are of the categories in season.", {o, i, p, u}},
      {Rate::kLateTickets, tickets, "As many late orders raise one.", {o, t}},
      {Rate::kNamedTickets, tickets, "As many of the others name their order.", {o, t}},
      {Rate::kTicketCategories, tickets, "They are about what became of the order.", {o, t}},
      {Rate::kTicketTopics, tickets, "Their topics are those of their category.", {o, t}},
      {Rate::kSeverities, tickets, "As many are of each severity.", {o, t}},
      {Rate::kLanguages, tickets, "As many are in each language.", {o, t}},
      {Rate::kContacts, tickets, "They are written as is usual for the cohort.", {o, t, u}},
      {Rate::kEscalations, tickets, "They are handed on as often.", {o, t}},
      {Rate::kResolved, tickets, "As many are resolved.", {o, t}},
      {Rate::kRatingsGiven, tickets, "As many of the resolved are rated.", {o, t}},
      {Rate::kRatings, tickets, "Ratings depend on the SLA.", {o, t}},
      {Rate::kChatbots, tickets, "Chatbots answer more under load.", {o, t}},
      {Rate::kAgents, tickets, "Agents have equal shares.", {o, t}},
      {Rate::kFirstResponses, tickets, "The first response is log-normal in the SLA.", {o, t}},
      {Rate::kResolutions, tickets, "Resolution is log-normal.", {o, t}},
      {Rate::kTicketWaits, tickets, "They are written as long after.", {o, t}},
      {Rate::kKnownCarts, carts, "As many visitors are known.", {a}},
      {Rate::kCartCohorts, carts, "As many known visitors are of each cohort.", {a, u}},
      {Rate::kLeavingStages, carts, "As many come to each stage.", {a}},
      {Rate::kAbandonReasons, carts, "They leave for the reasons of their stage.", {a}},
      {Rate::kCartChannels, carts, "They come by the channels of their cohort.", {a, u}},
      {Rate::kCartItems, carts, "Carts hold as many products.", {a}},
      {Rate::kReturned, returns, "As many delivered lines come back.", {o, i, r, p}},
      {Rate::kReturnReasons,
       returns,
       "They come back for the reasons of their category.",
       {o, r, p}},
      {Rate::kProcessed, returns, "As many are processed.", {o, r}},
      {Rate::kProcessingDays, returns, "Processing takes as many days.", {o, r}},
      {Rate::kReturnWaits, returns, "They come back as long after delivery.", {o, r}},
      {Rate::kPageLoad,
       "system_metrics",
       "site_load_time varies about what the load makes of it.",
       {m}},
  };
  return rates;
}

std::string WhyNotCompared(Rate rate, const Expected& expected, const PlannedHours& plan) {
  const auto disturbed = [&](auto&& moves) { return WhoDisturbs(expected, moves); };
  for (const MixKind kind : MixesOf(rate)) {
    std::string who = disturbed([&](const Effect& effect) {
      return effect.lever == Lever::kMix && effect.mix.kind == kind && IsFiltered(effect);
    });
    if (!who.empty()) return Some(who, "rows");
  }
  switch (rate) {
    case Rate::kOrderCohorts:
    case Rate::kOrderChannels:
    case Rate::kOrderPayments:
    case Rate::kWarehouses:
      return Some(
          disturbed([](const Effect& effect) { return OfOrders(effect) && effect.rows.any(); }),
          "visitors");
    case Rate::kCartCohorts:
    case Rate::kCartChannels:
      return Some(
          disturbed([](const Effect& effect) { return OfCarts(effect) && effect.rows.any(); }),
          "visitors");
    case Rate::kFailures:
      if (!plan.missing.empty()) return plan.missing;
      return Some(disturbed([](const Effect& effect) {
                    return effect.lever == Lever::kPaymentFailure && IsFiltered(effect);
                  }),
                  "orders");
    case Rate::kLate:
      if (!plan.missing.empty()) return plan.missing;
      return Some(disturbed([](const Effect& effect) {
                    return effect.lever == Lever::kSupply ||
                           (effect.lever == Lever::kLateness && IsFiltered(effect)) ||
                           (OfOrders(effect) && effect.rows.any());
                  }),
                  "orders");
    case Rate::kStatuses:
    case Rate::kChatbots:
    case Rate::kPageLoad:
      return plan.missing;
    case Rate::kItems:
    case Rate::kCartItems:
      if (expected.setup.products < kMaxLines) return "there are fewer products than lines";
      return WhoTracks(expected);
    case Rate::kQuantities:
      return WhoTracks(expected);
    case Rate::kLineCategories: {
      if (std::string who = WhoTracks(expected); !who.empty()) return who;
      return Some(disturbed([](const Effect& effect) {
                    RowFilter others = effect.rows;
                    others.regions.clear();
                    return effect.lever == Lever::kDemand &&
                           (!ByCategoryOnly(effect) || others.any());
                  }),
                  "lines");
    }
    case Rate::kReturned:
      return Some(disturbed([](const Effect& effect) {
                    return effect.lever == Lever::kReturnRate &&
                           (!ByCategoryOnly(effect) || effect.rows.any());
                  }),
                  "lines");
    default:
      return OfProducts(rate, expected);
  }
}

}  // namespace fauxmart
