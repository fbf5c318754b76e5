// The plan: exact counts, correlated hours, consistent selections, and refusals by arithmetic.
#include "plan/plan.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "plan/keys.h"
#include "plan/plan_test_util.h"
#include "plan/seasons.h"

namespace fauxmart {
namespace {

// GoogleTest has a Setup of its own.
using Run = fauxmart::Setup;

arrow::Result<Plan> TryPlan(const World& world, const Run& setup) {
  ARROW_ASSIGN_OR_RAISE(const Timeline timeline, MakeTimeline(world, setup));
  const ProductCatalogue products = BuildProducts(world, setup);
  const TrackedProducts none;
  const Scenario scenario;
  return MakePlan({world, setup, scenario, products, none}, timeline,
                  CategorySharesByDay(world, setup, products, /*tracked=*/true), {});
}

Plan PlanOf(const Run& setup, const World& world = DefaultWorld()) {
  auto plan = TryPlan(world, setup);
  EXPECT_TRUE(plan.ok()) << plan.status();
  return plan.ok() ? *plan : Plan();
}

TEST(Plan, HasThePublishedCounts) {
  EXPECT_EQ(PlanOf(SmallSetup(1)).TotalOrders(), 240);
  EXPECT_EQ(PlanOf(SmallSetup(4, 800, 2)).TotalOrders(), 2178);
  EXPECT_EQ(PlanOf(SmallSetup(8, 800, 3)).TotalOrders(), 9084);
  EXPECT_EQ(PlanOf(SmallSetup(24, 20'000, 5)).TotalOrders(), 1'559'991);
  EXPECT_EQ(PlanOf(SmallSetup(720)).TotalOrders(), 374'072);
}

TEST(Plan, HasTheWorldsRatesOverABlock) {
  const Plan plan = PlanOf(SmallSetup(720));
  double late = 0;
  for (const HourPlan& hour : plan.hours) late += static_cast<double>(hour.late);
  const auto orders = static_cast<double>(plan.TotalOrders());
  EXPECT_NEAR(late / orders, 0.05, 0.0005);
  EXPECT_NEAR(static_cast<double>(plan.TotalTickets()) / orders, 0.12, 0.001);
  EXPECT_NEAR(static_cast<double>(plan.TotalCarts()) / orders, 1.0 / 3, 0.002);
  EXPECT_TRUE(plan.warnings.empty());
}

// A ticket an order at most; nine in ten late orders raise one. The four groups round by
// themselves.
TEST(Plan, KeepsTicketsBetweenTheLateOnesAndOneAnOrder) {
  for (const double scale : {0.1, 1.0, 3.0, 20.0}) {
    World world = DefaultWorld();
    world.tickets.rate = std::min(1.0, world.tickets.rate * scale);
    for (const HourPlan& hour : PlanOf(SmallSetup(720), world).hours) {
      const double late = 0.9 * static_cast<double>(hour.late);
      EXPECT_GE(static_cast<double>(hour.tickets), late - 2);
      EXPECT_LE(static_cast<double>(hour.tickets),
                late + static_cast<double>(hour.orders - hour.late) + 2);
      EXPECT_LE(hour.tickets, hour.orders);
      EXPECT_GE(hour.late, 0);
      EXPECT_LE(hour.late, hour.orders);
    }
  }
}

// The counts that the plan states are those of its selections, rank by rank.
TEST(Plan, CountsWhatItsSelectionsChoose) {
  World busy = DefaultWorld();
  busy.arrivals.capacity = 0.5;  // promotes
  for (const World* world : {&DefaultWorld(), static_cast<const World*>(&busy)}) {
    for (const HourPlan& hour : PlanOf(SmallSetup(48), *world).hours) {
      const HourSelections& s = hour.selections;
      int64_t late = 0, tickets = 0;
      for (int64_t r = 0; r < hour.orders; ++r) {
        int64_t place = 0;
        const auto group = s.late.GroupOf(r, &place);
        late += s.late.Chosen(r) ? 1 : 0;
        tickets += group == LeveledSelection::kLeft    ? s.ticket_other.Chosen(place)
                   : group == LeveledSelection::kStays ? s.ticket_late.Chosen(place)
                   : group == LeveledSelection::kAdded ? s.ticket_added.Chosen(place)
                                                       : s.ticket_taken.Chosen(place);
      }
      EXPECT_EQ(late, hour.late);
      EXPECT_EQ(tickets, hour.tickets);
    }
  }
}

using Pick = std::function<double(const HourPlan&)>;

double Correlation(const Plan& plan, const Pick& x, const Pick& y) {
  double n = 0, sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
  for (const HourPlan& hour : plan.hours) {
    const double a = x(hour), b = y(hour);
    n += 1;
    sx += a;
    sy += b;
    sxx += a * a;
    syy += b * b;
    sxy += a * b;
  }
  return (n * sxy - sx * sy) / std::sqrt((n * sxx - sx * sx) * (n * syy - sy * sy));
}

TEST(Plan, HourlyCountsAreCorrelatedAsAsked) {
  const Correlations& c = DefaultWorld().correlations;
  const Pick orders = [](const HourPlan& h) { return static_cast<double>(h.orders); };
  const Pick tickets = [](const HourPlan& h) { return static_cast<double>(h.tickets); };
  const Pick late = [](const HourPlan& h) { return static_cast<double>(h.late); };
  const Pick carts = [](const HourPlan& h) { return static_cast<double>(h.carts); };
  for (const uint64_t seed : {uint64_t{1}, uint64_t{42}, uint64_t{2025}, uint64_t{99'999}}) {
    auto setup = SmallSetup(720);
    setup.seed = seed;
    const Plan plan = PlanOf(setup);
    EXPECT_NEAR(Correlation(plan, orders, tickets), c.orders_tickets, 0.02) << seed;
    EXPECT_NEAR(Correlation(plan, orders, late), c.orders_delays, 0.02) << seed;
    EXPECT_NEAR(Correlation(plan, orders, carts), c.orders_abandonment, 0.02) << seed;
    EXPECT_NEAR(Correlation(plan, tickets, late), c.tickets_delays, 0.02) << seed;
    EXPECT_NEAR(Correlation(plan, tickets, carts), c.tickets_abandonment, 0.02) << seed;
    EXPECT_NEAR(Correlation(plan, late, carts), c.delays_abandonment, 0.02) << seed;
  }
}

void ExpectSameHours(const Plan& part, const Plan& whole) {
  for (const HourPlan& hour : part.hours) {
    const HourPlan& same = whole.At(hour.hour);
    EXPECT_EQ(hour.orders, same.orders);
    EXPECT_EQ(hour.carts, same.carts);
    EXPECT_EQ(hour.late, same.late);
    EXPECT_EQ(hour.tickets, same.tickets);
    EXPECT_EQ(hour.base_orders, same.base_orders);
    EXPECT_EQ(hour.base_carts, same.base_carts);
    EXPECT_EQ(hour.selections.late.base.rate, same.selections.late.base.rate);
    EXPECT_EQ(hour.selections.ticket_other.base.phase, same.selections.ticket_other.base.phase);
    EXPECT_EQ(hour.chatbot.threshold, same.chatbot.threshold);
  }
}

TEST(Plan, OfAWindowIsThatPartOfALongerOne) {
  for (const ArrivalProcess process : {ArrivalProcess::kExact, ArrivalProcess::kPoisson}) {
    World world = DefaultWorld();
    world.arrivals.process = process;
    auto setup = SmallSetup(800);
    const Plan whole = PlanOf(setup, world);
    setup.first_hour = 100;
    setup.end_hour = 200;
    ExpectSameHours(PlanOf(setup, world), whole);
    setup.first_hour = 710;
    setup.end_hour = 730;
    ExpectSameHours(PlanOf(setup, world), whole);
  }
}

TEST(Plan, PoissonArrivalsVaryAboutTheExactOnes) {
  World world = DefaultWorld();
  world.arrivals.process = ArrivalProcess::kPoisson;
  const Plan exact = PlanOf(SmallSetup(720)), poisson = PlanOf(SmallSetup(720), world);
  double chi_square = 0;
  for (size_t i = 0; i < 720; ++i) {
    const auto mean = static_cast<double>(exact.hours[i].orders);
    EXPECT_EQ(poisson.hours[i].base_orders, exact.hours[i].base_orders);
    chi_square += std::pow(static_cast<double>(poisson.hours[i].orders) - mean, 2) / mean;
  }
  EXPECT_NEAR(chi_square, 720, 5 * std::sqrt(2 * 720.0));
}

// Above capacity lateness rises by the elasticity, up to its cap, over the same undisturbed rate.
TEST(Plan, LoadAboveCapacityMakesOrdersLate) {
  const Plan plain = PlanOf(SmallSetup(48));
  for (const double capacity : {1.5, 0.8, 0.5, 0.1}) {
    World world = DefaultWorld();
    world.arrivals.capacity = capacity;
    for (const HourPlan& hour : PlanOf(SmallSetup(48), world).hours) {
      const HourPlan& before = plain.At(hour.hour);
      EXPECT_EQ(hour.late_rate, before.late_rate);
      EXPECT_NEAR(hour.load, static_cast<double>(hour.orders) / (capacity * 800), 1e-12);
      const double factor = std::min(4.0, 1 + std::max(0.0, hour.load - 1));
      const double target = factor * hour.late_rate * static_cast<double>(hour.orders);
      // Rounded by the hour's own phase, up or down.
      EXPECT_LT(std::abs(static_cast<double>(hour.late) - target), 1.0);
      if (factor == 1) {
        EXPECT_EQ(hour.late, before.late);
      }
    }
  }
}

TEST(Plan, AnHourWithoutOrdersIsStillAnHour) {
  const Plan plan = PlanOf(SmallSetup(24, 0.001));
  EXPECT_EQ(plan.TotalOrders(), 0);
  for (const HourPlan& hour : plan.hours) EXPECT_EQ(hour.base_orders, 1u);
}

void ExpectRefused(const Run& setup, const std::string& what) {
  const auto plan = TryPlan(DefaultWorld(), setup);
  ASSERT_TRUE(plan.status().IsInvalid());
  EXPECT_NE(plan.status().message().find(what), std::string::npos) << plan.status();
}

TEST(Plan, RefusesWhatIdsHaveNoRoomFor) {
  auto setup = SmallSetup(kMaxHours + 1);
  ExpectRefused(setup, "ids have room for 65535");
  setup.first_hour = kMaxHours;
  ExpectRefused(setup, "duration: the window ends 65536 hours after");
  ExpectRefused(SmallSetup(1, 134'217'728), "orders: 1.34218e+08 an hour");
  ExpectRefused(SmallSetup(1, 1'000'000, 1000), "more than can be made: at most 134217727");
  ExpectRefused(SmallSetup(20'000, 100'000'000), "1e+12 in all");
}

TEST(Plan, WarnsWhereVariationReachesZero) {
  World world = DefaultWorld();
  world.correlations.tickets_variation = 0.9;
  const Plan plan = PlanOf(SmallSetup(720), world);
  ASSERT_EQ(plan.warnings.size(), 1u);
  EXPECT_NE(plan.warnings[0].find("could not be as large or small"), std::string::npos);
}

}  // namespace
}  // namespace fauxmart
