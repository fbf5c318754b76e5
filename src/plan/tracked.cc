#include "plan/tracked.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/philox.h"
#include "base/text.h"
#include "plan/streams.h"

namespace fauxmart {
namespace {

bool Tracks(const Effect& effect) {
  return effect.lever == Lever::kStock || effect.lever == Lever::kSupply || effect.wants.any();
}

bool Contains(const std::vector<int>& values, int value) {
  return values.empty() || std::find(values.begin(), values.end(), value) != values.end();
}

arrow::Status CheckSkus(const ProductCatalogue& products, const ProductFilter& filter,
                        const Place& place) {
  for (const std::string& sku : filter.skus) {
    if (std::find(products.skus->begin(), products.skus->end(), sku) != products.skus->end()) {
      continue;
    }
    return arrow::Status::Invalid(fmt::format("{}: where.sku: no product has the SKU \"{}\"{}",
                                              place.ToString(), sku,
                                              DidYouMean(sku, *products.skus)));
  }
  return arrow::Status::OK();
}

// Places in tracked.ids of the products that the filter names.
arrow::Result<std::vector<uint32_t>> PlacesOf(const TrackedProducts& tracked,
                                              const ProductCatalogue& products,
                                              const ProductFilter& filter, const Place& place) {
  ARROW_ASSIGN_OR_RAISE(const std::vector<uint8_t> match, MatchProducts(products, filter, place));
  std::vector<uint32_t> places;
  for (size_t i = 0; i < tracked.ids.size(); ++i) {
    if (match[tracked.ids[i] - 1] != 0) places.push_back(static_cast<uint32_t>(i));
  }
  return places;
}

}  // namespace

arrow::Result<std::vector<uint8_t>> MatchProducts(const ProductCatalogue& products,
                                                  const ProductFilter& filter, const Place& place) {
  ARROW_RETURN_NOT_OK(CheckSkus(products, filter, place));
  std::vector<uint8_t> match(products.products.size());
  std::vector<size_t> found;
  for (size_t i = 0; i < match.size(); ++i) {
    const Product& product = products.products[i];
    const std::pair<int, int> sub(product.category, product.subcategory);
    const bool fits = Contains(filter.categories, product.category) &&
                      Contains(filter.suppliers, product.supplier) &&
                      (filter.subcategories.empty() ||
                       std::find(filter.subcategories.begin(), filter.subcategories.end(), sub) !=
                           filter.subcategories.end()) &&
                      (filter.skus.empty() || std::find(filter.skus.begin(), filter.skus.end(),
                                                        (*products.skus)[i]) != filter.skus.end());
    if (fits) found.push_back(i);
  }
  if (filter.top > 0 && found.size() > static_cast<size_t>(filter.top)) {
    std::stable_sort(found.begin(), found.end(),
                     [&](size_t a, size_t b) { return products.share[a] > products.share[b]; });
    found.resize(static_cast<size_t>(filter.top));
  }
  for (const size_t i : found) match[i] = 1;
  return match;
}

arrow::Result<TrackedProducts> TrackProducts(const Scenario& scenario, ProductCatalogue* products) {
  TrackedProducts tracked;
  tracked.wanted.resize(scenario.effects.size());
  tracked.acts_on.resize(scenario.effects.size());
  tracked.demanded.resize(scenario.effects.size());
  // 2: some effect gives it a stock.
  std::vector<uint8_t> kind(products->products.size());
  for (const Effect& effect : scenario.effects) {
    if (!Tracks(effect)) continue;
    const ProductFilter& filter = effect.wants.any() ? effect.wants : effect.products;
    ARROW_ASSIGN_OR_RAISE(const std::vector<uint8_t> match,
                          MatchProducts(*products, filter, effect.sku_place));
    if (std::find(match.begin(), match.end(), 1) == match.end()) {
      return arrow::Status::Invalid(
          fmt::format("{}: effects.{}: no product fits its filter; widen it, or make more products "
                      "(--products)",
                      effect.place.ToString(), effect.name));
    }
    const uint8_t value = effect.lever == Lever::kStock ? 2 : 1;
    for (size_t i = 0; i < match.size(); ++i) {
      if (match[i] != 0) kind[i] = std::max(kind[i], value);
    }
  }
  for (const uint8_t wanted : {2, 1}) {
    for (size_t i = 0; i < kind.size(); ++i) {
      if (kind[i] == wanted) tracked.ids.push_back(static_cast<uint32_t>(i + 1));
    }
    if (wanted == 2) tracked.with_stock = tracked.ids.size();
  }
  if (tracked.ids.empty()) return tracked;
  if (tracked.ids.size() == kind.size()) {
    return arrow::Status::Invalid(
        "effects: stock and supply act on every product of the shop; narrow them with where");
  }

  std::vector<uint32_t> weights, places;
  for (size_t i = 0; i < tracked.ids.size(); ++i) {
    const size_t product = tracked.ids[i] - 1;
    tracked.share.push_back(products->share_of_category[product]);
    tracked.category.push_back(products->category[product]);
    if (i >= tracked.with_stock) {
      weights.push_back(static_cast<uint32_t>(std::max(1.0, products->share[product] * 4e9)));
      places.push_back(static_cast<uint32_t>(i));
    }
  }
  tracked.others = AliasTable(weights, places);
  for (size_t e = 0; e < scenario.effects.size(); ++e) {
    const Effect& effect = scenario.effects[e];
    if (effect.wants.any()) {
      ARROW_ASSIGN_OR_RAISE(tracked.wanted[e],
                            PlacesOf(tracked, *products, effect.wants, effect.sku_place));
    }
    if (effect.lever == Lever::kDemand) {
      ARROW_ASSIGN_OR_RAISE(tracked.demanded[e],
                            PlacesOf(tracked, *products, effect.products, effect.sku_place));
    }
    if (effect.lever == Lever::kStock || effect.lever == Lever::kSupply ||
        effect.lever == Lever::kLeadTime) {
      ARROW_ASSIGN_OR_RAISE(tracked.acts_on[e],
                            PlacesOf(tracked, *products, effect.products, effect.sku_place));
    }
  }
  TakeOut(tracked.ids, products);
  return tracked;
}

TrackedHour SelectTracked(const TrackedProducts& tracked, uint64_t seed, int64_t hour,
                          int64_t end_rank, double lines_per_order, const Shares& category_shares,
                          const std::vector<double>& demand) {
  TrackedHour selected;
  selected.end_rank = end_rank;
  selected.states.resize(tracked.ids.size());
  const auto entity = static_cast<uint64_t>(hour);
  double taken = 0, others = 0;
  for (size_t i = 0; i < tracked.ids.size(); ++i) {
    const double rate = lines_per_order * demand[i] * tracked.share[i] *
                        category_shares[static_cast<size_t>(tracked.category[i])];
    if (i >= tracked.with_stock) {
      others += rate;
      continue;
    }
    const uint32_t phase = Draw(seed, kStreamTracked, entity, tracked.ids[i]).word[0];
    // Of the places that the earlier ones left.
    selected.with_stock.push_back(Selection::Of(taken < 1 ? rate / (1.0 - taken) : 1.0, phase));
    taken += rate;
  }
  selected.others = Selection::Of(taken < 1 ? others / (1.0 - taken) : 0.0,
                                  Draw(seed, kStreamTracked, entity, 0).word[0]);
  return selected;
}

}  // namespace fauxmart
