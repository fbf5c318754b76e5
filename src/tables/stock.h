// Stock: until when each tracked product can be sold.
//
// Every line of it that is placed takes one unit, whatever becomes of its payment. Hours are
// counted by arithmetic on ranks while the stock lasts; the orders of the hour it runs out in are
// looked at one by one, so exactly as many are sold as there were.
#pragma once

#include "plan/plan.h"
#include "tables/shop.h"

namespace fauxmart {

// Writes the outcome into the hours of `plan`, which must begin with the scenario's first hour.
void SolveStock(const Shop& shop, const std::vector<bool>& removed, Plan* plan);

}  // namespace fauxmart
