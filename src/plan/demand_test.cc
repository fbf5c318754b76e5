// Cells of demand: the groups of products that the effects of a composition can tell apart.
#include "plan/demand.h"

#include <gtest/gtest.h>

#include <cmath>

#include "plan/plan_test_util.h"

namespace fauxmart {
namespace {

ProductCatalogue Catalogue(int64_t products = 100) {
  auto setup = SmallSetup(24);
  setup.products = products;
  return BuildProducts(DefaultWorld(), setup);
}

Scenario Effects(size_t count, Lever lever = Lever::kDemand) {
  Scenario scenario;
  scenario.effects.resize(count);
  for (Effect& effect : scenario.effects) effect.lever = lever;
  return scenario;
}

TEST(DemandCells, ThereAreNoneWithoutSuchEffects) {
  const auto cells =
      MakeDemandCells(Effects(3, Lever::kPrice), Catalogue(), std::vector<std::vector<uint8_t>>(3));
  ASSERT_TRUE(cells.ok()) << cells.status();
  EXPECT_TRUE(cells->empty());
  EXPECT_EQ(cells->bit_of_effect, (std::vector<int>{-1, -1, -1}));
}

// Two products are of one cell if they are of one category and the same effects name them; the
// cells of a category share its demand.
TEST(DemandCells, AreTheGroupsThatEffectsTellApart) {
  const ProductCatalogue products = Catalogue();
  std::vector<std::vector<uint8_t>> matches(2, std::vector<uint8_t>(100));
  for (size_t i = 0; i < 100; ++i) {
    matches[0][i] = i % 2 == 0;
    matches[1][i] = i % 3 == 0;
  }
  const auto cells = MakeDemandCells(Effects(2), products, matches);
  ASSERT_TRUE(cells.ok()) << cells.status();
  EXPECT_EQ(cells->bit_of_effect, (std::vector<int>{0, 1}));
  for (size_t i = 0; i < 100; ++i) {
    const DemandCells::Cell& cell = cells->cells[cells->of_product[i]];
    EXPECT_EQ(cell.category, products.category[i]);
    EXPECT_EQ(cell.effects, uint64_t{matches[0][i]} | uint64_t{matches[1][i]} << 1);
  }
  std::vector<double> shares(products.popularity.size());
  for (const DemandCells::Cell& cell : cells->cells) {
    shares[static_cast<size_t>(cell.category)] += cell.share;
  }
  for (const double share : shares) EXPECT_NEAR(share, 1, 1e-12);
}

TEST(DemandCells, MoreEffectsThanBitsAreRefused) {
  const std::vector<std::vector<uint8_t>> matches(65, std::vector<uint8_t>(100, 1));
  EXPECT_TRUE(MakeDemandCells(Effects(64), Catalogue(), matches).ok());
  const auto cells = MakeDemandCells(Effects(65), Catalogue(), matches);
  ASSERT_TRUE(cells.status().IsInvalid());
  EXPECT_NE(cells.status().message().find("more than 64 change the demand"), std::string::npos);
}

TEST(DemandCells, MoreGroupsThanAThousandAreRefused) {
  constexpr size_t kProducts = 2000;
  std::vector<std::vector<uint8_t>> matches(11, std::vector<uint8_t>(kProducts));
  for (size_t e = 0; e < matches.size(); ++e) {
    for (size_t i = 0; i < kProducts; ++i) matches[e][i] = i >> e & 1;
  }
  const auto cells = MakeDemandCells(Effects(11), Catalogue(kProducts), matches);
  ASSERT_TRUE(cells.status().IsInvalid());
  EXPECT_NE(cells.status().message().find("into 2000 groups, more than 1000"), std::string::npos)
      << cells.status();
}

}  // namespace
}  // namespace fauxmart
