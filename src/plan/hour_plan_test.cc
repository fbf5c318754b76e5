// An hour under levers: exact counts up to what orders there are, degenerate rates, refusals, and
// when two hours are the same.
#include "plan/hour_plan.h"

#include <gtest/gtest.h>

#include "plan/plan.h"
#include "plan/plan_test_util.h"
#include "plan/seasons.h"
#include "scenario/scenario_test_util.h"

namespace fauxmart {
namespace {

arrow::Result<Plan> TryPlan(const World& world, const std::string& effects,
                            double orders_per_hour = 800) {
  Scenario scenario;
  if (!effects.empty()) {
    ARROW_ASSIGN_OR_RAISE(scenario, ParseMore("effects:\n" + effects));
  }
  const auto setup = SmallSetup(24, orders_per_hour);
  ARROW_ASSIGN_OR_RAISE(const Timeline timeline, MakeTimeline(world, setup));
  ProductCatalogue products = BuildProducts(world, setup);
  ARROW_ASSIGN_OR_RAISE(const TrackedProducts tracked, TrackProducts(scenario, &products));
  return MakePlan({world, setup, scenario, products, tracked}, timeline,
                  CategorySharesByDay(world, setup, products, /*tracked=*/true), {});
}

Plan PlanOf(const World& world, const std::string& effects, double orders_per_hour = 800) {
  auto plan = TryPlan(world, effects, orders_per_hour);
  EXPECT_TRUE(plan.ok()) << effects << plan.status();
  return plan.ok() ? *plan : Plan();
}

void ExpectWithinOrders(const Plan& plan) {
  for (const HourPlan& hour : plan.hours) {
    EXPECT_GE(hour.late, 0);
    EXPECT_LE(hour.late, hour.orders);
    EXPECT_GE(hour.tickets, 0);
    EXPECT_LE(hour.tickets, hour.orders);
  }
}

// Asked for more or fewer than there can be, it gives the most or the least, and says so.
TEST(HourPlan, LateOrdersAndTicketsAreBoundedByOrders) {
  const Plan all_late = PlanOf(DefaultWorld(), "  a: {lever: lateness, scale: 100}\n");
  ExpectWithinOrders(all_late);
  EXPECT_EQ(all_late.warnings.size(), 1u);
  for (const HourPlan& hour : all_late.hours) {
    if (hour.late_rate > 0.01) {
      EXPECT_EQ(hour.late, hour.orders);
    }
  }
  const Plan all_write = PlanOf(DefaultWorld(), "  a: {lever: ticket_rate, scale: 100}\n");
  ExpectWithinOrders(all_write);
  EXPECT_EQ(all_write.warnings.size(), 1u);
  const Plan none_write = PlanOf(DefaultWorld(), "  a: {lever: ticket_rate, set: 0}\n");
  ExpectWithinOrders(none_write);
  EXPECT_EQ(none_write.warnings.size(), 1u);  // late ones do all the same
  const Plan both = PlanOf(DefaultWorld(),
                           "  a: {lever: ticket_rate, scale: 3}\n"
                           "  b: {lever: lateness, scale: 100}\n");
  ExpectWithinOrders(both);
}

TEST(HourPlan, TicketsFollowTheirLeverWhateverLatenessDoes) {
  const int64_t plain = PlanOf(DefaultWorld(), "").TotalTickets();
  for (const char* lateness : {"0.3", "1", "3"}) {
    const Plan plan = PlanOf(DefaultWorld(), std::string("  a: {lever: ticket_rate, scale: 2}\n"
                                                         "  b: {lever: lateness, scale: ") +
                                                 lateness + "}\n");
    ExpectWithinOrders(plan);
    EXPECT_GT(plan.TotalTickets(), plain * 3 / 2);
  }
}

// Shops in which all or nobody pays, nothing is late or everything is delivered.
TEST(HourPlan, DegenerateRatesHaveAPlan) {
  const auto with = [](auto change) {
    World world = DefaultWorld();
    change(world);
    return world;
  };
  const World worlds[] = {
      with([](World& w) { w.orders.payment_failure_rate = 1; }),
      with([](World& w) { w.orders.late_rate = 0; }),
      with([](World& w) { w.tickets.rate = w.tickets.late_share = 0; }),
      with([](World& w) {
        w.orders.delivered = 1;
        w.orders.shipped = w.orders.processing = w.orders.cancelled = 0;
      }),
      with([](World& w) {
        w.orders.processing += w.orders.cancelled;
        w.orders.cancelled = 0;
      }),
      with([](World& w) {
        w.orders.delivered = 0;
        w.orders.shipped = 1 - w.orders.processing - w.orders.cancelled;
      }),
  };
  for (const World& world : worlds) {
    for (const char* effects :
         {"", "  a: {lever: lateness, add: 0.3}\n  b: {lever: ticket_rate, add: 0.2}\n"}) {
      ExpectWithinOrders(PlanOf(world, effects));
    }
  }
}

TEST(HourPlan, NumbersOfTheWorldChangeForTheHour) {
  const Plan plain = PlanOf(DefaultWorld(), "");
  const Plan changed = PlanOf(DefaultWorld(),
                              "  a: {lever: tickets.chatbot_share.base, set: 0.6}\n"
                              "  b: {lever: metrics.page_load_seconds.noise, set: 0.4}\n");
  for (size_t i = 0; i < plain.hours.size(); ++i) {
    EXPECT_GT(changed.hours[i].chatbot.threshold, plain.hours[i].chatbot.threshold);
    EXPECT_EQ(changed.hours[i].page_load_noise, 0.4);
    EXPECT_NE(changed.hours[i].page_load_noise, plain.hours[i].page_load_noise);
    EXPECT_EQ(changed.hours[i].orders, plain.hours[i].orders);
  }
}

TEST(HourPlan, RefusesMoreThanIdsHaveRoomFor) {
  for (const char* effects :
       {"  a: {lever: traffic, scale: 65}\n", "  a: {lever: abandonment, scale: 65}\n",
        "  a: {lever: conversion, scale: 65, where: {channel: app}}\n"}) {
    const auto plan = TryPlan(DefaultWorld(), effects);
    ASSERT_TRUE(plan.status().IsInvalid()) << effects;
    EXPECT_NE(plan.status().message().find("more than 64 times the undisturbed"),
              std::string::npos);
  }
  // A tenth of the layers that ids have, of an hour too large for that.
  World large = DefaultWorld();
  large.arrivals.capacity = 1000;
  EXPECT_TRUE(TryPlan(large, "", 100e6).ok());
  EXPECT_TRUE(TryPlan(large, "  a: {lever: traffic, scale: 6}\n", 100e6).status().IsInvalid());
}

constexpr char kTwoProducts[] =
    "  a: {lever: stock, set: 50, where: {subcategory: skincare, top: 1}}\n"
    "  b: {lever: traffic, scale: 2, wants: {subcategory: skincare, top: 1}}\n"
    "  c: {lever: traffic, scale: 1, wants: {subcategory: skincare, top: 1}}\n"
    "  d: {lever: supply, set: 0.4, where: {subcategory: audio, top: 1}}\n"
    "  e: {lever: demand, scale: 3, where: {subcategory: audio}}\n"
    "  f: {lever: demand, scale: 3, where: {subcategory: audio, channel: app}}\n";

TEST(HourPlan, TrackedProductsHaveTheirSupplyAndTheirVisitors) {
  const Plan plan = PlanOf(DefaultWorld(), kTwoProducts);
  for (const HourPlan& hour : plan.hours) {
    ASSERT_NE(hour.effects, nullptr);
    const HourEffects& effects = *hour.effects;
    ASSERT_EQ(effects.tracked.states.size(), 2u);
    EXPECT_EQ(effects.tracked.states[0].covered, 1);
    EXPECT_EQ(effects.tracked.states[1].covered, 0.4);
    ASSERT_EQ(effects.wanted.size(), 1u);  // a factor of 1 brings nobody
    EXPECT_EQ(effects.wanted[0].effect, 1);
    EXPECT_EQ(effects.wanted[0].end, hour.orders);
  }
}

TEST(HourPlan, HoursAreTheSameIfTheyMakeTheSameRows) {
  const Plan once = PlanOf(DefaultWorld(), kTwoProducts);
  const Plan again = PlanOf(DefaultWorld(), kTwoProducts);
  const Plan plain = PlanOf(DefaultWorld(), "");
  for (size_t i = 0; i < once.hours.size(); ++i) {
    EXPECT_TRUE(once.hours[i] == again.hours[i]);
    EXPECT_NE(once.hours[i].effects, again.hours[i].effects);
    EXPECT_FALSE(once.hours[i] == plain.hours[i]);
  }
  const auto differs = [&](auto change) {
    HourPlan other = plain.hours[3];
    EXPECT_TRUE(other == plain.hours[3]);
    change(other);
    return !(other == plain.hours[3]) && !(plain.hours[3] == other);
  };
  EXPECT_TRUE(differs([](HourPlan& h) { ++h.hour; }));
  EXPECT_TRUE(differs([](HourPlan& h) { ++h.orders; }));
  EXPECT_TRUE(differs([](HourPlan& h) { ++h.carts; }));
  EXPECT_TRUE(differs([](HourPlan& h) { ++h.late; }));
  EXPECT_TRUE(differs([](HourPlan& h) { ++h.tickets; }));
  EXPECT_TRUE(differs([](HourPlan& h) { ++h.order_ranks; }));
  EXPECT_TRUE(differs([](HourPlan& h) { ++h.cart_ranks; }));
  EXPECT_TRUE(differs([](HourPlan& h) { h.load += 1; }));
  EXPECT_TRUE(differs([](HourPlan& h) { h.page_load += 1; }));
  EXPECT_TRUE(differs([](HourPlan& h) { h.payment_failure_rate += 0.1; }));
  EXPECT_TRUE(differs([](HourPlan& h) { ++h.chatbot.threshold; }));
  EXPECT_TRUE(differs([](HourPlan& h) { ++h.selections.late.base.phase; }));
  EXPECT_TRUE(differs([](HourPlan& h) { ++h.status.cumulative[1][2]; }));
  EXPECT_TRUE(differs([](HourPlan& h) {
    HourEffects effects;
    effects.campaigns = {0};
    h.effects = std::make_shared<HourEffects>(effects);
  }));
}

}  // namespace
}  // namespace fauxmart
