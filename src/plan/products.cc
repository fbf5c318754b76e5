#include "plan/products.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "base/philox.h"
#include "base/portable_math.h"
#include "plan/streams.h"

namespace fauxmart {
namespace {

int64_t ToCents(double amount) { return static_cast<int64_t>(std::floor(amount * 100.0 + 0.5)); }

int32_t Uniform(uint32_t word, size_t n) {
  return static_cast<int32_t>((static_cast<uint64_t>(word) * n) >> 32);
}

Product MakeProduct(const World& world, const Thresholds& categories, const Thresholds& suppliers,
                    uint64_t seed, uint64_t id) {
  const ProductRules& rules = world.products;
  const Philox4 what = Draw(seed, kStreamProduct, id);
  const Philox4 money = Draw(seed, kStreamProductMoney, id);
  const Philox4 rank = Draw(seed, kStreamProductRank, id);
  Product product;
  product.category = categories.Pick(what.word[0]);
  const Category& category = rules.categories[static_cast<size_t>(product.category)];
  product.subcategory = Uniform(what.word[1], category.subcategories.size());
  const Subcategory& sub = category.subcategories[static_cast<size_t>(product.subcategory)];
  product.brand = Uniform(what.word[2], sub.brands.size());
  product.noun = Uniform(what.word[3], sub.nouns.size());
  product.word = Uniform(rank.word[2], rules.name_words.size());
  const double z = NormalQuantile(UnitInterval(money.word[0]));
  const double price = std::max(rules.price_min, Exp(category.price.mu + category.price.sigma * z));
  product.price_cents = std::min<int64_t>(ToCents(price), 99'999'999);
  const Range& cost = rules.cost_share;
  const double share = cost.low + (cost.high - cost.low) * UnitInterval(money.word[1]);
  product.cost_cents =
      static_cast<int64_t>(std::floor(static_cast<double>(product.price_cents) * share + 0.5));
  const double grams = 1000.0 * (sub.weight_kg.low + (sub.weight_kg.high - sub.weight_kg.low) *
                                                         UnitInterval(money.word[2]));
  product.weight_kg = std::floor(grams + 0.5) / 1000.0;
  product.supplier = suppliers.Pick(money.word[3], static_cast<size_t>(product.category));
  return product;
}

std::string Sku(const Category& category, uint64_t id) {
  std::string digits = std::to_string(id);
  if (digits.size() < 5) digits.insert(0, 5 - digits.size(), '0');
  return category.sku_prefix + "-" + digits;
}

// Weights by Zipf's law within a category, over a popularity order that ids do not give away.
std::vector<uint32_t> PopularityWeights(const World& world, uint64_t seed,
                                        std::vector<uint32_t>* ids) {
  std::vector<std::pair<uint64_t, uint32_t>> order;
  order.reserve(ids->size());
  for (const uint32_t id : *ids) {
    const Philox4 words = Draw(seed, kStreamProductRank, id);
    order.emplace_back(static_cast<uint64_t>(words.word[0]) << 32 | words.word[1], id);
  }
  std::sort(order.begin(), order.end());
  std::vector<uint32_t> weights(ids->size());
  for (size_t i = 0; i < order.size(); ++i) {
    (*ids)[i] = order[i].second;
    const double weight =
        Pow(static_cast<double>(i + 1), -world.products.popularity_exponent) * 1e9;
    weights[i] = static_cast<uint32_t>(std::max(1.0, weight));
  }
  return weights;
}

}  // namespace

ProductCatalogue BuildProducts(const World& world, const Setup& setup) {
  const auto& categories = world.products.categories;
  std::vector<double> shares;
  std::vector<std::vector<double>> suppliers;
  for (const Category& category : categories) {
    shares.push_back(category.share);
    suppliers.push_back(category.suppliers);
  }
  const Thresholds category_of(shares), supplier_of(suppliers);

  ProductCatalogue catalogue;
  auto skus = std::make_shared<Names>();
  std::vector<std::vector<uint32_t>> members(categories.size());
  for (uint64_t id = 1; id <= static_cast<uint64_t>(setup.products); ++id) {
    const Product product = MakeProduct(world, category_of, supplier_of, setup.seed, id);
    const auto c = static_cast<size_t>(product.category);
    skus->push_back(Sku(categories[c], id));
    members[c].push_back(static_cast<uint32_t>(id));
    catalogue.price_cents.push_back(product.price_cents);
    catalogue.category.push_back(product.category);
    catalogue.products.push_back(product);
  }
  catalogue.skus = std::move(skus);
  catalogue.share.resize(catalogue.products.size());
  catalogue.share_of_category.resize(catalogue.products.size());
  for (size_t c = 0; c < categories.size(); ++c) {
    std::vector<uint32_t>& ids = members[c];
    const std::vector<uint32_t> weights = PopularityWeights(world, setup.seed, &ids);
    const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
    for (size_t i = 0; i < ids.size(); ++i) {
      catalogue.share_of_category[ids[i] - 1] = weights[i] / total;
      catalogue.share[ids[i] - 1] = weights[i] / total * categories[c].share;
    }
    catalogue.by_category.push_back(AliasTable(weights, ids));
    catalogue.popularity.push_back({std::move(ids), weights});
  }
  catalogue.tracked_share.resize(categories.size());
  return catalogue;
}

void TakeOut(const std::vector<uint32_t>& ids, ProductCatalogue* catalogue) {
  catalogue->tracked.assign(catalogue->products.size(), 0);
  for (const uint32_t id : ids) catalogue->tracked[id - 1] = 1;
  for (size_t c = 0; c < catalogue->popularity.size(); ++c) {
    const CategoryPopularity& all = catalogue->popularity[c];
    CategoryPopularity left;
    double taken = 0;
    for (size_t i = 0; i < all.ids.size(); ++i) {
      if (catalogue->tracked[all.ids[i] - 1] != 0) {
        taken += catalogue->share_of_category[all.ids[i] - 1];
      } else {
        left.ids.push_back(all.ids[i]);
        left.weights.push_back(all.weights[i]);
      }
    }
    if (left.ids.size() == all.ids.size()) continue;
    catalogue->tracked_share[c] = taken;
    catalogue->by_category[c] = AliasTable(left.weights, left.ids);
    catalogue->popularity[c] = std::move(left);
  }
}

std::string ProductName(const World& world, const Product& product) {
  const Category& category = world.products.categories[static_cast<size_t>(product.category)];
  const Subcategory& sub = category.subcategories[static_cast<size_t>(product.subcategory)];
  return sub.brands[static_cast<size_t>(product.brand)] + " " +
         world.products.name_words[static_cast<size_t>(product.word)] + " " +
         sub.nouns[static_cast<size_t>(product.noun)];
}

}  // namespace fauxmart
