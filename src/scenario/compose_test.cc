#include "scenario/compose.h"

#include <gtest/gtest.h>

#include "base/fnv.h"
#include "scenario/scenario_test_util.h"

namespace fauxmart {
namespace {

Scenario Named(const std::string& name) {
  const auto scenario = ParseText("name: " + name + R"(
description: D
duration: 6h
intensity: 3
orders_per_hour: 5
incidents:
  bang: {kind: k, title: T, description: D, root_cause: R, severity: low}
campaigns:
  c: {name: N, type: t, from: 2h, where: {top: 1}, incident: bang}
effects:
  loud: {lever: traffic, scale: 2, from: 1h, to: 3h, incident: bang}
  own: {lever: conversion, scale: 2}
)");
  EXPECT_TRUE(scenario.ok()) << scenario.status();
  return *scenario;
}

TEST(Compose, ShiftsWhatIsLaidOver) {
  Scenario base = *ParseMore("");
  ASSERT_TRUE(LayOver(Named("noise"), 48, &base).ok());
  EXPECT_EQ(base.name, "a_day");
  EXPECT_EQ(base.duration_hours, 24);
  EXPECT_EQ(base.intensity, 2);
  EXPECT_FALSE(base.orders_per_hour);
  EXPECT_EQ(base.layers, (std::vector<Layer>{{"a_day", 0}, {"noise", 48}}));
  ASSERT_EQ(base.incidents.size(), 1u);
  EXPECT_EQ(base.incidents[0].name, "bang");
  EXPECT_EQ(base.incidents[0].from, 49);
  EXPECT_EQ(base.incidents[0].to, 54);
  EXPECT_EQ(base.campaigns.at(0).from, 50);
  EXPECT_EQ(base.campaigns[0].to, 54);
  EXPECT_EQ(base.campaigns[0].incident, 0);
  const Effect& loud = base.effects.at(0);
  EXPECT_EQ(loud.from, 49);
  EXPECT_EQ(loud.to, 51);
  EXPECT_EQ(loud.incident, 0);
  EXPECT_EQ(loud.layer, 1);
  EXPECT_EQ(loud.key, Fnv1a32("noise/loud@48"));
  // It ends with its own scenario.
  EXPECT_EQ(base.effects.at(1).from, 48);
  EXPECT_EQ(base.effects[1].to, 54);
  EXPECT_EQ(base.effects[1].incident, -1);
}

TEST(Compose, NamesIncidentsApart) {
  Scenario base = Named("noise");
  ASSERT_TRUE(LayOver(Named("noise"), 3, &base).ok());
  ASSERT_TRUE(LayOver(Named("other"), 48, &base).ok());
  ASSERT_TRUE(LayOver(Named("third"), 48, &base).ok());
  std::vector<std::string> names, keys;
  for (const Incident& incident : base.incidents) names.push_back(incident.name);
  for (const Campaign& campaign : base.campaigns) keys.push_back(campaign.key);
  EXPECT_EQ(names, (std::vector<std::string>{"bang", "bang@3h", "bang@2d", "bang@2d-2"}));
  EXPECT_EQ(keys, (std::vector<std::string>{"c", "c@3h", "c@2d", "c@2d-2"}));
  EXPECT_EQ(base.effects.at(2).incident, 1);
  EXPECT_EQ(base.effects.at(4).incident, 2);
  EXPECT_EQ(base.campaigns.at(3).incident, 3);
}

TEST(Compose, KeysDependOnScenarioEffectAndOffsetOnly) {
  Scenario first = *ParseMore(""), second = Named("other");
  ASSERT_TRUE(LayOver(Named("noise"), 5, &first).ok());
  ASSERT_TRUE(LayOver(Named("noise"), 5, &second).ok());
  EXPECT_EQ(first.effects.at(0).key, second.effects.at(2).key);
  EXPECT_NE(first.effects.at(0).key, Named("noise").effects.at(0).key);
}

// A composition laid over another: every layer keeps its own place in time.
TEST(Compose, LaysCompositionsOver) {
  Scenario inner = Named("inner");
  ASSERT_TRUE(LayOver(Named("noise"), 2, &inner).ok());
  Scenario base = *ParseMore("");
  ASSERT_TRUE(LayOver(inner, 10, &base).ok());
  EXPECT_EQ(base.layers, (std::vector<Layer>{{"a_day", 0}, {"inner", 10}, {"noise", 12}}));
  EXPECT_EQ(base.effects.at(2).key, Fnv1a32("noise/loud@12"));
  EXPECT_EQ(base.effects.at(2).from, 13);
}

TEST(Compose, RefusesTheSameTwice) {
  Scenario base = Named("noise");
  const auto status = LayOver(Named("noise"), 0, &base);
  EXPECT_EQ(status.message(),
            "noise@0h: noise is in noise twice at 0h; choose another offset, or leave one out");
  EXPECT_EQ(base.effects.size(), 2u);
  EXPECT_EQ(base.layers.size(), 1u);
  ASSERT_TRUE(LayOver(Named("noise"), 24, &base).ok());
  EXPECT_TRUE(LayOver(Named("noise"), 24, &base).IsInvalid());
}

}  // namespace
}  // namespace fauxmart
