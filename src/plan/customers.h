// The customer base: who there is to choose from, and how an order finds its customer.
//
// Built once a run and kept small (13 bytes a customer), because there may be millions. A
// customer's attributes are functions of (world, seed, customer id); the customers table computes
// the rest of them when it is written.
#pragma once

#include <cstdint>
#include <vector>

#include "base/choice.h"
#include "plan/setup.h"
#include "world/world.h"

namespace fauxmart {

// What planning and orders need to know of a customer.
struct CustomerCore {
  int32_t cohort = 0, loyalty = 0, city = 0;
  double activity = 0;  // relative weight of being the one who comes
};

// Draws customers' core attributes: tables that depend on the world alone.
class CustomerSampler {
 public:
  CustomerSampler(const World& world, uint64_t seed);
  CustomerCore Sample(uint64_t customer_id) const;

 private:
  const World& world_;
  uint64_t seed_;
  Thresholds cohorts_, loyalty_, cities_;
};

struct CustomerBase {
  std::vector<AliasTable> by_cohort;  // of customer ids, by activity; empty where nobody is
  std::vector<uint8_t> region;        // by id - 1
  std::vector<double> cohort_shares;  // of orders: the world's, over cohorts that have somebody
};

CustomerBase BuildCustomers(const World& world, const Setup& setup);

}  // namespace fauxmart
