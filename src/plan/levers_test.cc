// Levers of an hour: how effects combine, which act on the hour and which on rows, and whose.
#include "plan/levers.h"

#include <gtest/gtest.h>

#include "plan/plan_test_util.h"
#include "scenario/scenario_test_util.h"

namespace fauxmart {
namespace {

Scenario Effects(const std::string& lines) {
  const auto scenario = ParseMore("effects:\n" + lines);
  EXPECT_TRUE(scenario.ok()) << scenario.status();
  return scenario.ok() ? *scenario : Scenario();
}

HourLevers At(const Scenario& scenario, int64_t hour = 0, const std::vector<bool>& removed = {}) {
  return LeversAt(scenario, DefaultWorld(), removed, SmallSetup(24), hour);
}

TEST(Levers, WithoutEffectsNothingIsDisturbed) {
  const HourLevers levers = At({});
  for (const double factor :
       {levers.traffic, levers.conversion, levers.abandonment, levers.capacity, levers.page_load,
        levers.most_orders, levers.most_carts, levers.lateness.Of(1), levers.tickets.Of(1)}) {
    EXPECT_EQ(factor, 1);
  }
  EXPECT_TRUE(levers.rows.empty() && levers.supply.empty() && levers.wanted.empty());
}

TEST(Levers, FactorsOfTheHourMultiply) {
  const HourLevers levers =
      At(Effects("  a: {lever: traffic, scale: 2}\n  b: {lever: traffic, scale: 3}\n"
                 "  c: {lever: conversion, scale: 0.5}\n  d: {lever: abandonment, scale: 4}\n"
                 "  e: {lever: capacity, scale: 0.25}\n  f: {lever: page_load, scale: 7}\n"));
  EXPECT_EQ(levers.traffic, 6);
  EXPECT_EQ(levers.conversion, 0.5);
  EXPECT_EQ(levers.abandonment, 4);
  EXPECT_EQ(levers.capacity, 0.25);
  EXPECT_EQ(levers.page_load, 7);
  EXPECT_TRUE(levers.rows.empty());
}

// With a filter they are handed down to the rows; the hour only leaves room for the most they make.
TEST(Levers, FilteredFactorsActOnRows) {
  const HourLevers levers =
      At(Effects("  a: {lever: traffic, scale: 2, where: {channel: app}}\n"
                 "  b: {lever: conversion, scale: 3, where: {channel: app}}\n"
                 "  c: {lever: abandonment, scale: 5, where: {channel: app}}\n"
                 "  d: {lever: traffic, scale: 0.1, where: {channel: web}}\n"));
  EXPECT_EQ(levers.traffic, 1);
  EXPECT_EQ(levers.conversion, 1);
  EXPECT_EQ(levers.abandonment, 1);
  EXPECT_EQ(levers.most_orders, 6);  // less of others makes no room for more
  EXPECT_EQ(levers.most_carts, 10);
  EXPECT_EQ(levers.rows.size(), 4u);
}

TEST(Levers, RatesAreSetThenScaledThenAddedTo) {
  const HourLevers levers = At(
      Effects("  a: {lever: lateness, add: 0.02}\n  b: {lever: lateness, scale: 3}\n"
              "  c: {lever: lateness, set: 0.2}\n  d: {lever: ticket_rate, set: 0.5}\n"
              "  e: {lever: ticket_rate, set: 0.25}\n  f: {lever: payment_failure, scale: 2}\n"));
  EXPECT_DOUBLE_EQ(levers.lateness.Of(0.05), 0.2 * 3 + 0.02);
  EXPECT_DOUBLE_EQ(levers.tickets.Of(0.12), 0.25);  // the last one
  EXPECT_DOUBLE_EQ(levers.payment_failure.Of(0.1), 0.2);
  EXPECT_TRUE(levers.rows.empty());
}

TEST(Levers, FilteredRatesActOnRowsAlone) {
  const HourLevers levers =
      At(Effects("  a: {lever: lateness, scale: 3, where: {channel: app}}\n"
                 "  b: {lever: ticket_rate, scale: 3, where: {category: books}}\n"
                 "  c: {lever: payment_failure, set: 0.9, where: {payment_type: card}}\n"));
  EXPECT_DOUBLE_EQ(levers.lateness.Of(0.05), 0.05);
  EXPECT_DOUBLE_EQ(levers.tickets.Of(0.12), 0.12);
  EXPECT_DOUBLE_EQ(levers.payment_failure.Of(0.1), 0.1);
  EXPECT_EQ(levers.rows.size(), 3u);
}

// A mix is moved between its names; a rate has nothing to move to, and stays.
TEST(Levers, ARateIsNotMoved) {
  Effect effect;
  effect.operation = Operation::kMove;
  RateChange change;
  change.Apply(effect, 0.1, 1, 0.7);
  EXPECT_EQ(change.Of(0.1), 0.1);
}

TEST(Levers, WhatThePlanSolvesDoesNotActOnRows) {
  const HourLevers levers =
      At(Effects("  a: {lever: stock, set: 5, where: {subcategory: skincare, top: 1}}\n"
                 "  b: {lever: supply, set: 0.5, where: {subcategory: audio, top: 1}}\n"
                 "  c: {lever: lead_time, scale: 2, where: {subcategory: audio}}\n"
                 "  d: {lever: traffic, scale: 2, wants: {subcategory: skincare, top: 1}}\n"
                 "  e: {lever: price, scale: 2, where: {category: books}}\n"));
  ASSERT_EQ(levers.supply.size(), 1u);
  EXPECT_EQ(levers.supply[0].effect, 1);
  ASSERT_EQ(levers.wanted.size(), 1u);
  EXPECT_EQ(levers.wanted[0].effect, 3);
  EXPECT_EQ(levers.wanted[0].factor, 2);
  EXPECT_EQ(levers.traffic, 1);
  ASSERT_EQ(levers.rows.size(), 1u);
  EXPECT_EQ(levers.rows[0].effect, 4);
}

TEST(Levers, OnlyInTheHoursAndIncidentsThatAreThere) {
  const auto scenario = ParseMore(
      "incidents:\n  i: {kind: outage, title: t, description: d, root_cause: r, "
      "severity: low}\n  j: {kind: outage, title: t, description: d, root_cause: r, "
      "severity: low}\n"
      "effects:\n  a: {lever: traffic, scale: 2, from: 2h, to: 5h, incident: i}\n"
      "  b: {lever: traffic, scale: 3}\n"
      "campaigns:\n  c: {name: c, type: social, from: 1h, to: 3h, where: {category: books}, "
      "incident: j}\n"
      "  d: {name: d, type: social, from: 1h, to: 3h, where: {category: books}}\n");
  ASSERT_TRUE(scenario.ok()) << scenario.status();
  EXPECT_EQ(At(*scenario, 1).traffic, 3);
  EXPECT_EQ(At(*scenario, 2).traffic, 6);
  EXPECT_EQ(At(*scenario, 5).traffic, 3);
  EXPECT_EQ(At(*scenario, 2, {true, false}).traffic, 3);
  EXPECT_EQ(At(*scenario, 2, {false, true}).traffic, 6);
  EXPECT_EQ(At(*scenario, 0).campaigns, std::vector<int>{});
  EXPECT_EQ(At(*scenario, 2).campaigns, (std::vector<int>{0, 1}));
  EXPECT_EQ(At(*scenario, 3).campaigns, std::vector<int>{});
  EXPECT_EQ(At(*scenario, 2, {false, true}).campaigns, std::vector<int>{1});
  EXPECT_FALSE(IsRemoved(-1, {true}));
  EXPECT_FALSE(IsRemoved(1, {true}));
}

World Changed(const Scenario& scenario) {
  World world = DefaultWorld();
  ApplyNumbers(scenario, At(scenario).rows, &world);
  return world;
}

TEST(ApplyNumbers, EffectsOfOneNumberCombineAndStayInItsBounds) {
  const World world = Changed(
      Effects("  a: {lever: orders.tax_rate, set: 0.1}\n  b: {lever: orders.tax_rate, scale: 3}\n"
              "  c: {lever: orders.shipping_fee, add: 1}\n  d: {lever: traffic, scale: 2}\n"
              "  e: {lever: price, scale: 2, where: {category: books}}\n"
              "  f: {lever: tickets.resolved_share, add: 0.1}\n"
              "  g: {lever: tickets.resolved_share, add: 0.1}\n"));
  EXPECT_DOUBLE_EQ(world.orders.tax_rate, 0.1 * 3);
  EXPECT_DOUBLE_EQ(world.orders.shipping_fee, DefaultWorld().orders.shipping_fee + 1);
  EXPECT_DOUBLE_EQ(world.tickets.resolved_share, 1);
  EXPECT_DOUBLE_EQ(world.returns.rate, DefaultWorld().returns.rate);
}

TEST(ApplyNumbers, OfARangeTheLastOneHolds) {
  const World world =
      Changed(Effects("  a: {lever: orders.late_hours, set: [1, 2]}\n"
                      "  b: {lever: orders.late_hours, set: [3, 9]}\n"));
  EXPECT_EQ(world.orders.late_hours.low, 3);
  EXPECT_EQ(world.orders.late_hours.high, 9);
}

}  // namespace
}  // namespace fauxmart
