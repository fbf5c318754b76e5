// The shop of one run: everything rows are sampled from. Built once, immutable, shared by workers.
#pragma once

#include <arrow/result.h>

#include "plan/customers.h"
#include "plan/plan.h"
#include "plan/products.h"
#include "plan/setup.h"
#include "tables/rules.h"
#include "world/world.h"

namespace fauxmart {

struct Shop {
  World world;
  Setup setup;
  ProductCatalogue products;
  CustomerBase customers;
  Plan plan;
  Rules rules;
};

// Refuses, by arithmetic in the plan, what could not be made, before any row exists.
arrow::Result<std::unique_ptr<const Shop>> BuildShop(const World& world, const Setup& setup);

}  // namespace fauxmart
