// Lanes under effects: stock is sold to the last unit and not one more, carts of lost orders stand
// among the others by time, and hours made alone are those of the whole.
#include "engine/lane.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>

#include "engine/chunk_reader.h"
#include "plan/keys.h"
#include "plan/plan_test_util.h"
#include "scenario/parse.h"

namespace fauxmart {
namespace {

Scenario Parse(const std::string& effects) {
  const std::string text =
      "name: s\ndescription: d\nduration: 12h\nintensity: 1\neffects:\n" + effects;
  const auto scenario = ParseScenario(*Document::Parse(text, "s.yaml"), DefaultWorld());
  EXPECT_TRUE(scenario.ok()) << scenario.status().message();
  return scenario.ok() ? *scenario : Scenario();
}

std::unique_ptr<const Shop> ShopOf(const Scenario& scenario, const fauxmart::Setup& setup) {
  auto shop = BuildShop(DefaultWorld(), setup, scenario, {}, /*with_twins=*/false);
  EXPECT_TRUE(shop.ok()) << shop.status().message();
  return shop.ok() ? std::move(*shop) : nullptr;
}

FactBuffers Read(const Shop& shop) {
  ChunkReader reader(shop);
  FactBuffers facts = MakeFactBuffers(shop);
  Counters counters(shop, shop.setup.first_hour, shop.setup.end_hour);
  for (const Chunk& chunk : shop.chunks) {
    reader.Open(chunk);
    while (reader.Next(&facts, &counters)) {
    }
  }
  return facts;
}

// Order keys of the lines of a product.
std::vector<uint64_t> LinesOf(const FactBuffers& facts, uint32_t product) {
  const TableBuffer& items = facts[kFactItems];
  std::vector<uint64_t> keys;
  for (size_t i = 0; i < static_cast<size_t>(items.rows); ++i) {
    if (items.columns[2].As<int64_t>()[i] != static_cast<int64_t>(product)) continue;
    keys.push_back(items.columns[1].As<uint64_t>()[i]);
  }
  return keys;
}

fauxmart::Setup TwelveHours(double orders = 300) {
  fauxmart::Setup setup = SmallSetup(12, orders);
  setup.products = 200;
  return setup;
}

constexpr char kRush[] =
    "  rush: {lever: traffic, scale: 6, from: 1h, wants: {subcategory: skincare, top: 1}}\n";

TEST(Lane, SellsTheStockAndNotOneMore) {
  for (const int units : {0, 1, 37, 500, 1000}) {
    const auto shop = ShopOf(
        Parse(fmt::format("{}  few: {{lever: stock, set: {}, lost: 0.5, where: {{subcategory: "
                          "skincare, top: 1}}}}\n",
                          kRush, units)),
        TwelveHours());
    ASSERT_EQ(shop->tracked.ids.size(), 1u);
    EXPECT_EQ(LinesOf(Read(*shop), shop->tracked.ids[0]).size(), static_cast<size_t>(units));
  }
}

// A filter on who comes makes the plan look at orders instead of counting ranks.
TEST(Lane, SellsTheStockUnderFiltersToo) {
  const auto shop = ShopOf(
      Parse(fmt::format("{}  fewer: {{lever: conversion, scale: 0.5, where: {{cohort: gen_z}}}}\n"
                        "  few: {{lever: stock, set: 123, where: {{subcategory: skincare, top: "
                        "1}}}}\n",
                        kRush)),
      TwelveHours());
  EXPECT_EQ(LinesOf(Read(*shop), shop->tracked.ids[0]).size(), 123u);
}

TEST(Lane, SellsAgainWhatWasReordered) {
  const auto shop = ShopOf(
      Parse(fmt::format("{}  few: {{lever: stock, set: 50, reorder: 30, where: {{subcategory: "
                        "skincare, top: 1}}}}\n  fast: {{lever: lead_time, scale: 0.02, where: "
                        "{{subcategory: skincare}}}}\n",
                        kRush)),
      TwelveHours());
  const size_t sold = LinesOf(Read(*shop), shop->tracked.ids[0]).size();
  EXPECT_GT(sold, 50u);
  EXPECT_EQ((sold - 50) % 30, 0u);
}

TEST(Lane, OrdersThatLoseTheirOnlyLineAreCartsOfTheSameVisit) {
  const auto shop = ShopOf(
      Parse(fmt::format("{}  none: {{lever: stock, set: 0, where: {{subcategory: skincare, top: "
                        "1}}}}\n",
                        kRush)),
      TwelveHours());
  const FactBuffers facts = Read(*shop);
  const TableBuffer &orders = facts[kFactOrders], &carts = facts[kFactCarts];
  std::map<uint64_t, bool> ordered;
  for (size_t i = 0; i < static_cast<size_t>(orders.rows); ++i) {
    ordered[orders.columns[0].As<uint64_t>()[i]] = true;
  }
  int64_t lost = 0, before = 0;
  for (size_t i = 0; i < static_cast<size_t>(carts.rows); ++i) {
    const uint64_t session = carts.columns[1].As<uint64_t>()[i];
    const int64_t time = carts.columns[3].As<int64_t>()[i];
    EXPECT_GE(time, before);
    before = time;
    if (session % 2 != 0) continue;  // a cart from the start
    ++lost;
    EXPECT_FALSE(ordered.contains(session / 2));
    EXPECT_EQ(carts.columns[7].As<int32_t>()[i], DefaultWorld().abandonment.out_of_stock_reason);
  }
  int64_t planned = 0;
  for (const HourPlan& hour : shop->plan.hours) planned += hour.orders;
  EXPECT_EQ(orders.rows + lost, planned);
  EXPECT_GT(lost, planned / 2);
}

TEST(Lane, HoursMadeAloneKnowWhatWasSoldBefore) {
  const Scenario scenario =
      Parse(fmt::format("{}  few: {{lever: stock, set: 400, where: {{subcategory: skincare, top: "
                        "1}}}}\n",
                        kRush));
  const FactBuffers whole = Read(*ShopOf(scenario, TwelveHours()));
  fauxmart::Setup setup = TwelveHours();
  for (int64_t hour = 0; hour < 12; ++hour) {
    setup.first_hour = hour;
    setup.end_hour = hour + 1;
    const FactBuffers alone = Read(*ShopOf(scenario, setup));
    const auto keys_of = [hour](const FactBuffers& facts) {
      std::vector<uint64_t> keys;
      const TableBuffer& items = facts[kFactItems];
      for (size_t i = 0; i < static_cast<size_t>(items.rows); ++i) {
        const uint64_t order = items.columns[1].As<uint64_t>()[i];
        if (HourOfKey(order) == hour) keys.push_back(items.columns[0].As<uint64_t>()[i]);
      }
      return keys;
    };
    EXPECT_EQ(keys_of(alone), keys_of(whole)) << hour;
  }
}

TEST(Lane, FilteredTrafficMovesThoseOfTheFilterAlone) {
  const FactBuffers plain = Read(*ShopOf(Scenario(), TwelveHours()));
  const auto channels = [](const FactBuffers& facts) {
    std::map<uint64_t, int32_t> of;
    const TableBuffer& orders = facts[kFactOrders];
    for (size_t i = 0; i < static_cast<size_t>(orders.rows); ++i) {
      of[orders.columns[0].As<uint64_t>()[i]] = orders.columns[4].As<int32_t>()[i];
    }
    return of;
  };
  const auto before = channels(plain);
  const auto after = channels(Read(*ShopOf(
      Parse("  up: {lever: traffic, scale: 2.5, where: {channel: app}}\n"), TwelveHours())));
  const int32_t app = 2;
  double apps = 0, more = 0;
  for (const auto& [key, channel] : before) {
    EXPECT_TRUE(after.contains(key));
    apps += channel == app ? 1 : 0;
  }
  for (const auto& [key, channel] : after) {
    if (!before.contains(key)) {
      EXPECT_EQ(channel, app);
    }
    more += channel == app ? 1 : 0;
  }
  EXPECT_NEAR(more / apps, 2.5, 4 * 2.5 / std::sqrt(apps));
}

}  // namespace
}  // namespace fauxmart
