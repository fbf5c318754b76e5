// Labels are the difference to the twin, exactly: for random compositions of built-in and random
// scenarios, every incident's labels equal what a comparison of the dataset with the twin that is
// generated without it finds, by code that shares nothing with the labels'.
//
// 200 are tried, and 10,000 with FAUXMART_LONG_TESTS. FAUXMART_COMPOSITIONS sets another number,
// FAUXMART_FIRST_COMPOSITION where to start, to see one again.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <set>
#include <string>

#include "base/embedded.h"
#include "base/philox.h"
#include "engine/chunk_reader.h"
#include "plan/plan_test_util.h"
#include "scenario/compose.h"
#include "scenario/parse.h"
#include "tables/dimensions.h"
#include "tables/system_metrics.h"
#include "tables/tables.h"
#include "tables/truth.h"

namespace fauxmart {
namespace {

// Choices by addressed numbers, so that a composition can be made again by its number.
class Dice {
 public:
  explicit Dice(uint64_t composition) : composition_(composition) {}
  uint32_t Word() { return Draw(20251123, 1, composition_, next_++).word[0]; }
  int Below(int n) { return static_cast<int>((uint64_t{Word()} * static_cast<uint64_t>(n)) >> 32); }
  double Number(double low, double high) { return low + (high - low) * (Word() * 0x1p-32); }
  std::string Of(const std::vector<std::string>& words) {
    return words[static_cast<size_t>(Below(static_cast<int>(words.size())))];
  }
  bool Coin(double p) { return Number(0, 1) < p; }

 private:
  uint64_t composition_;
  uint32_t next_ = 0;
};

std::string ProductFilterText(Dice* dice) {
  std::string text;
  switch (dice->Below(4)) {
    case 0:
      text = "category: " + dice->Of({"electronics", "[clothing, books]", "beauty"});
      break;
    case 1:
      text = "subcategory: " + dice->Of({"skincare", "laptops", "[shoes, fiction]"});
      break;
    case 2:
      text = "supplier: " + dice->Of({"China Main Electronics", "USA Local Supply"});
      break;
    default:
      text = "category: home";
  }
  if (dice->Coin(0.5)) text += fmt::format(", top: {}", 1 + dice->Below(6));
  return text;
}

std::string RowFilterText(Dice* dice) {
  switch (dice->Below(6)) {
    case 0:
      return "cohort: " + dice->Of({"gen_z", "[gen_x, boomer]"});
    case 1:
      return "state: " + dice->Of({"NY", "[CA, TX]"});
    case 2:
      return "region: " + dice->Of({"west", "midwest"});
    case 3:
      return "channel: " + dice->Of({"web", "app"});
    case 4:
      return "payment_type: " + dice->Of({"card", "upi"});
    default:
      return "warehouse: " + dice->Of({"WH_01", "WH_03"});
  }
}

// One effect of a random scenario, without its window.
std::string EffectText(Dice* dice) {
  const auto factor = [&] { return fmt::format("{:.3f}", dice->Number(0.05, 4)); };
  const auto share = [&] { return fmt::format("{:.3f}", dice->Number(0, 1)); };
  const std::string rows = dice->Coin(0.4) ? ", where: {" + RowFilterText(dice) + "}" : "";
  switch (dice->Below(17)) {
    case 0:
      return fmt::format("lever: traffic, scale: {}{}", factor(), rows);
    case 1:
      return fmt::format("lever: conversion, scale: {}{}", share(), rows);
    case 2:
      return fmt::format("lever: abandonment, scale: {}{}", factor(),
                         dice->Coin(0.4) ? ", where: {channel: [app, web]}" : "");
    case 3:
      return fmt::format("lever: lateness, scale: {}{}", factor(), rows);
    case 4:
      return fmt::format("lever: ticket_rate, set: {}{}", share(), rows);
    case 5:
      return fmt::format("lever: payment_failure, set: {}{}", share(), rows);
    case 6:
      return fmt::format("lever: return_rate, scale: {}, where: {{{}}}", factor(),
                         ProductFilterText(dice));
    case 7:
      return fmt::format("lever: demand, scale: {}, where: {{{}{}}}", factor(),
                         ProductFilterText(dice), dice->Coin(0.3) ? ", region: west" : "");
    case 8:
      return fmt::format("lever: price, scale: {}, where: {{{}}}", factor(),
                         ProductFilterText(dice));
    case 9:
      return fmt::format("lever: stock, set: {}, lost: {}, reorder: {}, where: {{{}, top: 2}}",
                         dice->Below(40), share(), dice->Below(20),
                         "subcategory: " + dice->Of({"skincare", "audio"}));
    case 10:
      return fmt::format(
          "lever: supply, set: {}, where: {{supplier: China Main Electronics, top: 5}}", share());
    case 11:
      return fmt::format("lever: channel, set: {{app: {}}}{}", share(),
                         dice->Coin(0.4) ? ", where: {cohort: gen_z}" : "");
    case 12:
      return fmt::format("lever: cohort, add: {{gen_z: {:.3f}}}", dice->Number(-0.2, 0.3));
    case 13:
      return fmt::format("lever: ticket_category, scale: {{refund: {}}}{}", factor(), rows);
    case 14:
      return fmt::format("lever: stage, set: {{payment: {}}}", share());
    case 15:
      return fmt::format("lever: capacity, scale: {}", fmt::format("{:.3f}", dice->Number(0.1, 2)));
    default:
      return "lever: returns.processing_days, set: [5, 13]";
  }
}

std::string RandomScenario(Dice* dice, int number) {
  std::string text = fmt::format(
      "name: random_{}\ndescription: random\nduration: 12h\nintensity: 1\nincidents:\n", number);
  const int incidents = 1 + dice->Below(2);
  for (int i = 0; i < incidents; ++i) {
    text += fmt::format(
        "  trouble_{}_{}: {{kind: k, title: t, description: d, root_cause: r, severity: low}}\n",
        number, i);
  }
  text += "effects:\n";
  const int effects = incidents + dice->Below(4);
  for (int i = 0; i < effects; ++i) {
    const int from = dice->Below(8);
    const std::string effect = EffectText(dice);
    std::string shape;
    if (effect.find("stock") == std::string::npos && effect.find("supply") == std::string::npos &&
        effect.find("processing") == std::string::npos && dice->Coin(0.4)) {
      shape = ", shape: " + dice->Of({"ramp", "fade", "pulse"});
    }
    // Every incident has an effect; some effects belong to none.
    const bool owned = i < incidents || dice->Coin(0.7);
    text +=
        fmt::format("  e{}: {{{}{}, from: {}h, to: {}h{}}}\n", i, effect, shape, from,
                    from + 2 + dice->Below(5),
                    owned ? fmt::format(", incident: trouble_{}_{}", number, i % incidents) : "");
  }
  if (dice->Coin(0.3)) {
    text += fmt::format(
        "campaigns:\n  c: {{name: c, type: t, discount: {}, from: 1h, to: 9h, where: {{{}}}, "
        "incident: trouble_{}_0}}\n",
        dice->Below(80), ProductFilterText(dice), number);
  }
  return text;
}

struct Composition {
  Scenario scenario;
  std::string text;  // for messages
};

Composition Compose(Dice* dice) {
  Composition made;
  const int layers = 1 + dice->Below(3);
  for (int layer = 0; layer < layers; ++layer) {
    std::string text;
    if (dice->Coin(0.4)) {
      const auto files = EmbeddedScenarios();
      text = files[static_cast<size_t>(dice->Below(static_cast<int>(files.size())))].text;
    } else {
      text = RandomScenario(dice, layer);
    }
    const int64_t offset = layer == 0 ? 0 : dice->Below(8);
    made.text += fmt::format("--- at {}h\n{}", offset, text);
    const auto scenario = ParseScenario(*Document::Parse(text, "composition"), DefaultWorld());
    EXPECT_TRUE(scenario.ok()) << scenario.status().message() << made.text;
    if (!scenario.ok()) continue;
    if (layer == 0) {
      made.scenario = *scenario;
    } else {
      // The same one at the same offset is refused, and then left out.
      (void)LayOver(*scenario, offset, &made.scenario);
    }
  }
  return made;
}

using Rows = std::map<uint64_t, std::string>;

std::string RowBytes(const TableBuffer& table, size_t row) {
  std::string bytes;
  for (const Column& column : table.columns) {
    const size_t width = WidthOf(column.type);
    if (width > 0) {
      bytes.append(reinterpret_cast<const char*>(column.values.data()) + row * width, width);
    } else if (column.type == Type::kText) {
      bytes += column.TextAt(row);
    }
    if (column.nullable) bytes.push_back(static_cast<char>(column.validity.data()[row]));
  }
  return bytes;
}

Rows RowsByKey(const TableBuffer& table) {
  Rows rows;
  for (size_t i = 0; i < static_cast<size_t>(table.rows); ++i) {
    EXPECT_TRUE(rows.emplace(table.columns[0].As<uint64_t>()[i], RowBytes(table, i)).second)
        << table.decl->name << ": a key twice";
  }
  return rows;
}

using Labels = std::map<std::pair<int32_t, uint64_t>, bool>;  // (table, row) -> added

struct Dataset {
  std::map<int32_t, Rows> tables;
  std::map<int64_t, Labels> labels;  // by incident
  Counters counters;
  TableBuffer incidents;
};

void ReadLabels(const TableBuffer& table, Dataset* dataset) {
  for (size_t i = 0; i < static_cast<size_t>(table.rows); ++i) {
    const bool first = dataset->labels[table.columns[0].As<int64_t>()[i]]
                           .emplace(std::pair(table.columns[1].As<int32_t>()[i],
                                              table.columns[2].As<uint64_t>()[i]),
                                    table.columns[3].As<int32_t>()[i] == 1)
                           .second;
    EXPECT_TRUE(first) << "a label twice";
  }
}

Dataset Make(const Shop& shop, int64_t batch) {
  ChunkReader reader(shop, batch);
  FactBuffers facts = MakeFactBuffers(shop);
  Dataset dataset;
  dataset.counters = Counters(shop, shop.setup.first_hour, shop.setup.end_hour);
  for (const Chunk& chunk : shop.chunks) {
    reader.Open(chunk);
    while (reader.Next(&facts, &dataset.counters)) {
    }
  }
  AppendLastLabels(shop, dataset.counters, &facts[kFactLabels]);
  ReadLabels(facts[kFactLabels], &dataset);
  for (size_t fact = 0; fact < kFactLabels; ++fact) {
    dataset.tables[TableIndex(*facts[fact].decl)] = RowsByKey(facts[fact]);
  }
  for (const TableDecl* table : {&kCampaigns, &kSystemMetrics}) {
    TableBuffer rows = MakeBuffer(*table, shop.world, shop.products.skus);
    if (table == &kCampaigns) AppendCampaigns(shop, &rows);
    if (table == &kSystemMetrics) AppendSystemMetrics(shop, dataset.counters, &rows);
    dataset.tables[TableIndex(*table)] = RowsByKey(rows);
  }
  dataset.incidents = MakeBuffer(kIncidents, shop.world, shop.products.skus);
  AppendIncidents(shop, dataset.counters, &dataset.incidents);
  return dataset;
}

// What differs, the plain way.
struct Difference {
  Labels labels;
  int64_t prevented = 0;
};
Difference Compare(const Dataset& dataset, const Dataset& twin) {
  Difference difference;
  for (const auto& [table, rows] : dataset.tables) {
    const Rows& others = twin.tables.at(table);
    for (const auto& [key, row] : rows) {
      const auto other = others.find(key);
      if (other == others.end()) {
        difference.labels[{table, key}] = true;
      } else if (other->second != row) {
        difference.labels[{table, key}] = false;
      }
    }
    for (const auto& [key, row] : others) difference.prevented += rows.contains(key) ? 0 : 1;
  }
  return difference;
}

int64_t Cell(const TableBuffer& table, std::string_view name, size_t row) {
  size_t c = 0;
  while (table.decl->columns[c].name != name) ++c;
  return table.columns[c].As<int64_t>()[row];
}

int64_t Total(const Counters& counters, HourCount count) {
  int64_t total = 0;
  for (const HourCounts& hour : counters.hours) total += hour[count];
  return total;
}

int Environment(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::atoi(text);
}

struct Tally {
  int64_t compositions = 0, incidents = 0, labels = 0, refused = 0;
};

void CheckComposition(int number, Tally* tally) {
  Dice dice(static_cast<uint64_t>(number));
  const Composition made = Compose(&dice);
  SCOPED_TRACE(fmt::format("composition {}\n{}", number, made.text));
  Setup setup = SmallSetup(4 + dice.Below(14), dice.Number(15, 90));
  setup.seed = dice.Word();
  setup.scenario_hour = setup.first_hour = dice.Below(3);
  setup.customers = 300;
  setup.products = 150;
  const int64_t batch = 1 + dice.Below(300);
  const auto shop = BuildShop(DefaultWorld(), setup, made.scenario, {}, /*with_twins=*/true);
  if (!shop.ok()) {  // more orders than an hour has layers for, say
    ++tally->refused;
    return;
  }
  ++tally->compositions;
  const Dataset dataset = Make(**shop, batch);
  for (size_t i = 0; i < made.scenario.incidents.size(); ++i) {
    std::vector<bool> removed(made.scenario.incidents.size());
    removed[i] = true;
    const auto twin_shop = BuildShop(DefaultWorld(), setup, made.scenario, removed, false);
    ASSERT_TRUE(twin_shop.ok());
    const Dataset twin = Make(**twin_shop, kDefaultBatch);
    const Difference difference = Compare(dataset, twin);
    const auto id = static_cast<int64_t>(i) + 1;
    const auto labels = dataset.labels.find(id);
    const Labels mine = labels == dataset.labels.end() ? Labels() : labels->second;
    ASSERT_EQ(mine.size(), difference.labels.size()) << made.scenario.incidents[i].name;
    ASSERT_TRUE(mine == difference.labels) << made.scenario.incidents[i].name;
    ++tally->incidents;
    tally->labels += static_cast<int64_t>(mine.size());

    const TableBuffer& row = dataset.incidents;
    ASSERT_EQ(Cell(row, "incident_id", i), id);
    EXPECT_EQ(Cell(row, "rows_affected", i), static_cast<int64_t>(mine.size()));
    EXPECT_EQ(Cell(row, "rows_prevented", i), difference.prevented);
    const std::pair<const char*, HourCount> counts[] = {
        {"orders", kHourOrders},    {"tickets", kHourTickets},         {"abandonments", kHourCarts},
        {"late_orders", kHourLate}, {"payment_failures", kHourFailed}, {"returns", kHourReturns}};
    for (const auto& [name, count] : counts) {
      EXPECT_EQ(Cell(row, fmt::format("{}_with", name), i), Total(dataset.counters, count));
      EXPECT_EQ(Cell(row, fmt::format("{}_without", name), i), Total(twin.counters, count));
    }
  }
}

TEST(Labels, AreTheDifferenceToTheTwinForRandomCompositions) {
  const int first = Environment("FAUXMART_FIRST_COMPOSITION", 0);
  const int count = Environment("FAUXMART_COMPOSITIONS",
                                std::getenv("FAUXMART_LONG_TESTS") != nullptr ? 10'000 : 200);
  Tally tally;
  for (int number = first; number < first + count && !HasFailure(); ++number) {
    CheckComposition(number, &tally);
  }
  fmt::print("{} compositions, {} twins, {} labels; {} refused\n", tally.compositions,
             tally.incidents, tally.labels, tally.refused);
  EXPECT_GT(tally.compositions, count * 9 / 10);
  EXPECT_GT(tally.labels, tally.compositions);
}

}  // namespace
}  // namespace fauxmart
