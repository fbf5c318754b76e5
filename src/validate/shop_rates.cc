// Customers and products against the world's mixes.

#include <algorithm>
#include <cmath>

#include "base/time.h"
#include "tables/tables.h"
#include "validate/rate_counts.h"

namespace fauxmart {
namespace {

template <typename Items, typename Member>
std::vector<double> SharesOf(const Items& items, Member member) {
  std::vector<double> shares;
  for (const auto& item : items) shares.push_back(item.*member);
  return shares;
}

void CountCustomers(const ShopRows& shop, const Expected& expected, const TableRows& rows,
                    RateTallies* tallies) {
  const CustomerRules& rules = expected.world.customers;
  Chances acquisition;
  for (const Cohort& cohort : rules.cohorts) acquisition.push_back(cohort.acquisition);
  ShareTally &cohorts = tallies->share(Rate::kCohorts), &won = tallies->share(Rate::kAcquisition),
             &tiers = tallies->share(Rate::kLoyalty), &cities = tallies->share(Rate::kCities),
             &domains = tallies->share(Rate::kEmailDomains);
  cohorts.Expect({SharesOf(rules.cohorts, &Cohort::share)});
  won.Expect(acquisition);
  tiers.Expect({SharesOf(rules.loyalty, &LoyaltyTier::share)});
  cities.Expect({SharesOf(rules.cities, &City::share)});
  const auto all = static_cast<double>(rules.email_domains.size());
  domains.Expect({std::vector<double>(rules.email_domains.size(), 1 / all)});
  const Coded cohort(rows, "cohort", NamesOfAll(rules.cohorts)),
      channel(rows, "acquisition_channel", expected.world.acquisition_channels),
      tier(rows, "loyalty_tier", NamesOfAll(rules.loyalty)),
      city(rows, "city", NamesOfAll(rules.cities));
  const auto &created = rows.Numbers("created_at"), &spent = rows.Numbers("lifetime_value");
  const auto& sensitivity = rows.Reals("price_sensitivity");
  const double seconds = rules.history_days * 86400.0;
  for (size_t i = 0; i < rows.rows; ++i) {
    cohorts.Count(0, cohort[i]);
    tiers.Count(0, tier[i]);
    cities.Count(0, city[i]);
    domains.Count(0, shop.email_domain[i]);
    const double ago =
        static_cast<double>(expected.setup.start_us() - created[i]) / kMicrosPerSecond;
    tallies->mean(Rate::kAccounts)
        .Count(ago / 86400, (seconds + 1) / 2 / 86400, seconds / std::sqrt(12) / 86400);
    const LogNormal& value = rules.lifetime_value;
    if (value.sigma > 0) {
      tallies->mean(Rate::kLifetimeValue)
          .Count(LogOf(static_cast<double>(spent[i]) / 100), value.mu, value.sigma);
    }
    if (cohort[i] == rules.cohorts.size()) continue;
    won.Count(cohort[i], channel[i]);
    const double a = rules.cohorts[cohort[i]].sensitivity_alpha,
                 b = rules.cohorts[cohort[i]].sensitivity_beta;
    tallies->mean(Rate::kSensitivity, cohort[i])
        .Count(sensitivity[i], a / (a + b), std::sqrt(a * b / (a + b + 1)) / (a + b));
  }
}

// The bounds of a product's weight; null if the world has no such subcategory.
const Subcategory* FindSubcategory(const Category& category, const std::string& name) {
  const auto found = std::ranges::find(category.subcategories, name, &Subcategory::name);
  return found == category.subcategories.end() ? nullptr : &*found;
}

void CountProducts(const Expected& expected, const TableRows& rows, RateTallies* tallies) {
  const World& world = expected.world;
  const ProductRules& rules = world.products;
  const RateNames subs = NamesOf(Rate::kSubcategories, world);
  Chances of_subs, of_suppliers;
  for (const Category& category : rules.categories) {
    std::vector<double>& shares = of_subs.emplace_back();
    for (const std::string& name : subs.values) {
      const bool has = FindSubcategory(category, name) != nullptr;
      shares.push_back(has ? 1.0 / static_cast<double>(category.subcategories.size()) : 0);
    }
    of_suppliers.push_back(category.suppliers);
  }
  ShareTally &categories = tallies->share(Rate::kCategories),
             &subcategories = tallies->share(Rate::kSubcategories),
             &suppliers = tallies->share(Rate::kProductSuppliers);
  categories.Expect({SharesOf(rules.categories, &Category::share)});
  subcategories.Expect(of_subs);
  suppliers.Expect(of_suppliers);
  const Coded category(rows, "category", NamesOfAll(rules.categories)),
      subcategory(rows, "subcategory", subs.values);
  const auto &prices = rows.Numbers("price"), &costs = rows.Numbers("cost"),
             &supplier = rows.Numbers("supplier_id");
  const auto& weights = rows.Reals("weight");
  const Range& cost = rules.cost_share;
  for (size_t i = 0; i < rows.rows; ++i) {
    const size_t c = category[i], s = subcategory[i];
    categories.Count(0, c);
    const double price = static_cast<double>(prices[i]);
    if (price > 0) {
      tallies->mean(Rate::kCosts)
          .Count(static_cast<double>(costs[i]) / price, (cost.low + cost.high) / 2,
                 (cost.high - cost.low) / std::sqrt(12));
    }
    if (c == rules.categories.size()) continue;
    subcategories.Count(c, s);
    suppliers.Count(c, static_cast<size_t>(supplier[i] - 1));
    const LogNormal& law = rules.categories[c].price;
    if (law.sigma > 0) tallies->mean(Rate::kPrices, c).Count(LogOf(price / 100), law.mu, law.sigma);
    const Subcategory* sub =
        s < subs.values.size() ? FindSubcategory(rules.categories[c], subs.values[s]) : nullptr;
    if (sub == nullptr || !(sub->weight_kg.high - sub->weight_kg.low > 0.01)) continue;
    const double width = sub->weight_kg.high - sub->weight_kg.low;
    tallies->mean(Rate::kWeights, c)
        .Count((weights[i] - sub->weight_kg.low) / width, 0.5, 1 / std::sqrt(12));
  }
}

}  // namespace

void CountShopRates(const ShopRows& shop, const Expected& expected, RateTallies* tallies) {
  if (const KeptTable* kept = shop.Find(kCustomers); kept != nullptr) {
    CountCustomers(shop, expected, kept->rows, tallies);
  }
  if (const KeptTable* kept = shop.Find(kProducts); kept != nullptr) {
    CountProducts(expected, kept->rows, tallies);
  }
}

void CountPageLoad(const ShopRows& shop, const ExpectedHours& hours, RateTallies* tallies) {
  const KeptTable* metrics = shop.Find(kSystemMetrics);
  if (metrics == nullptr) return;
  const auto& times = metrics->rows.Numbers("timestamp");
  const auto& values = metrics->rows.Reals("metric_value");
  for (size_t i = 0; i < times.size(); ++i) {
    if (shop.metric_names[i] != "site_load_time") continue;
    const auto rates = hours.At(times[i] / kMicrosPerHour);
    if (rates == nullptr || !(rates->page_load > 0.05)) continue;  // to the millisecond
    const double noise = rates->world->metrics.page_load_noise;
    if (!(noise > 0)) continue;
    tallies->mean(Rate::kPageLoad).Count(LogOf(values[i]), std::log(rates->page_load), noise);
  }
}

}  // namespace fauxmart
