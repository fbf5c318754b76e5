#include "world/parse.h"

#include <gtest/gtest.h>

#include <fstream>
#include <numeric>

#include "base/document.h"
#include "base/text.h"
#include "world/limits.h"

namespace fauxmart {
namespace {

const Document& DefaultDocument() {
  static const Document document = *Document::ReadFile(FAUXMART_SOURCE_DIR "/worlds/default.yaml");
  return document;
}

double Sum(const Shares& shares) { return std::accumulate(shares.begin(), shares.end(), 0.0); }

// What the product promises of the default shop.
TEST(ParseWorld, ReadsTheDefaultWorld) {
  const auto parsed = ParseWorld(DefaultDocument());
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  const World& world = *parsed;
  EXPECT_EQ(world.name, "default");
  EXPECT_EQ(world.arrivals.process, ArrivalProcess::kExact);
  EXPECT_EQ(world.arrivals.orders_per_hour, 800);
  EXPECT_EQ(world.correlations.orders_tickets, 0.85);
  EXPECT_EQ(world.correlations.delays_variation, 0.36);
  EXPECT_EQ(world.customers.count, 15'000);
  EXPECT_EQ(world.products.count, 2500);
  ASSERT_EQ(world.suppliers.size(), 8u);
  EXPECT_EQ(world.suppliers[0].name, "China Main Electronics");
  EXPECT_EQ(world.suppliers[0].lead_time_days, 14);
  EXPECT_TRUE(world.suppliers[1].primary);
  EXPECT_EQ(world.suppliers[7].country, "TW");
  EXPECT_EQ(world.orders.items, (Shares{0.5, 0.25, 0.13, 0.08, 0.04}));
  EXPECT_EQ(world.orders.late_hours.low, 12);
  EXPECT_EQ(world.orders.late_hours.high, 71);
  EXPECT_EQ(world.orders.shipping_fee, 5.99);
  EXPECT_EQ(world.returns.rate, 0.0433);
  EXPECT_EQ(world.tickets.agents, 50);
  EXPECT_EQ(world.tickets.severities[3].name, "critical");
  EXPECT_EQ(world.tickets.csat_on_time.size(), kRatings);
  EXPECT_EQ(world.metrics.turnover_hours, 8760);
}

TEST(ParseWorld, SpreadsMixesOverVocabularies) {
  const World world = *ParseWorld(DefaultDocument());
  ASSERT_EQ(world.customers.cohorts.size(), 4u);
  const Cohort& gen_z = world.customers.cohorts[0];
  EXPECT_EQ(gen_z.name, "gen_z");
  EXPECT_EQ(gen_z.channels, (Shares{0.2, 0.3, 0.5}));         // web, mobile_web, app
  EXPECT_EQ(gen_z.payments, (Shares{0.4, 0.4, 0.2, 0}));      // card, bnpl, upi, cod
  EXPECT_EQ(gen_z.acquisition, (Shares{0.25, 0.4, 0.35, 0, 0}));
  EXPECT_EQ(gen_z.sensitivity_beta, 5);
  EXPECT_FALSE(world.payment_types[3].online);
  EXPECT_EQ(world.return_reasons, (Names{"defective", "not_as_described", "changed_mind",
                                         "damaged_in_transit", "wrong_item", "wrong_size"}));
  EXPECT_EQ(world.products.categories[1].return_reasons[5], 0.4);  // clothing, wrong_size
  EXPECT_EQ(world.products.categories[0].season, 1);               // electronics, holiday
  EXPECT_EQ(world.seasons[1].points[1].month, 11);
  EXPECT_EQ(world.seasons[1].points[1].day, 25);
  EXPECT_EQ(world.tickets.categories[world.tickets.late_category], "delivery");
  EXPECT_EQ(world.tickets.subcategories[world.tickets.late_subcategory], "late_delivery");
  EXPECT_EQ(world.tickets.category_shares[kAnchorFailed][0], 0.9);
  EXPECT_EQ(world.abandonment.reasons.size(), 10u);
  double cities = 0;
  for (const City& city : world.customers.cities) cities += city.share;
  EXPECT_NEAR(cities, 1, 1e-12);
  for (const Shares& shares : world.abandonment.reason_shares) EXPECT_NEAR(Sum(shares), 1, 1e-12);
  for (const Shares& shares : world.tickets.subcategory_shares) EXPECT_NEAR(Sum(shares), 1, 1e-12);
}

TEST(ParseWorld, ObeysSettings) {
  Document document = DefaultDocument();
  ASSERT_TRUE(ApplySetting("world.orders.tax_rate=0.2", {{"world", &document}}).ok());
  ASSERT_TRUE(ApplySetting("world.orders.items=[0, 1]", {{"world", &document}}).ok());
  ASSERT_TRUE(
      ApplySetting("world.products.categories.beauty.seasonality=holiday", {{"world", &document}})
          .ok());
  const auto world = ParseWorld(document);
  ASSERT_TRUE(world.ok()) << world.status();
  EXPECT_EQ(world->orders.tax_rate, 0.2);
  EXPECT_EQ(world->orders.items, (Shares{0, 1}));
  EXPECT_EQ(world->products.categories[3].season, 1);
}

TEST(ParseWorld, NamesTheSettingThatIsWrong) {
  Document document = DefaultDocument();
  ASSERT_TRUE(ApplySetting("world.orders.tax_rate=2", {{"world", &document}}).ok());
  EXPECT_EQ(ParseWorld(document).status().message(),
            "--set world.orders.tax_rate: orders.tax_rate: 2 is out of range; write a number from "
            "0 to 1");
}

// Number leaves of a node: "orders.items.0".
void CollectLeaves(const Node& node, const std::string& path, std::vector<std::string>* leaves) {
  if (node.kind == Node::Kind::kScalar && ParseDecimal(node.text).ok()) leaves->push_back(path);
  size_t index = 0;
  for (const Item& item : node.items) {
    CollectLeaves(item.value,
                  ChildPath(path, node.kind == Node::Kind::kMap ? item.key : std::to_string(index)),
                  leaves);
    ++index;
  }
}

bool EndsWith(const std::string& text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// Where -1 is as good a number as any: the centre of a logarithmic price or time.
bool MayBeMinusOne(const std::string& leaf) { return EndsWith(leaf, ".mu"); }

// No number of a world can be made nonsense without a message that names it.
TEST(ParseWorld, RefusesNonsenseInEveryNumber) {
  std::vector<std::string> leaves;
  CollectLeaves(DefaultDocument().root(), "", &leaves);
  ASSERT_GT(leaves.size(), 350u);
  for (const std::string& leaf : leaves) {
    for (const std::string value : {"-1", "abc", ".nan", "nan", "1e308", "-1e308", ".inf", "012",
                                    "0x7", "\"1\"", "[]", "{}"}) {
      Document document = DefaultDocument();
      ASSERT_TRUE(document.Set(leaf, value, "--set world." + leaf).ok()) << leaf;
      const auto world = ParseWorld(document);
      if (value == "-1" && MayBeMinusOne(leaf)) {
        EXPECT_TRUE(world.ok()) << leaf << ": " << world.status();
        continue;
      }
      EXPECT_TRUE(world.status().IsInvalid()) << leaf << "=" << value;
      EXPECT_NE(world.status().message().find("--set world." + leaf), std::string::npos)
          << leaf << "=" << value << " -> " << world.status();
    }
  }
}

void CollectKeys(const Node& node, const std::string& path,
                 std::vector<std::pair<std::string, const Item*>>* keys) {
  for (const Item& item : node.items) {
    if (node.kind != Node::Kind::kMap) continue;
    keys->emplace_back(path, &item);
    CollectKeys(item.value, ChildPath(path, item.key), keys);
  }
}

// Maps whose keys are the file's own names, and where nothing else refers to them.
bool ChoosesItsNames(const std::string& path) {
  for (const char* end :
       {"customers.cohorts", "customers.loyalty", "customers.regions", ".cities",
        "orders.failure_reasons", "tickets.severities", "tickets.languages", "suppliers",
        "products.categories", ".subcategories", ".return_reasons", "seasons"}) {
    if (EndsWith(path, end)) return true;
  }
  return path.find("tickets.subcategories.") == 0 || path.find("abandonment.reasons.") == 0;
}

// One letter too many in any key is either another name or a message that names it.
TEST(ParseWorld, NamesEveryKeyThatIsMisspelt) {
  std::ifstream file(FAUXMART_SOURCE_DIR "/worlds/default.yaml");
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  std::vector<std::pair<std::string, const Item*>> keys;
  CollectKeys(DefaultDocument().root(), "", &keys);
  ASSERT_GT(keys.size(), 500u);
  for (const auto& [path, item] : keys) {
    std::vector<std::string> changed = lines;
    changed[item->key_place.line - 1].insert(item->key_place.column - 1 + item->key.size(), "x");
    const auto world = ParseWorld(*Document::Parse(Join(changed, "\n"), "shop.yaml"));
    const std::string key = ChildPath(path, item->key);
    if (world.ok()) {
      EXPECT_TRUE(ChoosesItsNames(path)) << key;
    } else {
      EXPECT_NE(world.status().message().find(item->key), std::string::npos)
          << key << " -> " << world.status();
    }
  }
}

}  // namespace
}  // namespace fauxmart
