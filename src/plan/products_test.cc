// The catalogue: SKUs and names that tell products apart, prices in bounds, popularity by Zipf.
#include "plan/products.h"

#include <gtest/gtest.h>

#include <numeric>
#include <set>

#include "plan/plan_test_util.h"

namespace fauxmart {
namespace {

TEST(Products, SkusHaveFiveDigitsOrAsManyAsTheyNeed) {
  auto setup = SmallSetup(1);
  setup.products = 100'001;
  const ProductCatalogue products = BuildProducts(DefaultWorld(), setup);
  const Names& skus = *products.skus;
  const auto prefix = [&](size_t id) {
    const auto category = static_cast<size_t>(products.category[id - 1]);
    return DefaultWorld().products.categories[category].sku_prefix;
  };
  EXPECT_EQ(skus[0], prefix(1) + "-00001");
  EXPECT_EQ(skus[99'998], prefix(99'999) + "-99999");
  EXPECT_EQ(skus[99'999], prefix(100'000) + "-100000");
  EXPECT_EQ(std::set<std::string>(skus.begin(), skus.end()).size(), skus.size());
}

TEST(Products, HaveAPriceThatIsNotBelowTheLeastNorTheirCost) {
  const ProductCatalogue products = BuildProducts(DefaultWorld(), SmallSetup(1));
  for (const Product& product : products.products) {
    EXPECT_GE(product.price_cents, 99);
    EXPECT_GE(product.price_cents, product.cost_cents);
    EXPECT_GT(product.cost_cents, 0);
    EXPECT_GT(product.weight_kg, 0);
  }
}

TEST(Products, SharesOfDemandSumToOneAndFallWithTheRank) {
  const ProductCatalogue products = BuildProducts(DefaultWorld(), SmallSetup(1));
  EXPECT_NEAR(std::accumulate(products.share.begin(), products.share.end(), 0.0), 1, 1e-9);
  for (const CategoryPopularity& category : products.popularity) {
    for (size_t i = 1; i < category.ids.size(); ++i) {
      EXPECT_GE(products.share_of_category[category.ids[i - 1] - 1],
                products.share_of_category[category.ids[i] - 1]);
    }
  }
}

// Brand, word, what it is: each of the vocabulary of its category.
TEST(Products, AreNamedByBrandWordAndNoun) {
  const World& world = DefaultWorld();
  const ProductCatalogue products = BuildProducts(world, SmallSetup(1));
  for (const Product& product : products.products) {
    const Category& category = world.products.categories[static_cast<size_t>(product.category)];
    const Subcategory& sub = category.subcategories[static_cast<size_t>(product.subcategory)];
    const std::string name = ProductName(world, product);
    const std::string& brand = sub.brands[static_cast<size_t>(product.brand)];
    const std::string& noun = sub.nouns[static_cast<size_t>(product.noun)];
    EXPECT_TRUE(name.starts_with(brand + " ")) << name;
    EXPECT_TRUE(name.ends_with(" " + noun)) << name;
    EXPECT_GT(name.size(), brand.size() + noun.size() + 2) << name;
  }
}

}  // namespace
}  // namespace fauxmart
