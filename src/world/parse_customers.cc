// Who buys and in which words: the vocabularies, cohorts, loyalty tiers, regions and cities.
#include <fmt/format.h>

#include <algorithm>

#include "world/limits.h"
#include "world/mix.h"
#include "world/parse_sections.h"

namespace fauxmart::internal {
namespace {

// RFC 2606 keeps these for examples: mail to them reaches nobody.
const Names& ReservedDomains() {
  static const Names domains = {"example.com", "example.net", "example.org"};
  return domains;
}

Names PaymentNames(const World& world) {
  Names names;
  for (const PaymentType& type : world.payment_types) names.push_back(type.name);
  return names;
}

void ReadCohorts(Reader& customers, const World& world, std::vector<Cohort>* cohorts) {
  const Names payments = PaymentNames(world);
  Reader map = customers.Map("cohorts");
  double sum = 0;
  for (const std::string& name : map.Keys()) {
    Reader entry = map.Map(name);
    Cohort cohort;
    cohort.name = name;
    cohort.share = entry.Number("share", kShare);
    cohort.acquisition = ReadShares(entry, "acquisition", "one of the acquisition_channels",
                                    world.acquisition_channels);
    Reader sensitivity = entry.Map("price_sensitivity");
    cohort.sensitivity_alpha = sensitivity.Int("alpha", 1, 16);
    cohort.sensitivity_beta = sensitivity.Int("beta", 1, 16);
    cohort.channels = ReadShares(entry, "channels", "one of the channels", world.channels);
    cohort.payments = ReadShares(entry, "payments", "one of the payment_types", payments);
    cohort.contact =
        ReadShares(entry, "contact", "one of the contact_channels", world.contact_channels);
    sum += cohort.share;
    cohorts->push_back(std::move(cohort));
  }
  CheckSum(map, sum);
}

void ReadLoyalty(Reader& customers, std::vector<LoyaltyTier>* tiers) {
  Reader map = customers.Map("loyalty");
  double sum = 0;
  for (const std::string& name : map.Keys()) {
    Reader entry = map.Map(name);
    tiers->push_back(
        {name, entry.Number("share", kShare), entry.Number("activity", {0.001, 1000})});
    sum += tiers->back().share;
  }
  CheckSum(map, sum);
}

// Cities stand below their region; their shares are of all customers.
void ReadRegions(Reader& customers, const World& world, CustomerRules* rules) {
  Reader map = customers.Map("regions");
  double sum = 0;
  for (const std::string& name : map.Keys()) {
    Reader entry = map.Map(name);
    const int region = static_cast<int>(rules->regions.size());
    rules->regions.push_back(
        {name, ReadShares(entry, "warehouses", "one of the warehouses", world.warehouses)});
    Reader cities = entry.Map("cities");
    for (const std::string& city_name : cities.Keys()) {
      Reader at = cities.Map(city_name);
      if (rules->cities.size() == kMaxNames) {
        cities.FailAt(city_name, fmt::format("one city too many; write at most {}", kMaxNames));
        return;
      }
      City city;
      city.name = city_name;
      city.state = at.Name("state");
      city.area_code = at.Int("area_code", 200, 999);
      city.share = at.Number("share", kShare);
      city.region = region;
      sum += city.share;
      const auto same = std::find_if(rules->cities.begin(), rules->cities.end(),
                                     [&](const City& other) { return other.name == city_name; });
      if (same != rules->cities.end()) {
        cities.FailAt(city_name,
                      fmt::format("is also a city of {}; give each its own name, such "
                                  "as \"{} {}\"",
                                  rules->regions[same->region].name, city_name, city.state));
      }
      rules->cities.push_back(std::move(city));
    }
  }
  CheckSum(map, sum);
}

}  // namespace

void ReadVocabularies(Reader& root, World* world) {
  world->channels = root.NameList("channels");
  world->acquisition_channels = root.NameList("acquisition_channels");
  world->contact_channels = root.NameList("contact_channels");
  world->warehouses = root.NameList("warehouses");
  Reader payments = root.Map("payment_types");
  for (const std::string& name : payments.Keys()) {
    Reader entry = payments.Map(name);
    world->payment_types.push_back({name, entry.Flag("online")});
  }
}

void ReadCustomers(Reader& root, World* world) {
  Reader map = root.Map("customers");
  CustomerRules& rules = world->customers;
  rules.count = map.Whole("count", 1, kMaxCustomers);
  rules.history_days = map.Int("history_days", 1, 3660);
  rules.activity_sigma = map.Number("activity_sigma", {0, 3});
  rules.lifetime_value = ReadLogNormal(map, "lifetime_value", 16);  // nine million
  rules.first_names = map.NameList("first_names", kMaxPersonNames);
  rules.last_names = map.NameList("last_names", kMaxPersonNames);
  rules.email_domains = map.NameList("email_domains");
  for (const std::string& domain : rules.email_domains) {
    if (IndexOf(domain, ReservedDomains()) >= 0) continue;
    map.FailAt("email_domains",
               fmt::format("{} must be reserved, so that no address reaches a person; write "
                           "example.com, example.net or example.org",
                           domain));
  }
  ReadCohorts(map, *world, &rules.cohorts);
  ReadLoyalty(map, &rules.loyalty);
  ReadRegions(map, *world, &rules);
}

}  // namespace fauxmart::internal
