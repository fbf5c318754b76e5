// What is sold: suppliers, seasons, categories and their subcategories.
#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "base/text.h"
#include "base/time.h"
#include "world/limits.h"
#include "world/mix.h"
#include "world/parse_sections.h"

namespace fauxmart::internal {
namespace {

template <typename Named>
Names NamesOf(const std::vector<Named>& all) {
  Names names;
  for (const Named& one : all) names.push_back(one.name);
  return names;
}

bool AllOf(std::string_view text, size_t least, size_t most, std::string_view letters) {
  return text.size() >= least && text.size() <= most &&
         text.find_first_not_of(letters) == std::string_view::npos;
}

constexpr std::string_view kCapitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view kCapitalsAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

// "11-25". The curve serves every year, so 29 February is no date of it.
bool ParseMonthDay(const std::string& text, SeasonPoint* point) {
  constexpr int kOrdinaryYear = 2001;
  if (!AllOf(text, 5, 5, "0123456789-") || text[2] != '-' || text.find('-') != 2 ||
      text.rfind('-') != 2) {
    return false;
  }
  point->month = (text[0] - '0') * 10 + (text[1] - '0');
  point->day = (text[3] - '0') * 10 + (text[4] - '0');
  return point->month >= 1 && point->month <= 12 && point->day >= 1 &&
         point->day <= DaysInMonth(kOrdinaryYear, point->month);
}

void ReadSubcategories(Reader& category, Names* all, std::vector<Subcategory>* subcategories) {
  Reader map = category.Map("subcategories");
  for (const std::string& name : map.Keys()) {
    Reader entry = map.Map(name);
    if (all->size() == kMaxNames) {
      map.FailAt(name, fmt::format("one subcategory too many; write at most {}", kMaxNames));
      return;
    }
    Subcategory sub;
    sub.name = name;
    sub.weight_kg = ReadRange(entry, "weight_kg", {0.001, 1000});
    sub.brands = entry.NameList("brands");
    sub.nouns = entry.NameList("nouns");
    if (IndexOf(name, *all) >= 0) {
      map.FailAt(name, "is also a subcategory of another category; give each its own name");
    }
    all->push_back(name);
    subcategories->push_back(std::move(sub));
  }
}

}  // namespace

void ReadSuppliers(Reader& root, World* world) {
  Reader map = root.Map("suppliers");
  for (const std::string& name : map.Keys()) {
    Reader entry = map.Map(name);
    Supplier supplier;
    supplier.name = name;
    supplier.country = entry.Name("country");
    if (!AllOf(supplier.country, 2, 2, kCapitals)) {
      entry.FailAt("country", fmt::format("\"{}\" is not a country; write two capitals, such as US",
                                          supplier.country));
    }
    supplier.lead_time_days = entry.Int("lead_time_days", 0, 365);
    supplier.reliability = entry.Number("reliability", kShare);
    supplier.primary = entry.Flag("primary");
    world->suppliers.push_back(std::move(supplier));
  }
}

void ReadSeasons(Reader& root, World* world) {
  Reader map = root.Map("seasons");
  for (const std::string& name : map.Keys()) {
    Reader entry = map.Map(name);
    Season season;
    season.name = name;
    for (const std::string& date : entry.Keys(0, kMaxSeasonPoints)) {
      SeasonPoint point;
      if (!ParseMonthDay(date, &point)) {
        entry.FailAt(date, "is not a day of every year; write month and day, such as 11-25");
      }
      point.demand = entry.Number(date, {0.01, 100});
      if (!season.points.empty()) {
        const SeasonPoint& last = season.points.back();
        if (std::pair(point.month, point.day) <= std::pair(last.month, last.day)) {
          entry.FailAt(date, fmt::format("comes after {:02}-{:02}; sort the points by date",
                                         last.month, last.day));
        }
      }
      season.points.push_back(point);
    }
    world->seasons.push_back(std::move(season));
  }
}

void ReadProducts(Reader& root, World* world) {
  Reader map = root.Map("products");
  ProductRules& rules = world->products;
  rules.count = map.Whole("count", 1, kMaxProducts);
  rules.popularity_exponent = map.Number("popularity_exponent", {0, 5});
  rules.cost_share = ReadRange(map, "cost_share", kShare);
  rules.price_min = map.Number("price_min", kPrice);
  rules.units_in_stock = map.Number("units_in_stock", {0.01, 1'000'000});
  rules.name_words = map.NameList("name_words");

  const Names suppliers = NamesOf(world->suppliers);
  const Names seasons = NamesOf(world->seasons);
  Reader categories = map.Map("categories");
  std::vector<Mix> reasons;
  Names prefixes, subcategories;
  double sum = 0;
  for (const std::string& name : categories.Keys()) {
    Reader entry = categories.Map(name);
    Category category;
    category.name = name;
    category.share = entry.Number("share", kShare);
    category.sku_prefix = entry.Name("sku_prefix");
    if (!AllOf(category.sku_prefix, 1, 8, kCapitalsAndDigits)) {
      entry.FailAt("sku_prefix", fmt::format("\"{}\" is not a prefix; write 1 to 8 capitals or "
                                             "digits, such as ELE",
                                             category.sku_prefix));
    } else if (IndexOf(category.sku_prefix, prefixes) >= 0) {
      entry.FailAt("sku_prefix",
                   fmt::format("{} is another category's; give each its own", category.sku_prefix));
    }
    prefixes.push_back(category.sku_prefix);
    category.price = ReadLogNormal(entry, "price", 13.8);
    category.season = entry.Choice("seasonality", seasons);
    category.suppliers = ReadShares(entry, "suppliers", "one of the suppliers", suppliers);
    reasons.push_back(ReadMix(entry, "return_reasons"));
    Unite(reasons.back().names, &world->return_reasons);
    ReadSubcategories(entry, &subcategories, &category.subcategories);
    sum += category.share;
    rules.categories.push_back(std::move(category));
  }
  CheckSum(categories, sum);
  if (world->return_reasons.size() > kMaxNames) {
    categories.Fail(fmt::format("too many return_reasons in all; write at most {}", kMaxNames));
  }
  for (size_t i = 0; i < reasons.size(); ++i) {
    rules.categories[i].return_reasons = Spread(reasons[i], world->return_reasons);
  }
}

}  // namespace fauxmart::internal
