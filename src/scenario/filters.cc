// Filters: which products, whose orders and carts, which hours of the day.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "scenario/parse_sections.h"

namespace fauxmart::internal {
namespace {

template <typename Named>
Names NamesOf(const std::vector<Named>& all) {
  Names names;
  for (const Named& one : all) names.push_back(one.name);
  return names;
}

Names StatesOf(const World& world) {
  Names states;
  for (const City& city : world.customers.cities) {
    if (std::find(states.begin(), states.end(), city.state) == states.end()) {
      states.push_back(city.state);
    }
  }
  return states;
}

class FilterReader {
 public:
  FilterReader(Reader& map, std::string_view owner, FilterKeys allowed, const World& world)
      : map_(map), owner_(owner), allowed_(allowed), world_(world) {}

  Filter Read() {
    ReadProducts();
    ReadRows();
    if (Wants(kByHours)) ReadHours();
    if (empty_) map_.Fail(fmt::format("nothing is chosen; write {}", Allowed()));
    return std::move(filter_);
  }

 private:
  std::string Allowed() const {
    Names names;
    for (int key = 0; key < kFilterKeys; ++key) {
      if (allowed_ >> key & 1) names.emplace_back(kFilterNames[key]);
    }
    return names.size() < 2 ? Join(names) : "one or more of " + Join(names);
  }

  // Is the key there, and does it fit the lever?
  bool Wants(FilterKey key) {
    if (!map_.Has(kFilterNames[key])) return false;
    empty_ = false;
    if (allowed_ >> key & 1) return true;
    map_.FailAt(kFilterNames[key], fmt::format("{} cannot be chosen by {}; write {}", owner_,
                                               kFilterNames[key], Allowed()));
    return false;
  }

  void AddText(FilterKey key, std::string_view value) {
    filter_.text +=
        fmt::format("{}{}={}", filter_.text.empty() ? "" : "; ", kFilterNames[key], value);
  }

  // One byte a name of the vocabulary, 1 where the file names it; empty if it names none.
  std::vector<uint8_t> ReadChosen(FilterKey key, std::string_view kind, const Names& names) {
    std::vector<uint8_t> chosen;
    if (!Wants(key)) return chosen;
    chosen.assign(names.size(), 0);
    for (const PlacedName& name : map_.Names(kFilterNames[key])) {
      const auto at = std::find(names.begin(), names.end(), name.text);
      if (at != names.end()) {
        chosen[at - names.begin()] = 1;
      } else {
        map_.FailAt(name, fmt::format("{} is not {}{}", Quote(name.text), kind,
                                      DidYouMean(name.text, names)));
      }
    }
    Names text;
    for (size_t i = 0; i < names.size(); ++i) {
      if (chosen[i]) text.push_back(names[i]);
    }
    AddText(key, Join(text, ","));
    return chosen;
  }

  std::vector<int> ReadIndices(FilterKey key, std::string_view kind, const Names& names) {
    std::vector<int> indices;
    const std::vector<uint8_t> chosen = ReadChosen(key, kind, names);
    for (size_t i = 0; i < chosen.size(); ++i) {
      if (chosen[i]) indices.push_back(static_cast<int>(i));
    }
    return indices;
  }

  void ReadProducts() {
    ProductFilter& products = filter_.products;
    const auto& categories = world_.products.categories;
    products.categories = ReadIndices(kByCategory, "one of the categories", NamesOf(categories));
    std::vector<std::pair<int, int>> places;
    Names subcategories;
    for (size_t i = 0; i < categories.size(); ++i) {
      for (size_t j = 0; j < categories[i].subcategories.size(); ++j) {
        places.emplace_back(static_cast<int>(i), static_cast<int>(j));
        subcategories.push_back(categories[i].subcategories[j].name);
      }
    }
    for (const int index : ReadIndices(kBySubcategory, "one of the subcategories", subcategories)) {
      products.subcategories.push_back(places[index]);
    }
    if (Wants(kBySku)) {
      filter_.sku_place = map_.PlaceOf("sku");
      for (PlacedName& name : map_.Names("sku")) products.skus.push_back(std::move(name.text));
      std::sort(products.skus.begin(), products.skus.end());
      AddText(kBySku, Join(products.skus, ","));
    }
    products.suppliers =
        ReadIndices(kBySupplier, "one of the suppliers", NamesOf(world_.suppliers));
    if (Wants(kByTop)) {
      products.top = map_.Int("top", 1, 100'000);
      AddText(kByTop, std::to_string(products.top));
    }
  }

  void ReadRows() {
    RowFilter& rows = filter_.rows;
    const CustomerRules& customers = world_.customers;
    rows.cohorts = ReadChosen(kByCohort, "one of the cohorts", NamesOf(customers.cohorts));
    const Names states = StatesOf(world_);
    const std::vector<uint8_t> in_state =
        ReadChosen(kByState, "a state of the world's cities", states);
    for (const City& city : customers.cities) {
      if (in_state.empty()) break;
      const auto state = std::find(states.begin(), states.end(), city.state) - states.begin();
      rows.cities.push_back(in_state[state]);
    }
    rows.regions = ReadChosen(kByRegion, "one of the regions", NamesOf(customers.regions));
    rows.channels = ReadChosen(kByChannel, "one of the channels", world_.channels);
    rows.payments =
        ReadChosen(kByPaymentType, "one of the payment_types", NamesOf(world_.payment_types));
    rows.warehouses = ReadChosen(kByWarehouse, "one of the warehouses", world_.warehouses);
  }

  // [first, end], and over midnight if the end comes first.
  void ReadHours() {
    const std::vector<double> ends = map_.Numbers("hours", {0, 24}, 2, 2);
    const auto first = static_cast<int>(ends[0]), end = static_cast<int>(ends[1]);
    if (ends[0] != first || ends[1] != end || first == 24) {
      map_.FailAt("hours",
                  "not two hours of the day; write the first from 0 to 23 and the end "
                  "from 0 to 24, whole, such as [9, 17]");
      return;
    }
    if (first == end) {
      map_.FailAt("hours", fmt::format("from {0} to {0} is no time at all; write the end after the "
                                       "last hour, such as [{0}, {1}]",
                                       first, first + 1));
    }
    const auto below = [](int hour) { return (uint32_t{1} << hour) - 1; };
    filter_.hours_of_day =
        first < end ? below(end) & ~below(first) : kAllHoursOfDay & (~below(first) | below(end));
    AddText(kByHours, fmt::format("{}-{}", first, end));
  }

  Reader& map_;
  std::string_view owner_;
  FilterKeys allowed_;
  const World& world_;
  Filter filter_;
  bool empty_ = true;
};

}  // namespace

Filter ReadFilter(Reader& entry, std::string_view key, std::string_view owner, FilterKeys allowed,
                  const World& world) {
  Reader map = entry.Map(key);
  return FilterReader(map, owner, allowed, world).Read();
}

}  // namespace fauxmart::internal
