// Customers: each a function of its id, and cohorts that nobody is in are not drawn from.
#include "plan/customers.h"

#include <gtest/gtest.h>

#include <numeric>

#include "plan/plan_test_util.h"

namespace fauxmart {
namespace {

TEST(Customers, SharesAreTheWorldsWhereEveryCohortHasSome) {
  const CustomerBase base = BuildCustomers(DefaultWorld(), SmallSetup(1));
  ASSERT_EQ(base.cohort_shares.size(), DefaultWorld().customers.cohorts.size());
  for (size_t c = 0; c < base.cohort_shares.size(); ++c) {
    EXPECT_DOUBLE_EQ(base.cohort_shares[c], DefaultWorld().customers.cohorts[c].share);
    EXPECT_FALSE(base.by_cohort[c].empty());
  }
}

// With a customer or two, most cohorts are empty: theirs is the others'.
TEST(Customers, EmptyCohortsLeaveTheirShareToTheOthers) {
  for (const int64_t count : {1, 2, 3}) {
    auto setup = SmallSetup(1);
    setup.customers = count;
    const CustomerBase base = BuildCustomers(DefaultWorld(), setup);
    const CustomerSampler sampler(DefaultWorld(), setup.seed);
    std::vector<bool> present(base.cohort_shares.size());
    for (int64_t id = 1; id <= count; ++id) {
      present[static_cast<size_t>(sampler.Sample(static_cast<uint64_t>(id)).cohort)] = true;
    }
    EXPECT_NEAR(std::accumulate(base.cohort_shares.begin(), base.cohort_shares.end(), 0.0), 1,
                1e-12);
    for (size_t c = 0; c < present.size(); ++c) {
      EXPECT_EQ(base.cohort_shares[c] > 0, present[c]);
      EXPECT_EQ(base.by_cohort[c].empty(), !present[c]);
    }
  }
}

}  // namespace
}  // namespace fauxmart
