#include "plan/customers.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

#include "base/philox.h"
#include "base/portable_math.h"
#include "plan/streams.h"

namespace fauxmart {
namespace {

template <typename Items>
std::vector<double> SharesOf(const Items& items) {
  std::vector<double> shares;
  for (const auto& item : items) shares.push_back(item.share);
  return shares;
}

// Customers of a cohort, and six standard deviations: memory that is not used is not taken.
size_t Expected(const World& world, size_t cohort, size_t customers) {
  const double mean = world.customers.cohorts[cohort].share * static_cast<double>(customers);
  return static_cast<size_t>(mean + 6 * std::sqrt(mean)) + 1;
}

}  // namespace

CustomerSampler::CustomerSampler(const World& world, uint64_t seed)
    : world_(world),
      seed_(seed),
      cohorts_(SharesOf(world.customers.cohorts)),
      loyalty_(SharesOf(world.customers.loyalty)),
      cities_(SharesOf(world.customers.cities)) {}

CustomerCore CustomerSampler::Sample(uint64_t customer_id) const {
  const Philox4 words = Draw(seed_, kStreamCustomer, customer_id);
  CustomerCore core;
  core.cohort = cohorts_.Pick(words.word[0]);
  core.loyalty = loyalty_.Pick(words.word[1]);
  core.city = cities_.Pick(words.word[2]);
  const double z = NormalQuantile(UnitInterval(words.word[3]));
  core.activity = Exp(world_.customers.activity_sigma * z) *
                  world_.customers.loyalty[static_cast<size_t>(core.loyalty)].activity;
  return core;
}

CustomerBase BuildCustomers(const World& world, const Setup& setup) {
  const CustomerSampler sampler(world, setup.seed);
  const size_t cohorts = world.customers.cohorts.size();
  const auto count = static_cast<size_t>(setup.customers);
  CustomerBase base;
  base.region.resize(count);
  // Activities stand where their weights will: at most a few bytes a customer beyond what stays.
  std::vector<std::vector<AliasEntry>> by_cohort(cohorts);
  for (size_t c = 0; c < cohorts; ++c) by_cohort[c].reserve(Expected(world, c, count));
  float busiest = 0;
  for (size_t i = 0; i < count; ++i) {
    const CustomerCore core = sampler.Sample(i + 1);
    const auto activity = static_cast<float>(core.activity);
    by_cohort[static_cast<size_t>(core.cohort)].push_back(
        {std::bit_cast<uint32_t>(activity), {static_cast<uint32_t>(i + 1), 0}});
    busiest = std::max(busiest, activity);
    base.region[i] =
        static_cast<uint8_t>(world.customers.cities[static_cast<size_t>(core.city)].region);
  }
  double present = 0;
  for (size_t c = 0; c < cohorts; ++c) {
    if (!by_cohort[c].empty()) present += world.customers.cohorts[c].share;
  }
  for (size_t c = 0; c < cohorts; ++c) {
    const double share = world.customers.cohorts[c].share;
    base.cohort_shares.push_back(by_cohort[c].empty() ? 0.0 : share / present);
    // Relative to the busiest customer, so that no scale of the world's activity is cut off.
    for (AliasEntry& entry : by_cohort[c]) {
      const double part =
          static_cast<double>(std::bit_cast<float>(entry.threshold)) / static_cast<double>(busiest);
      entry.threshold = static_cast<uint32_t>(std::max(1.0, part * 4294967295.0));
    }
    base.by_cohort.emplace_back(std::move(by_cohort[c]));
  }
  return base;
}

}  // namespace fauxmart
