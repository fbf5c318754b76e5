// Roles of labels where the random compositions of labels_test.cc hardly come: what changes below a
// row that does not.
#include "engine/label_writer.h"

#include <gtest/gtest.h>

#include <set>

#include "engine/chunk_reader.h"
#include "plan/plan_test_util.h"
#include "scenario/parse.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

// A shop in which everything has one price, so that an order does not show what was bought.
World OnePriceWorld() {
  World world = DefaultWorld();
  for (Category& category : world.products.categories) category.price = {3, 0};
  return world;
}

constexpr char kFashion[] =
    "name: s\ndescription: d\nduration: 24h\nintensity: 1\n"
    "incidents:\n  i: {kind: demand, title: t, description: d, root_cause: r, severity: low}\n"
    "effects:\n  e: {lever: demand, scale: 6, where: {category: books}, incident: i}\n";

TEST(LabelWriter, AReturnOfAChangedLineIsDownstreamEvenIfTheOrderStays) {
  const World world = OnePriceWorld();
  const auto scenario = ParseScenario(*Document::Parse(kFashion, "s.yaml"), world);
  ASSERT_TRUE(scenario.ok()) << scenario.status();
  const auto shop = BuildShop(world, SmallSetup(24, 200), *scenario, {}, /*with_twins=*/true);
  ASSERT_TRUE(shop.ok()) << shop.status();

  ChunkReader reader(**shop);
  FactBuffers facts = MakeFactBuffers(**shop);
  Counters counters(**shop, 0, 24);
  for (const Chunk& chunk : (*shop)->chunks) {
    reader.Open(chunk);
    while (reader.Next(&facts, &counters)) {
    }
  }
  // incident, table, row, change, role
  const auto& columns = facts[kFactLabels].columns;
  std::set<uint64_t> items;
  int returns = 0;
  for (size_t i = 0; i < static_cast<size_t>(facts[kFactLabels].rows); ++i) {
    const int32_t table = columns[1].As<int32_t>()[i];
    const uint64_t row = columns[2].As<uint64_t>()[i];
    const int32_t role = columns[4].As<int32_t>()[i];
    EXPECT_NE(table, TableIndex(kOrders));
    if (table == TableIndex(kOrderItems)) {
      EXPECT_EQ(role, 0);
      items.insert(row);
    }
    // A return has its line's id, and comes behind it.
    if (table != TableIndex(kReturns)) continue;
    ++returns;
    EXPECT_EQ(role, items.contains(row) ? 1 : 0);
  }
  EXPECT_GT(items.size(), 1000u);
  EXPECT_GT(returns, 20);
}

}  // namespace
}  // namespace fauxmart
