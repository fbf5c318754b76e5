#include "scenario/parse.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/fnv.h"
#include "base/text.h"
#include "scenario/levers.h"
#include "scenario/scenario_test_util.h"

namespace fauxmart {
namespace {

std::string RefusalOf(std::string text, const std::string& find, const std::string& replace) {
  text.replace(text.find(find), find.size(), replace);
  const auto scenario = ParseText(text);
  EXPECT_TRUE(scenario.status().IsInvalid()) << text;
  return scenario.status().message();
}

arrow::Result<Scenario> BuiltIn(const std::string& name) {
  ARROW_ASSIGN_OR_RAISE(const Document document,
                        Document::ReadFile(FAUXMART_SOURCE_DIR "/scenarios/" + name + ".yaml"));
  return ParseScenario(document, TestWorld());
}

TEST(ParseScenario, ReadsTheBaseline) {
  const auto scenario = BuiltIn("baseline");
  ASSERT_TRUE(scenario.ok()) << scenario.status();
  EXPECT_EQ(scenario->name, "baseline");
  EXPECT_EQ(scenario->duration_hours, 720);
  EXPECT_EQ(scenario->intensity, 1.0);
  EXPECT_FALSE(scenario->start_us || scenario->orders_per_hour || scenario->customers ||
               scenario->products);
  EXPECT_TRUE(scenario->effects.empty() && scenario->incidents.empty());
}

// Every built-in scenario but the baseline has one incident, and neutral campaign names.
TEST(ParseScenario, ReadsTheBuiltInScenarios) {
  int scenarios = 0;
  for (const auto& file : std::filesystem::directory_iterator(FAUXMART_SOURCE_DIR "/scenarios")) {
    const std::string name = file.path().stem();
    const auto scenario = BuiltIn(name);
    ASSERT_TRUE(scenario.ok()) << scenario.status();
    EXPECT_EQ(scenario->name, name);
    ++scenarios;
    if (name == "baseline") continue;
    ASSERT_EQ(scenario->incidents.size(), 1u) << name;
    EXPECT_FALSE(scenario->effects.empty()) << name;
    for (const Campaign& campaign : scenario->campaigns) {
      for (const std::string& taboo : {name, scenario->incidents[0].name}) {
        EXPECT_EQ(campaign.name.find(taboo), std::string::npos) << name;
        EXPECT_EQ(campaign.type.find(taboo), std::string::npos) << name;
      }
    }
  }
  EXPECT_EQ(scenarios, 9);
}

TEST(ParseScenario, ReadsTheWindow) {
  const auto scenario = ParseMore(
      "start: 2025-12-26T06:00\norders_per_hour: 1000\ncustomers: 500\n"
      "products: 20\nwith: [busy_week@2d, calm_day]\n");
  ASSERT_TRUE(scenario.ok()) << scenario.status();
  EXPECT_EQ(scenario->duration_hours, 24);
  EXPECT_EQ(scenario->intensity, 2.0);
  EXPECT_EQ(*scenario->start_us, 1766728800LL * 1'000'000);
  EXPECT_EQ(*scenario->orders_per_hour, 1000);
  EXPECT_EQ(*scenario->customers, 500);
  EXPECT_EQ(*scenario->products, 20);
  EXPECT_EQ(scenario->with, (std::vector<std::string>{"busy_week@2d", "calm_day"}));
  EXPECT_EQ(scenario->layers, (std::vector<Layer>{{"a_day", 0}}));
}

TEST(ParseScenario, ReadsJson) {
  const auto scenario = ParseText(
      R"({"name": "x", "description": "", "duration": "4h", "intensity": 1,
          "parameters": {"factor": 3},
          "effects": {"e": {"lever": "traffic", "scale": "$factor", "from": "1h"}}})");
  ASSERT_TRUE(scenario.ok()) << scenario.status();
  EXPECT_EQ(scenario->effects.at(0).value, 3);
  EXPECT_EQ(scenario->effects.at(0).from, 1);
}

TEST(ParseScenario, ReadsAnEffect) {
  const auto scenario = ParseMore(R"(
incidents:
  calm: {kind: k, title: T, description: D, root_cause: R, severity: high}
  bang: {kind: k, title: T, description: D, root_cause: R, severity: low}
campaigns:
  c: {name: N, type: t, to: 30h, discount: 15, where: {sku: [B1, A1]}, incident: bang}
effects:
  leave:
    lever: conversion
    scale: 0.2
    from: 1h
    to: 3h
    where: {channel: [web, app], cohort: gen_z, state: NY, hours: [22, 2]}
    incident: bang
  late: {lever: orders.late_rate, add: 0.1, from: 2h, incident: calm}
)");
  ASSERT_TRUE(scenario.ok()) << scenario.status();
  const Effect& leave = scenario->effects.at(0);
  EXPECT_EQ(leave.name, "leave");
  EXPECT_EQ(leave.place.ToString(), "s.yaml:12:3");
  EXPECT_EQ(leave.lever, Lever::kConversion);
  EXPECT_EQ(leave.operation, Operation::kScale);
  EXPECT_EQ(leave.value, 0.2);
  EXPECT_EQ(leave.shape.kind, ShapeKind::kStep);
  EXPECT_EQ(leave.from, 1);
  EXPECT_EQ(leave.to, 3);
  EXPECT_TRUE(leave.explicit_to);
  EXPECT_EQ(leave.rows.channels, (std::vector<uint8_t>{1, 0, 1}));
  EXPECT_EQ(leave.rows.cohorts, (std::vector<uint8_t>{1, 0, 0, 0}));
  EXPECT_TRUE(leave.rows.regions.empty() && leave.rows.payments.empty());
  int in_new_york = 0;
  for (size_t i = 0; i < leave.rows.cities.size(); ++i) {
    EXPECT_EQ(leave.rows.cities[i] == 1, TestWorld().customers.cities[i].state == "NY");
    in_new_york += leave.rows.cities[i];
  }
  EXPECT_EQ(in_new_york, 2);
  EXPECT_EQ(leave.hours_of_day, 0b110000000000000000000011u);
  EXPECT_EQ(leave.incident, 1);
  EXPECT_EQ(leave.key, Fnv1a32("a_day/leave@0"));
  EXPECT_EQ(leave.lever_text, "conversion");
  EXPECT_EQ(leave.where_text, "cohort=gen_z; state=NY; channel=web,app; hours=22-2");

  const Effect& late = scenario->effects.at(1);
  EXPECT_EQ(late.lever, Lever::kLateness);
  EXPECT_EQ(late.operation, Operation::kAdd);
  EXPECT_EQ(late.lever_text, "orders.late_rate");
  EXPECT_EQ(late.to, 24);
  EXPECT_FALSE(late.explicit_to);
  EXPECT_EQ(late.hours_of_day, kAllHoursOfDay);

  const Campaign& campaign = scenario->campaigns.at(0);
  EXPECT_EQ(campaign.key, "c");
  EXPECT_EQ(campaign.name, "N");
  EXPECT_EQ(campaign.discount_percent, 15);
  EXPECT_EQ(campaign.intensity, 1);
  EXPECT_EQ(campaign.products.skus, (std::vector<std::string>{"A1", "B1"}));
  EXPECT_EQ(campaign.sku_place.ToString(), "s.yaml:10:61");

  // An incident spans what belongs to it.
  EXPECT_EQ(scenario->incidents.at(0).name, "calm");
  EXPECT_EQ(scenario->incidents.at(0).from, 2);
  EXPECT_EQ(scenario->incidents.at(0).to, 24);
  EXPECT_EQ(scenario->incidents.at(1).severity, "low");
  EXPECT_EQ(scenario->incidents.at(1).from, 0);
  EXPECT_EQ(scenario->incidents.at(1).to, 30);
}

TEST(ParseScenario, ReadsProductsAndTheirLevers) {
  const Effect demand = ParseEffect(
      "lever: demand, scale: 2, where: {region: west, category: [clothing, electronics], "
      "subcategory: [skincare], supplier: Taiwan Tech, top: 5}");
  EXPECT_EQ(demand.products.categories, (std::vector<int>{0, 1}));
  EXPECT_EQ(demand.products.subcategories, (std::vector<std::pair<int, int>>{{3, 0}}));
  EXPECT_EQ(demand.products.suppliers, (std::vector<int>{7}));
  EXPECT_EQ(demand.products.top, 5);
  EXPECT_EQ(demand.where_text,
            "category=electronics,clothing; subcategory=skincare; supplier=Taiwan Tech; top=5; "
            "region=west");
  const Effect stock =
      ParseEffect("lever: stock, set: 500, lost: 0.6, reorder: 40, where: {sku: X1}");
  EXPECT_EQ(stock.value, 500);
  EXPECT_EQ(stock.lost, 0.6);
  EXPECT_EQ(stock.reorder, 40);
  EXPECT_EQ(stock.products.skus, (std::vector<std::string>{"X1"}));
  EXPECT_EQ(stock.sku_place.ToString(), "s.yaml:6:68");
  EXPECT_EQ(ParseEffect("lever: stock, set: 0, where: {top: 1}").lost, 1);
  EXPECT_EQ(ParseEffect("lever: supply, set: 0.6, backup: Taiwan Tech, where: {top: 1}").backup, 7);
  EXPECT_EQ(ParseEffect("lever: supply, set: 0.6, where: {top: 1}").backup, -1);
  const Effect traffic =
      ParseEffect("lever: traffic, scale: 3, wants: {subcategory: skincare, top: 1}");
  EXPECT_EQ(traffic.wants.top, 1);
  EXPECT_FALSE(traffic.products.any());
  EXPECT_EQ(traffic.where_text, "");
}

TEST(ParseScenario, ReadsShapes) {
  EXPECT_EQ(ParseEffect("lever: traffic, scale: 2, shape: ramp").shape.over_hours, 24);
  const Effect fade = ParseEffect("lever: traffic, scale: 2, shape: fade, from: 1h, over: 2h");
  EXPECT_EQ(fade.shape.kind, ShapeKind::kFade);
  EXPECT_EQ(fade.shape.over_hours, 2);
  EXPECT_EQ(ParseEffect("lever: traffic, scale: 2, shape: pulse").shape.kind, ShapeKind::kPulse);
  const Effect periodic =
      ParseEffect("lever: traffic, scale: 2, shape: periodic, period: weekly, peak: 6d");
  EXPECT_EQ(periodic.shape.period_hours, 168);
  EXPECT_EQ(periodic.shape.peak_hour, 144);
  EXPECT_EQ(
      ParseEffect("lever: traffic, scale: 2, shape: exponential, every: 3h").shape.every_hours, 3);
  EXPECT_EQ(ParseEffect("lever: traffic, scale: 9, shape: decay, half_life: 2h").shape.every_hours,
            2);
  const Effect table = ParseEffect("lever: ticket_rate, set: {0h: 0.5, 1h: 0.25}");
  EXPECT_EQ(table.shape.kind, ShapeKind::kTable);
  EXPECT_EQ(table.operation, Operation::kSet);
  EXPECT_EQ(table.shape.table, (std::vector<std::pair<int64_t, double>>{{0, 0.5}, {1, 0.25}}));
}

TEST(ParseScenario, ReadsMixes) {
  const Effect all = ParseEffect("lever: channel, set: {app: 0.35}, shape: ramp");
  EXPECT_EQ(all.lever, Lever::kMix);
  EXPECT_EQ(all.mix.kind, MixKind::kChannel);
  EXPECT_TRUE(all.mix.rows.empty());
  EXPECT_EQ(all.mix.operation, MixOperation::kSet);
  ASSERT_EQ(all.mix.entries.size(), 1u);
  EXPECT_EQ(all.mix.entries[0].index, 2);
  EXPECT_EQ(all.mix.entries[0].value, 0.35);
  EXPECT_TRUE(
      ParseEffect("lever: customers.cohorts.*.channels, set: {app: 0.35}").mix.rows.empty());
  const Effect one = ParseEffect("lever: customers.cohorts.gen_x.channels, move: {app: web}");
  EXPECT_EQ(one.mix.rows, (std::vector<uint8_t>{0, 0, 1, 0}));
  EXPECT_EQ(one.mix.operation, MixOperation::kMove);
  EXPECT_EQ(one.mix.entries[0].to, 0);
  EXPECT_EQ(one.lever_text, "customers.cohorts.gen_x.channels");
  const Effect topics = ParseEffect("lever: tickets.categories.open, add: {payment: 0.3}");
  EXPECT_EQ(topics.mix.rows, (std::vector<uint8_t>{0, 0, 1, 0}));
  EXPECT_EQ(ParseEffect("lever: items, scale: {5: 2}").mix.entries[0].index, 4);
  EXPECT_EQ(ParseEffect("lever: escalations, scale: {0: 0.5}").mix.entries[0].index, 0);
}

TEST(ParseScenario, ReadsNumbersOfTheWorld) {
  const Effect tax = ParseEffect("lever: orders.tax_rate, set: 0.2, where: {hours: [0, 24]}");
  EXPECT_EQ(tax.lever, Lever::kNumber);
  EXPECT_EQ(AllNumbers()[tax.number.index].path, "orders.tax_rate");
  EXPECT_EQ(tax.value, 0.2);
  EXPECT_EQ(tax.hours_of_day, kAllHoursOfDay);
  const Effect days = ParseEffect("lever: returns.processing_days, set: [5, 13]");
  EXPECT_EQ(days.number.range.low, 5);
  EXPECT_EQ(days.number.range.high, 13);
}

// One number of every kind, by every alias and path that is declared.
TEST(ParseScenario, KnowsEveryLever) {
  for (const MixDecl& decl : AllMixes()) {
    for (const std::string_view name : {decl.alias, decl.path}) {
      const auto rules = internal::FindLever(name, TestWorld());
      ASSERT_TRUE(rules.ok()) << name << ": " << rules.status();
      EXPECT_TRUE(rules->is_mix() && rules->mix == decl.kind) << name;
    }
  }
  for (const NumberDecl& decl : AllNumbers()) {
    const auto rules = internal::FindLever(decl.path, TestWorld());
    ASSERT_TRUE(rules.ok()) << decl.path << ": " << rules.status();
    EXPECT_EQ(AllNumbers()[rules->number].path, decl.path);
    EXPECT_EQ(rules->is_range(), decl.range != nullptr);
  }
}

// tests/tools/ checks the schema's levers against the program; this is the other direction.
TEST(ParseScenario, HasEveryMixAndNumberInTheSchema) {
  const auto schema = ReadDocumentText(FAUXMART_SOURCE_DIR "/schemas/scenario.schema.json");
  ASSERT_TRUE(schema.ok()) << schema.status();
  std::vector<std::string_view> names;
  for (const MixDecl& decl : AllMixes()) names.insert(names.end(), {decl.alias, decl.path});
  for (const NumberDecl& decl : AllNumbers()) names.push_back(decl.path);
  for (const std::string_view name : names) {
    EXPECT_NE(schema->find("\"" + std::string(name) + "\""), std::string::npos) << name;
  }
}

void CollectPaths(const Node& node, const std::string& path, std::vector<std::string>* paths) {
  if (node.kind != Node::Kind::kMap) paths->push_back(path);
  if (node.kind != Node::Kind::kMap) return;
  for (const Item& item : node.items) CollectPaths(item.value, ChildPath(path, item.key), paths);
}

// No path of the world is an "unknown lever": it is one, or the message says what to use.
TEST(ParseScenario, AnswersEveryPathOfTheWorld) {
  std::vector<std::string> paths;
  CollectPaths(Document::ReadFile(FAUXMART_SOURCE_DIR "/worlds/default.yaml")->root(), "", &paths);
  ASSERT_GT(paths.size(), 300u);
  for (const std::string& path : paths) {
    if (path == "name" || path == "description") continue;
    const auto rules = internal::FindLever(path, TestWorld());
    if (rules.ok()) continue;
    EXPECT_EQ(rules.status().message().find("unknown lever"), std::string::npos) << path;
    EXPECT_NE(rules.status().message().find("; "), std::string::npos) << path;
  }
}

TEST(ParseScenario, FillsInParameters) {
  const std::string text = R"(
parameters: {what: [electronics, home], factor: 3, unit: 5}
effects:
  e: {lever: demand, scale: $factor, where: {category: $what, top: $unit}}
  f: {lever: orders.shipping_fee, set: $unit}
)";
  const auto scenario = ParseMore(text);
  ASSERT_TRUE(scenario.ok()) << scenario.status();
  EXPECT_EQ(scenario->effects[0].value, 3);
  EXPECT_EQ(scenario->effects[0].products.categories, (std::vector<int>{0, 2}));
  EXPECT_EQ(scenario->effects[1].value, 5);
  // --set scenario.parameters... is the place of what is wrong then.
  Document document = *Document::Parse(std::string(kTestHead) + text, "s.yaml");
  ASSERT_TRUE(ApplySetting("scenario.parameters.factor=-1", {{"scenario", &document}}).ok());
  EXPECT_EQ(ParseScenario(document, TestWorld()).status().message(),
            "--set scenario.parameters.factor: effects.e.scale: -1 is out of range; write a number "
            "from 0 to 1000");
}

TEST(ParseScenario, RefusesWithPlaceKeyAndHint) {
  EXPECT_EQ(RefusalOfMore("start: 2025-12-26T06:30\n"),
            "s.yaml:5:8: start: 2025-12-26T06:30:00Z is not a whole hour; write "
            "2025-12-26T06:00:00Z");
  EXPECT_EQ(RefusalOfMore("start: Monday\n"),
            "s.yaml:5:8: start: \"Monday\" is not a time; write a UTC time such as 2025-01-01 or "
            "2025-01-01T06:00:00Z");
  EXPECT_EQ(RefusalOfMore("custmers: 5\n"),
            "s.yaml:5:1: custmers: unknown key; did you mean customers?");
  EXPECT_EQ(RefusalOfMore("customers: 0\n"),
            "s.yaml:5:12: customers: 0 is out of range; write a whole number from 1 to 50000000");
  EXPECT_EQ(RefusalOfMore("products: ~\n"),
            "s.yaml:5:11: products: nothing is here; write a whole number from 1 to 5000000");
  const std::string plain(kTestHead);
  EXPECT_EQ(RefusalOf(plain, "1d", "90m"),
            "s.yaml:3:11: duration: \"90m\" is not a whole number of hours; write 1h or 2h");
  EXPECT_EQ(RefusalOf(plain, "a_day", "A Day"),
            "s.yaml:1:7: name: \"A Day\" is not a scenario's name; write small letters, digits and "
            "_, such as busy_week");
  EXPECT_EQ(RefusalOf(plain, "intensity: 2", "intensity: 0"),
            "s.yaml:4:12: intensity: 0 is out of range; write a number from 0.001 to 1000");
  EXPECT_EQ(RefusalOf(plain, "duration: 1d\n", ""), "s.yaml:1:1: duration: missing; write a text");
}

}  // namespace
}  // namespace fauxmart
