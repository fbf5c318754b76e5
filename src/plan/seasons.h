// Seasons: how the calendar moves demand between categories.
#pragma once

#include "base/choice.h"
#include "plan/products.h"
#include "plan/setup.h"
#include "world/world.h"

namespace fauxmart {

// The factor on demand that a season has on a day of any year (29 February counts as the 28th).
double SeasonDemand(const Season& season, int month, int day);

// Which category a line falls into, a row a day from the day of setup.first_hour on; sums to 1.
// Categories without products have no share. `tracked`: with the demand for tracked products, or
// of the popularity tables alone.
std::vector<Shares> CategorySharesByDay(const World& world, const Setup& setup,
                                        const ProductCatalogue& products, bool tracked);

}  // namespace fauxmart
