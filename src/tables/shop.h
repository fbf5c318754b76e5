// The shop of one run: everything rows are sampled from. Built once, immutable, shared by workers.
#pragma once

#include <arrow/result.h>

#include <memory>
#include <optional>
#include <vector>

#include "plan/customers.h"
#include "plan/demand.h"
#include "plan/plan.h"
#include "plan/products.h"
#include "plan/setup.h"
#include "plan/tracked.h"
#include "scenario/scenario.h"
#include "tables/rules.h"
#include "world/world.h"

namespace fauxmart {

// Which products effects and campaigns name, by id - 1; empty: they name none.
struct ProductMatches {
  std::vector<std::vector<uint8_t>> by_effect, by_campaign;
};

// The plan without one more incident.
struct Twin {
  int incident = 0;  // index of Scenario::incidents
  Plan plan;
};

struct Shop {
  World world;
  Setup setup;
  Scenario scenario;
  std::vector<bool> removed;  // by incident: left out of this dataset (--without)
  ProductCatalogue products;
  TrackedProducts tracked;
  ProductMatches matches;
  DemandCells demand;
  CustomerBase customers;
  std::optional<CustomerSampler> customer_sampler;
  std::vector<Shares> category_shares;  // by day, of the popularity tables
  Thresholds category_by_day;           // the same, to choose by
  int64_t first_day = 0;
  std::vector<Chunk> chunks;
  Rules rules;
  Plan plan;
  std::vector<Twin> twins;  // one an incident that is not removed, in their order

  size_t CategoryRow(int64_t hour) const { return static_cast<size_t>(hour / 24 - first_day); }
};

// Refuses, by arithmetic in the plan, what could not be made, before any row exists. `with_twins`:
// plan the twins too, which only labels need.
arrow::Result<std::unique_ptr<const Shop>> BuildShop(const World& world, const Setup& setup,
                                                     const Scenario& scenario,
                                                     const std::vector<bool>& removed,
                                                     bool with_twins);

}  // namespace fauxmart
