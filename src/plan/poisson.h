// The Poisson quantile: the count that a mean and one uniform number stand for.
//
// By inversion up to a mean of 500, by the Cornish-Fisher expansion beyond (error below one count).
// The same uniform with a larger mean gives no smaller count on either side, so twins thin and
// superpose as they do with exact arrivals.
#pragma once

#include <cstdint>

namespace fauxmart {

int64_t PoissonQuantile(double mean, uint32_t word);

}  // namespace fauxmart
