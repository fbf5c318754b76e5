#include "plan/customers.h"

#include <algorithm>
#include <span>

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
  std::vector<std::vector<uint32_t>> ids(cohorts);
  std::vector<std::vector<float>> activities(cohorts);
  float busiest = 0;
  for (size_t i = 0; i < count; ++i) {
    const CustomerCore core = sampler.Sample(i + 1);
    const auto c = static_cast<size_t>(core.cohort);
    ids[c].push_back(static_cast<uint32_t>(i + 1));
    activities[c].push_back(static_cast<float>(core.activity));
    busiest = std::max(busiest, activities[c].back());
    base.region[i] =
        static_cast<uint8_t>(world.customers.cities[static_cast<size_t>(core.city)].region);
  }
  double present = 0;
  for (size_t c = 0; c < cohorts; ++c) {
    if (!ids[c].empty()) present += world.customers.cohorts[c].share;
  }
  for (size_t c = 0; c < cohorts; ++c) {
    base.cohort_shares.push_back(ids[c].empty() ? 0.0 : world.customers.cohorts[c].share / present);
    // Relative to the busiest customer, so that no scale of the world's activity is cut off.
    std::vector<uint32_t> weights;
    weights.reserve(ids[c].size());
    for (const float activity : activities[c]) {
      const double part = static_cast<double>(activity) / static_cast<double>(busiest);
      weights.push_back(static_cast<uint32_t>(std::max(1.0, part * 4294967295.0)));
    }
    base.by_cohort.emplace_back(weights, ids[c]);
  }
  return base;
}

}  // namespace fauxmart
