// Seasons: how the calendar moves demand between categories.
#pragma once

#include "base/choice.h"
#include "plan/products.h"
#include "plan/setup.h"
#include "world/world.h"

namespace fauxmart {

// The factor on demand that a season has on a day of any year (29 February counts as the 28th).
double SeasonDemand(const Season& season, int month, int day);

// Which category a line falls into, a row a day from the day of setup.first_hour on. Categories
// without products have no share.
Thresholds CategoryByDay(const World& world, const Setup& setup, const ProductCatalogue& products);

}  // namespace fauxmart
