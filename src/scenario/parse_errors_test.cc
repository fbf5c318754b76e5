// Every kind of mistake in a scenario file, with the place, the key and the hint of its message.
#include <gtest/gtest.h>

#include <filesystem>

#include "scenario/scenario_test_util.h"

namespace fauxmart {
namespace {

// Of effects: the keys, the text at which the message stands, and the message after "effects.e".
struct Mistake {
  std::string keys, at, message;
};

void Expect(const Mistake& mistake) {
  const std::string head = "  e: {";
  const size_t column = mistake.at.empty() ? 5 : (head + mistake.keys).rfind(mistake.at);
  ASSERT_NE(column, std::string::npos) << mistake.at;
  EXPECT_EQ(RefusalOfEffect(mistake.keys),
            "s.yaml:6:" + std::to_string(column + 1) + ": effects.e" + mistake.message)
      << mistake.keys;
}

TEST(ScenarioErrors, Levers) {
  Expect({"lever: trafic, scale: 2", "trafic",
          ".lever: unknown lever \"trafic\"; did you mean traffic?"});
  Expect({"lever: orders.tax_rat, set: 0", "orders",
          ".lever: unknown lever \"orders.tax_rat\"; did you mean orders.tax_rate?"});
  Expect({"lever: qqq, scale: 2", "qqq",
          ".lever: unknown lever \"qqq\"; known: traffic, conversion, abandonment, capacity, "
          "page_load, lateness, ticket_rate, payment_failure, return_rate, demand, price, stock "
          "..."});
  Expect({"lever: \"\", scale: 2", "\"\"",
          ".lever: unknown lever \"\"; known: traffic, conversion, abandonment, capacity, "
          "page_load, lateness, ticket_rate, payment_failure, return_rate, demand, price, stock "
          "..."});
  Expect({"lever: abandonment.rate, scale: 2", "abandonment.rate",
          ".lever: \"abandonment.rate\" cannot be changed by itself; use the lever abandonment"});
  Expect({"lever: arrivals.orders_per_hour, scale: 2", "arrivals",
          ".lever: \"arrivals.orders_per_hour\" cannot be changed by itself; use the lever "
          "traffic"});
  Expect({"lever: products.categories.books.share, scale: 2", "products",
          ".lever: \"products.categories.books.share\" cannot be changed by itself; use the lever "
          "demand"});
  Expect({"lever: tickets.agents, set: 2", "tickets",
          ".lever: \"tickets.agents\" cannot change on the way; set it for the whole run, in the "
          "world or with --set world.tickets.agents=..."});
  Expect({"lever: customers.cohorts.gen_zz.channels, set: {app: 1}", "customers",
          ".lever: \"gen_zz\" is not a row of customers.cohorts.*.channels; did you mean gen_z?"});
  Expect({"lever: customers.cohorts.gen_z.channels.app, set: 1", "customers",
          ".lever: \"customers.cohorts.gen_z.channels.app\" is an entry of a mix; write lever: "
          "customers.cohorts.gen_z.channels and set: {app: ...}"});
  Expect({"scale: 2", "{", ".lever: missing; write a text"});
  Expect({"lever: [traffic], scale: 2", "[", ".lever: a list is here; write a text"});
}

TEST(ScenarioErrors, Operations) {
  Expect({"lever: traffic", "{", ": does nothing to traffic; write scale"});
  Expect({"lever: lateness", "{", ": does nothing to lateness; write one of scale, set, add"});
  Expect({"lever: traffic, set: 2", "2", ".set: traffic has no set; write scale"});
  Expect({"lever: lateness, scale: 2, add: 0.1", "0.1",
          ".add: an effect does one thing, and scale stands here too; write an effect for each"});
  Expect({"lever: lateness, move: {a: b}", "{a",
          ".move: lateness has no move; write one of scale, set, add"});
  Expect({"lever: orders.late_hours, scale: 2", "2",
          ".scale: orders.late_hours has no scale; write set"});
}

TEST(ScenarioErrors, Numbers) {
  for (const char* bad : {".nan", "nan", ".inf", "-.inf", "1e308", "-1e308", "-1", "1e999", "012",
                          "0x7", "\"1\"", "[]", "~", "x"}) {
    for (const char* lever : {"lever: traffic, scale: ", "lever: lateness, set: ",
                              "lever: stock, where: {top: 1}, set: ",
                              "lever: orders.tax_rate, set: ", "lever: orders.late_hours, set: ",
                              "lever: channel, set: ", "lever: capacity, scale: {}, x: "}) {
      const std::string keys = std::string(lever) + bad;
      EXPECT_EQ(RefusalOfEffect(keys).find("s.yaml:6:"), 0u) << keys;
    }
    EXPECT_NE(RefusalOfEffect(std::string("lever: channel, set: {app: ") + bad + "}")
                  .find(": effects.e.set.app: "),
              std::string::npos)
        << bad;
    EXPECT_NE(RefusalOfEffect(std::string("lever: traffic, scale: {0h: ") + bad + "}")
                  .find(": effects.e.scale.0h: "),
              std::string::npos)
        << bad;
  }
  Expect({"lever: traffic, scale: 1e308", "1e308",
          ".scale: 1e308 is out of range; write a number from 0 to 1000"});
  Expect({"lever: capacity, scale: 0", "0",
          ".scale: 0 is out of range; write a number from 0.001 to 1000"});
  Expect({"lever: stock, set: -1, where: {top: 1}", "-1",
          ".set: -1 is out of range; write a whole number from 0 to 1000000000"});
  Expect({"lever: stock, set: 1.5, where: {top: 1}", "1.5",
          ".set: \"1.5\" is not a whole number; write digits only, such as 15000"});
  Expect({"lever: stock, set: 1, lost: 2, where: {top: 1}", "2",
          ".lost: 2 is out of range; write a number from 0 to 1"});
  Expect({"lever: orders.tax_rate, scale: 20", "20",
          ".scale: makes 1.6 of the world's 0.08; it may be from 0 to 1"});
  Expect({"lever: orders.tax_rate, add: -0.1", "-0.1",
          ".add: makes -0.02 of the world's 0.08; it may be from 0 to 1"});
  Expect({"lever: returns.processing_days, set: 5", "5",
          ".set: a single value is here; write a list of 2 numbers"});
  Expect({"lever: returns.processing_days, set: [9, 5]", "[",
          ".set: the low end 9 is above the high end 5; write [low, high]"});
}

TEST(ScenarioErrors, Time) {
  Expect({"lever: traffic, scale: 2, from: 5h, to: 5h", "5h",
          ".to: ends before it starts, at 5h; write a later time"});
  Expect({"lever: traffic, scale: 2, from: 2d, to: 5h", "5h",
          ".to: ends before it starts, at 2d; write a later time"});
  Expect({"lever: traffic, scale: 2, from: 1d", "1d",
          ".from: starts when the scenario is over, at 1d; write an earlier time, or a to of its "
          "own"});
  Expect({"lever: traffic, scale: 2, from: -1h", "-1h",
          ".from: \"-1h\" is negative; write 0h or more"});
  Expect({"lever: traffic, scale: 2, to: 90m", "90m",
          ".to: \"90m\" is not a whole number of hours; write 1h or 2h"});
}

TEST(ScenarioErrors, Shapes) {
  Expect({"lever: traffic, scale: 2, shape: rmp", "rmp",
          ".shape: \"rmp\" is not known here; did you mean ramp?"});
  Expect({"lever: traffic, scale: 2, shape: step, over: 2h", "over",
          ".over: unknown key; known: lever, from, to, scale, set, add, move, shape, where, wants, "
          "incident"});
  Expect({"lever: traffic, scale: 2, shape: ramp, over: 0h", "0h",
          ".over: \"0h\" is no time at all; write 1h or more"});
  Expect({"lever: traffic, scale: 2, shape: pulse, to: 1h", "pulse",
          ".shape: a pulse begins and ends at nothing; give it 2h or more"});
  Expect({"lever: traffic, scale: 2, shape: periodic, period: daily, peak: 24h", "24h",
          ".peak: 1d is not within a period; write 0h to 23h, UTC"});
  Expect({"lever: traffic, scale: 2, shape: periodic, period: weekly, peak: 1w", "1w",
          ".peak: 7d is not within a period; write 0h to 167h, counted from Monday 00:00 UTC"});
  Expect({"lever: traffic, scale: 2, shape: periodic, period: yearly, peak: 1h", "yearly",
          ".period: \"yearly\" is not known here; known: daily, weekly"});
  Expect({"lever: traffic, scale: 2, shape: exponential", "{", ".every: missing; write a text"});
  Expect({"lever: traffic, scale: 2, shape: exponential, every: 1h", "2",
          ".scale: grows past 1000 before it ends, at 1d; end it earlier or write a lower factor"});
  Expect({"lever: traffic, scale: 1000, shape: exponential, every: 1h, to: 36500d", "1000",
          ".scale: grows past 1000 before it ends, at 36500d; end it earlier or write a lower "
          "factor"});
  Expect({"lever: traffic, scale: 0, shape: exponential, every: 1h", "0",
          ".scale: leaves nothing to go on with; write a factor above 0"});
  Expect({"lever: lateness, set: 0.5, shape: decay, half_life: 1h", "decay",
          ".shape: is a factor on a factor; write scale, or another shape"});
  Expect({"lever: channel, scale: {app: 2}, shape: decay, half_life: 1h", "decay",
          ".shape: a mix has no such shape; write step, ramp, fade, pulse or periodic"});
  Expect({"lever: stock, set: 5, shape: ramp, where: {top: 1}", "ramp",
          ".shape: stock changes at once; write step"});
  Expect({"lever: orders.tax_rate, scale: 2, shape: exponential, every: 1h", "2",
          ".scale: grows past 1000 before it ends, at 1d; end it earlier or write a lower factor"});
  Expect({"lever: orders.tax_rate, scale: 2, shape: exponential, every: 4h", "2",
          ".scale: makes 4.30539 of the world's 0.08; it may be from 0 to 1"});
}

TEST(ScenarioErrors, Tables) {
  Expect({"lever: traffic, scale: {1h: 2}", "2",
          ".scale.1h: nothing is said of the time before; begin with 0h"});
  Expect({"lever: traffic, scale: {0h: 1, 2h: 2, 1h: 3}", "3",
          ".scale.1h: comes after 2h; sort the offsets"});
  Expect({"lever: traffic, scale: {0h: 1, 24h: 3}", "3",
          ".scale.24h: the effect is over after 1d; write an earlier offset, or a later to"});
  Expect({"lever: traffic, scale: {0h: 1, later: 3}", "3",
          ".scale.later: \"later\" is not a duration; write whole hours, days or weeks, such as "
          "24h, 30d or 2w"});
  Expect({"lever: traffic, scale: {}", "{}", ".scale: 0 entries; write 1 to 1000"});
  Expect({"lever: traffic, scale: {0h: 1}, shape: ramp", "ramp",
          ".shape: the value is a table, which is a shape itself; leave shape out, or write one "
          "number"});
  Expect({"lever: stock, set: {0h: 1}, where: {top: 1}", "{0h",
          ".set: a map is here; write a whole number from 0 to 1000000000"});
  Expect({"lever: orders.tax_rate, scale: {0h: 1, 1h: 20}", "20",
          ".scale.1h: makes 1.6 of the world's 0.08; it may be from 0 to 1"});
}

TEST(ScenarioErrors, Mixes) {
  Expect({"lever: channel, set: {ap: 0.5}",
          "ap:", ".set.ap: \"ap\" is not one of customers.cohorts.*.channels; did you mean app?"});
  Expect({"lever: channel, set: {app: 0.8, web: 0.3}", "{app",
          ".set: the shares sum to 1.1; make them sum to 1 or less"});
  Expect({"lever: channel, set: {app: 0, web: 0, mobile_web: 0}", "{app",
          ".set: the shares sum to 0; make them sum to 1"});
  Expect({"lever: channel, set: {app: 0.2, web: 0.2, mobile_web: 0.2}", "{app",
          ".set: the shares sum to 0.6; make them sum to 1"});
  // Boomers have no app, so nobody could take the rest.
  Expect({"lever: customers.cohorts.boomer.channels, set: {web: 0.2, mobile_web: 0.2}", "{web",
          ".set: the shares of boomer sum to 0.4, and no other name has any; make them sum to 1"});
  Expect({"lever: channel, scale: {web: 0, mobile_web: 0}", "{web",
          ".scale: the shares of boomer sum to 0; leave something of the mix"});
  Expect({"lever: cohort, add: {gen_z: -1, millennial: -1, gen_x: -1, boomer: -1}", "{gen_z",
          ".add: the shares sum to 0; leave something of the mix"});
  Expect({"lever: channel, move: {app: ap}", "ap}",
          ".move.app: \"ap\" is not known here; did you mean app?"});
  Expect({"lever: channel, move: {app: app}", "app}",
          ".move.app: moves to itself; write another name"});
  Expect({"lever: channel, set: 0.5", "0.5",
          ".set: a single value is here; write a map of keys and values"});
  Expect({"lever: channel, set: {}", "{}", ".set: 0 entries; write 1 to 250"});
  Expect({"lever: items, set: {6: 0.5}", "6",
          ".set.6: \"6\" is not one of orders.items; known: 1, 2, 3, 4, 5"});
}

TEST(ScenarioErrors, Filters) {
  Expect({"lever: conversion, scale: 2, where: {state: QQ}", "QQ",
          ".where.state: \"QQ\" is not a state of the world's cities; known: NY, PA, MA, NJ, CT, "
          "GA, FL, NC, TN, VA, DC, IL ..."});
  Expect({"lever: demand, scale: 2, where: {category: [books, bokks]}", "bokks",
          ".where.category.1: \"bokks\" is not one of the categories; did you mean books?"});
  Expect({"lever: demand, scale: 2, where: {categry: books}", "categry",
          ".where.categry: unknown key; did you mean category?"});
  Expect({"lever: conversion, scale: 2, where: {}", "{}",
          ".where: nothing is chosen; write one or more of cohort, state, region, channel, "
          "payment_type, warehouse, hours"});
  Expect({"lever: abandonment, scale: 2, where: {payment_type: card}", "card",
          ".where.payment_type: abandonment cannot be chosen by payment_type; write one or more of "
          "cohort, state, region, channel, hours"});
  Expect({"lever: conversion, scale: 2, where: {category: books}", "books",
          ".where.category: conversion cannot be chosen by category; write one or more of cohort, "
          "state, region, channel, payment_type, warehouse, hours"});
  Expect({"lever: orders.tax_rate, set: 0, where: {cohort: gen_z}", "gen_z",
          ".where.cohort: orders.tax_rate cannot be chosen by cohort; write hours"});
  Expect({"lever: cohort, set: {gen_z: 1}, where: {state: NY}", "NY",
          ".where.state: cohort cannot be chosen by state; write hours"});
  Expect({"lever: stock, set: 1, where: {top: 1, hours: [1, 2]}", "[1",
          ".where.hours: stock cannot be chosen by hours; write one or more of category, "
          "subcategory, sku, supplier, top"});
  Expect({"lever: price, scale: 2", "{",
          ": price is of products; write where with category, subcategory, sku, supplier or top"});
  Expect({"lever: demand, scale: 2, where: {region: west}", "{region",
          ".where: demand is of products; write category, subcategory, sku, supplier or top too"});
  Expect({"lever: price, scale: 2, where: {top: 0}", "0",
          ".where.top: 0 is out of range; write a whole number from 1 to 100000"});
  Expect({"lever: price, scale: 2, where: {sku: [A, A]}", "A]",
          ".where.sku.1: \"A\" stands here twice; write it once"});
  Expect({"lever: traffic, scale: 2, where: {hours: [9, 25]}", "25",
          ".where.hours.1: 25 is out of range; write a number from 0 to 24"});
  Expect({"lever: traffic, scale: 2, where: {hours: [24, 2]}", "[24",
          ".where.hours: not two hours of the day; write the first from 0 to 23 and the end from 0 "
          "to 24, whole, such as [9, 17]"});
  Expect({"lever: traffic, scale: 2, where: {hours: [9, 9]}", "[9",
          ".where.hours: from 9 to 9 is no time at all; write the end after the last hour, such as "
          "[9, 10]"});
  Expect({"lever: traffic, scale: 2, where: books", "books",
          ".where: a single value is here; write a map of keys and values"});
}

TEST(ScenarioErrors, KeysOfOneLever) {
  Expect({"lever: traffic, scale: 2, wants: {category: books}", "{category",
          ".wants: so many products; write top or sku too, such as top: 1"});
  Expect({"lever: traffic, scale: 2, wants: {cohort: gen_z, top: 1}", "gen_z",
          ".wants.cohort: what visitors want cannot be chosen by cohort; write one or more of "
          "category, subcategory, sku, supplier, top"});
  Expect({"lever: conversion, scale: 2, wants: {top: 1}", "wants",
          ".wants: unknown key; known: lever, from, to, scale, set, add, move, shape, where, "
          "incident"});
  Expect({"lever: supply, set: 0.5, backup: Nobody, where: {top: 1}", "Nobody",
          ".backup: \"Nobody\" is not known here; known: China Main Electronics, India Textiles "
          "Co, USA Local Supply, Vietnam Manufacturing, Bangladesh Apparel, Mexico Backup, Germany "
          "Premium, Taiwan Tech"});
  Expect({"lever: supply, set: 0.5, where: {supplier: Taiwan Tech}, backup: Taiwan Tech",
          "Taiwan Tech", ".backup: Taiwan Tech is the supplier that fails; write another"});
}

// mu + 9 sigma bounds what a time can be, and an effect on one of them does not see the other's.
TEST(ScenarioErrors, NumbersThatCannotChangeInAWorld) {
  Document wide = *Document::ReadFile(FAUXMART_SOURCE_DIR "/worlds/default.yaml");
  ASSERT_TRUE(wide.Set("tickets.resolution_minutes", "{mu: -11, sigma: 3}", "--set").ok());
  const World world = *ParseWorld(wide);
  for (const std::string lever : {"mu, set: 7", "sigma, set: 1", "mu, set: {0h: 7}"}) {
    const Document document = *Document::Parse(
        std::string(kTestHead) + "effects: {e: {lever: tickets.resolution_minutes." + lever + "}}",
        "s.yaml");
    EXPECT_EQ(ParseScenario(document, world).status().message(),
              "s.yaml:5:22: effects.e.lever: cannot change in this world, whose "
              "tickets.resolution_minutes.sigma is 3; write one from 0 to 1 there");
    EXPECT_TRUE(ParseScenario(document, TestWorld()).ok());
  }
}

constexpr const char* kIncident =
    "incidents:\n  bang: {kind: k, title: T, description: D, root_cause: R, severity: low}\n";

TEST(ScenarioErrors, Incidents) {
  EXPECT_EQ(RefusalOfEffect("lever: traffic, scale: 2, incident: bang"),
            "s.yaml:6:43: effects.e.incident: \"bang\" is not one of the incidents; declare it "
            "under incidents");
  const std::string incident = kIncident;
  EXPECT_EQ(RefusalOfMore(incident + "effects:\n  e: {lever: traffic, scale: 2, incident: bong}\n"),
            "s.yaml:8:43: effects.e.incident: \"bong\" is not one of the incidents; did you mean "
            "bang?");
  EXPECT_EQ(RefusalOfMore(incident + "effects:\n  e: {lever: traffic, scale: 2}\n"),
            "s.yaml:6:9: incidents.bang: no effect belongs to it; write incident: bang in one");
  EXPECT_EQ(RefusalOfMore("incidents:\n  bang: {kind: k, title: T, severity: low}\n"),
            "s.yaml:6:9: incidents.bang.description: missing; write a text");
  EXPECT_EQ(RefusalOfMore("incidents:\n  bang: {kind: k, title: T, description: D, root_cause: R, "
                          "severity: hgh}\n"),
            "s.yaml:6:70: incidents.bang.severity: \"hgh\" is not known here; did you mean high?");
  EXPECT_EQ(RefusalOfMore("incidents:\n  Bang: {kind: k, title: T, description: D, root_cause: R, "
                          "severity: low}\n"),
            "s.yaml:6:9: incidents.Bang: is not an incident's name; write small letters, digits "
            "and _");
  EXPECT_EQ(RefusalOfMore("incidents: {}\n"), "s.yaml:5:12: incidents: 0 entries; write 1 to 100");
}

TEST(ScenarioErrors, Campaigns) {
  const auto refusal = [](const std::string& keys) {
    return RefusalOfMore("campaigns:\n  c: {" + keys + "}\n");
  };
  EXPECT_EQ(refusal("name: N, type: t"),
            "s.yaml:6:6: campaigns.c.where: missing; write a map of keys and values");
  EXPECT_EQ(refusal("name: N, type: t, discount: 101, where: {top: 1}"),
            "s.yaml:6:35: campaigns.c.discount: 101 is out of range; write a number from 0 to 100");
  EXPECT_EQ(refusal("name: N, type: t, where: {cohort: gen_z}"),
            "s.yaml:6:41: campaigns.c.where.cohort: a campaign's products cannot be chosen by "
            "cohort; write one or more of category, subcategory, sku, supplier, top");
  EXPECT_EQ(refusal("name: \"\", type: t, where: {top: 1}"),
            "s.yaml:6:13: campaigns.c.name: an empty name; write at least one letter");
  EXPECT_EQ(refusal("name: N, type: t, from: 4h, to: 2h, where: {top: 1}"),
            "s.yaml:6:39: campaigns.c.to: ends before it starts, at 4h; write a later time");
}

TEST(ScenarioErrors, Parameters) {
  const auto refusal = [](const std::string& parameters, const std::string& value) {
    return RefusalOfMore("parameters: " + parameters +
                         "\neffects:\n  e: {lever: traffic, scale: " + value + "}\n");
  };
  EXPECT_EQ(refusal("{factor: 2}", "$factr"),
            "s.yaml:7:30: effects.e.scale: there is no parameter factr; did you mean factor?");
  EXPECT_EQ(refusal("{}", "$factor"),
            "s.yaml:7:30: effects.e.scale: there is no parameter factor; write it under "
            "parameters");
  EXPECT_EQ(RefusalOfEffect("lever: traffic, scale: $x"),
            "s.yaml:6:30: effects.e.scale: there is no parameter x; write it under parameters");
  EXPECT_EQ(refusal("{factor: -2}", "$factor"),
            "s.yaml:5:22: effects.e.scale: -2 is out of range; write a number from 0 to 1000");
  EXPECT_EQ(refusal("{factor: 2}", "3"),
            "s.yaml:5:14: parameters.factor: nothing uses it; write $factor in a campaign or "
            "effect, or remove it");
  EXPECT_EQ(refusal("{factor: {a: 1}}", "$factor"),
            "s.yaml:5:22: parameters.factor: not a value; write a single one or a list of such");
  EXPECT_EQ(refusal("{Factor: 1}", "3"),
            "s.yaml:5:14: parameters.Factor: is not a parameter's name; write small letters, "
            "digits and _");
  EXPECT_EQ(refusal("[1]", "3"),
            "s.yaml:5:13: parameters: a list is here; write a map of names and values");
  // A list in many places must not fill the memory.
  std::string list = "parameters:\n  x: [0";
  for (int i = 0; i < 5000; ++i) list += ", 0";
  std::string uses = "]\neffects:\n  e: {lever: [$x";
  for (int i = 0; i < 5000; ++i) uses += ", $x";
  EXPECT_NE(RefusalOfMore(list + uses + "]}\n").find("over 100000 values; use fewer"),
            std::string::npos);
}

TEST(ScenarioErrors, With) {
  EXPECT_EQ(RefusalOfMore("with: [Busy@2d]\n"),
            "s.yaml:5:8: with.0: \"Busy@2d\" is not NAME@OFFSET; write a scenario's name and an "
            "offset, such as busy_week@2d");
  EXPECT_EQ(RefusalOfMore("with: [busy@2]\n"),
            "s.yaml:5:8: with.0: \"2\" has no unit; write whole hours, days or weeks, such as 24h, "
            "30d or 2w");
  EXPECT_EQ(RefusalOfMore("with: [busy@]\n"),
            "s.yaml:5:8: with.0: an empty duration; write whole hours, days or weeks, such as 24h, "
            "30d or 2w");
  EXPECT_EQ(RefusalOfMore("with: {busy: 2d}\n"),
            "s.yaml:5:7: with: a map is here; write a name or a list of names, such as [a, b]");
}

TEST(ScenarioErrors, Documents) {
  const auto refusal = [](std::string_view text) { return ParseText(text).status().message(); };
  EXPECT_EQ(refusal(""), "s.yaml: empty; write a map of keys and values");
  EXPECT_EQ(refusal("# nothing\n").find("s.yaml:"), 0u);
  EXPECT_EQ(refusal(std::string_view("\x7f\x45LF\0\1", 6)).find("s.yaml:1:"), 0u);
  EXPECT_EQ(refusal("\xff\xfe").find("s.yaml:1:"), 0u);
  EXPECT_EQ(refusal("[1]"), "s.yaml:1:1: the file is a list; write a map of keys and values");
  EXPECT_EQ(refusal(std::string(100'000, '[')).find("s.yaml:1:"), 0u);
  EXPECT_EQ(refusal("a: {b: *c}").find("s.yaml:1:"), 0u);
  EXPECT_EQ(RefusalOfMore("effects:\n  e: {lever: traffic, scale: 2}\n  e: {lever: price}\n"),
            "s.yaml:7:3: effects.e: given twice, first in line 6; keep one of them");
  EXPECT_EQ(RefusalOfMore("effects: [1]\n"),
            "s.yaml:5:10: effects: a list is here; write a map of keys and values");
  EXPECT_EQ(RefusalOfMore("effects: {}\n"), "s.yaml:5:10: effects: 0 entries; write 1 to 250");
  EXPECT_EQ(RefusalOfMore("efects: {}\n"),
            "s.yaml:5:1: efects: unknown key; did you mean effects?");
}

void CollectValues(const Node& node, const std::string& path, std::vector<std::string>* paths) {
  size_t index = 0;
  for (const Item& item : node.items) {
    const bool map = node.kind == Node::Kind::kMap;
    const std::string child = ChildPath(path, map ? item.key : std::to_string(index++));
    paths->push_back(child);
    CollectValues(item.value, child, paths);
  }
}

// Nonsense in the place of any value of any built-in scenario is taken for a text, or refused in
// one message that says where and what would be right.
TEST(ScenarioErrors, NonsenseInEveryValue) {
  int refused = 0;
  for (const auto& file : std::filesystem::directory_iterator(FAUXMART_SOURCE_DIR "/scenarios")) {
    const Document good = *Document::ReadFile(file.path());
    std::vector<std::string> paths;
    CollectValues(good.root(), "", &paths);
    for (const std::string& path : paths) {
      for (const std::string value : {"-1", "abc", ".nan", "1e308", ".inf", "012", "\"1\"", "[]",
                                      "{}", "[a, b]", "{a: b}", "$abc"}) {
        Document document = good;
        ASSERT_TRUE(document.Set(path, value, "--set scenario." + path).ok()) << path;
        const auto scenario = ParseScenario(document, TestWorld());
        if (scenario.ok()) continue;
        ++refused;
        const std::string& message = scenario.status().message();
        EXPECT_TRUE(scenario.status().IsInvalid()) << message;
        EXPECT_TRUE(message.starts_with("--set scenario.") ||
                    message.starts_with(file.path().string() + ":"))
            << message;
        EXPECT_TRUE(message.find("; ") != std::string::npos) << message;
        EXPECT_EQ(message.find('\n'), std::string::npos) << message;
      }
    }
  }
  EXPECT_GT(refused, 3000);
}

}  // namespace
}  // namespace fauxmart
