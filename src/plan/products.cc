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

// Zipf's law within a category, over a popularity order that ids do not give away.
AliasTable PopularityTable(const World& world, uint64_t seed, std::vector<uint32_t> ids) {
  std::vector<std::pair<uint64_t, uint32_t>> order;
  order.reserve(ids.size());
  for (const uint32_t id : ids) {
    const Philox4 words = Draw(seed, kStreamProductRank, id);
    order.emplace_back(static_cast<uint64_t>(words.word[0]) << 32 | words.word[1], id);
  }
  std::sort(order.begin(), order.end());
  std::vector<uint32_t> weights(ids.size());
  for (size_t i = 0; i < order.size(); ++i) {
    ids[i] = order[i].second;
    const double weight =
        Pow(static_cast<double>(i + 1), -world.products.popularity_exponent) * 1e9;
    weights[i] = static_cast<uint32_t>(std::max(1.0, weight));
  }
  return AliasTable(weights, ids);
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
  for (auto& ids : members) {
    catalogue.by_category.push_back(PopularityTable(world, setup.seed, std::move(ids)));
  }
  return catalogue;
}

std::string ProductName(const World& world, const Product& product) {
  const Category& category = world.products.categories[static_cast<size_t>(product.category)];
  const Subcategory& sub = category.subcategories[static_cast<size_t>(product.subcategory)];
  return sub.brands[static_cast<size_t>(product.brand)] + " " +
         world.products.name_words[static_cast<size_t>(product.word)] + " " +
         sub.nouns[static_cast<size_t>(product.noun)];
}

}  // namespace fauxmart
