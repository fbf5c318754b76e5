// Tracked products: which ones a filter names, which ones are counted one by one, and how their
// lines are shared out over an hour's ranks.
#include "plan/tracked.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "plan/plan_test_util.h"

namespace fauxmart {
namespace {

const Place kPlace{std::make_shared<const std::string>("s.yaml"), 7, 3};

ProductCatalogue Catalogue() { return BuildProducts(DefaultWorld(), SmallSetup(24)); }

std::vector<uint8_t> Match(const ProductCatalogue& products, const ProductFilter& filter) {
  const auto match = MatchProducts(products, filter, kPlace);
  EXPECT_TRUE(match.ok()) << match.status();
  return match.ok() ? *match : std::vector<uint8_t>();
}

int64_t Count(const std::vector<uint8_t>& match) {
  return std::accumulate(match.begin(), match.end(), int64_t{0});
}

Effect Of(Lever lever, const ProductFilter& products) {
  Effect effect;
  effect.name = "e";
  effect.place = effect.sku_place = kPlace;
  effect.lever = lever;
  effect.products = products;
  return effect;
}

Effect Wants(const ProductFilter& products) {
  Effect effect = Of(Lever::kTraffic, {});
  effect.wants = products;
  return effect;
}

ProductFilter Skus(std::vector<std::string> skus) {
  ProductFilter filter;
  filter.skus = std::move(skus);
  return filter;
}

Scenario With(std::vector<Effect> effects) {
  Scenario scenario;
  scenario.effects = std::move(effects);
  return scenario;
}

TEST(MatchProducts, AFilterNamesThoseThatFitAllOfIt) {
  const ProductCatalogue products = Catalogue();
  EXPECT_EQ(Count(Match(products, {})), products.size());
  const Product& first = products.products[0];
  ProductFilter filter;
  filter.categories = {first.category};
  filter.suppliers = {first.supplier};
  filter.subcategories = {{first.category, first.subcategory}};
  const auto match = Match(products, filter);
  for (size_t i = 0; i < match.size(); ++i) {
    const Product& product = products.products[i];
    EXPECT_EQ(match[i] != 0, product.category == first.category &&
                                 product.supplier == first.supplier &&
                                 product.subcategory == first.subcategory);
  }
  EXPECT_EQ(Count(Match(products, Skus({(*products.skus)[3], (*products.skus)[5]}))), 2);
  filter.skus = {(*products.skus)[0]};
  EXPECT_EQ(Count(Match(products, filter)), 1);
}

TEST(MatchProducts, TopNamesTheMostPopular) {
  const ProductCatalogue products = Catalogue();
  ProductFilter filter;
  filter.top = 7;
  const auto match = Match(products, filter);
  EXPECT_EQ(Count(match), 7);
  double least = 1, most = 0;
  for (size_t i = 0; i < match.size(); ++i) {
    double& edge = match[i] != 0 ? least : most;
    edge = match[i] != 0 ? std::min(edge, products.share[i]) : std::max(edge, products.share[i]);
  }
  EXPECT_GE(least, most);
  filter.top = 1000;  // more than there are
  EXPECT_EQ(Count(Match(products, filter)), products.size());
}

TEST(MatchProducts, RefusesAnUnknownSkuWithItsPlace) {
  const ProductCatalogue products = Catalogue();
  const auto match = MatchProducts(products, Skus({(*products.skus)[0], "ELE-99999"}), kPlace);
  ASSERT_TRUE(match.status().IsInvalid());
  EXPECT_EQ(match.status().message().find("s.yaml:7:3: where.sku: no product has the SKU"), 0u);
}

TEST(TrackProducts, ThoseWithStockComeFirstAndTheirDemandIsTakenOut) {
  ProductCatalogue products = Catalogue();
  const auto sku = [&](size_t i) { return (*products.skus)[i]; };
  const auto tracked =
      TrackProducts(With({Of(Lever::kSupply, Skus({sku(0), sku(1)})), Wants(Skus({sku(2)})),
                          Of(Lever::kStock, Skus({sku(1)})), Of(Lever::kDemand, Skus({sku(2)})),
                          Of(Lever::kLeadTime, Skus({sku(0)})), Of(Lever::kPrice, Skus({sku(9)}))}),
                    &products);
  ASSERT_TRUE(tracked.ok()) << tracked.status();
  EXPECT_EQ(tracked->ids, (std::vector<uint32_t>{2, 1, 3}));
  EXPECT_EQ(tracked->with_stock, 1u);
  EXPECT_TRUE(tracked->HasStock());
  using Places = std::vector<std::vector<uint32_t>>;
  EXPECT_EQ(tracked->acts_on, (Places{{0, 1}, {}, {0}, {}, {1}, {}}));
  EXPECT_EQ(tracked->wanted, (Places{{}, {2}, {}, {}, {}, {}}));
  EXPECT_EQ(tracked->demanded, (Places{{}, {}, {}, {2}, {}, {}}));
  for (size_t c = 0; c < products.popularity.size(); ++c) {
    for (const uint32_t id : products.popularity[c].ids) EXPECT_GT(id, 3u);
  }
}

TEST(TrackProducts, WithoutStockSupplyOrWantsThereAreNone) {
  ProductCatalogue products = Catalogue();
  const auto tracked = TrackProducts(With({Of(Lever::kDemand, {})}), &products);
  ASSERT_TRUE(tracked.ok()) << tracked.status();
  EXPECT_TRUE(tracked->empty());
  EXPECT_FALSE(tracked->HasStock());
}

TEST(TrackProducts, RefusesFiltersThatNameNoneOrAll) {
  ProductCatalogue products = Catalogue();
  ProductFilter none;
  none.categories = {99};
  const auto nothing = TrackProducts(With({Of(Lever::kStock, none)}), &products);
  ASSERT_TRUE(nothing.status().IsInvalid());
  EXPECT_EQ(nothing.status().message().find("s.yaml:7:3: effects.e: no product fits"), 0u);
  const auto all = TrackProducts(With({Of(Lever::kStock, {})}), &products);
  ASSERT_TRUE(all.status().IsInvalid());
  EXPECT_NE(all.status().message().find("every product of the shop"), std::string::npos);
}

// Wherever an effect names it, and whether or not the effect is one that tracks.
TEST(TrackProducts, RefusesUnknownSkus) {
  const ProductFilter unknown = Skus({"ELE-99999"});
  ProductCatalogue products = Catalogue();
  const Effect sound = Of(Lever::kStock, Skus({(*products.skus)[0]}));
  for (const Effect& effect : {Wants(unknown), Of(Lever::kStock, unknown),
                               Of(Lever::kDemand, unknown), Of(Lever::kLeadTime, unknown)}) {
    ProductCatalogue fresh = Catalogue();
    EXPECT_TRUE(TrackProducts(With({sound, effect}), &fresh).status().IsInvalid());
  }
}

// Every rank has one tracked line at most, and each product as many as its rate says.
TEST(SelectTracked, SharesRanksOutByDemand) {
  ProductCatalogue products = Catalogue();
  const auto sku = [&](size_t i) { return (*products.skus)[i]; };
  const auto tracked = TrackProducts(
      With({Of(Lever::kStock, Skus({sku(0), sku(1)})), Wants(Skus({sku(2), sku(3)}))}), &products);
  ASSERT_TRUE(tracked.ok()) << tracked.status();
  const Shares shares(DefaultWorld().products.categories.size(), 1.0);
  constexpr int64_t kRanks = 100'000;
  for (const double demand : {0.5, 1.0, 2.0}) {
    const TrackedHour hour =
        SelectTracked(*tracked, 1, 5, kRanks, 1.0, shares, std::vector<double>(4, demand));
    std::vector<double> chosen(3);
    for (int64_t rank = 0; rank < kRanks; ++rank) {
      const int place = hour.Choose(rank);
      if (place != -1) chosen[place == -2 ? 2 : static_cast<size_t>(place)] += 1.0 / kRanks;
    }
    EXPECT_NEAR(chosen[0], demand * tracked->share[0], 0.001);
    EXPECT_NEAR(chosen[1], demand * tracked->share[1], 0.001);
    EXPECT_NEAR(chosen[2], demand * (tracked->share[2] + tracked->share[3]), 0.001);
    EXPECT_EQ(hour.Choose(kRanks), -1);
  }
}

// More demand than there are orders: the first product has all of them.
TEST(SelectTracked, NoMoreThanEveryRank) {
  ProductCatalogue products = Catalogue();
  const auto sku = [&](size_t i) { return (*products.skus)[i]; };
  const auto tracked = TrackProducts(
      With({Of(Lever::kStock, Skus({sku(0), sku(1)})), Wants(Skus({sku(2)}))}), &products);
  ASSERT_TRUE(tracked.ok()) << tracked.status();
  const Shares shares(DefaultWorld().products.categories.size(), 1.0);
  const TrackedHour hour =
      SelectTracked(*tracked, 1, 5, 1000, 1.0, shares, std::vector<double>(3, 1e6));
  for (int64_t rank = 0; rank < 1000; ++rank) EXPECT_EQ(hour.Choose(rank), 0);
}

}  // namespace
}  // namespace fauxmart
