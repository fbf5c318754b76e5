#include "plan/poisson.h"

#include <algorithm>
#include <cmath>

#include "base/portable_math.h"

namespace fauxmart {

int64_t PoissonQuantile(double mean, uint32_t word) {
  if (!(mean > 0)) return 0;
  const double u = UnitInterval(word);
  if (mean > 500) {
    const double z = NormalQuantile(u);
    return std::max<int64_t>(
        0, static_cast<int64_t>(std::floor(mean + std::sqrt(mean) * z + (z * z - 1) / 6 + 0.5)));
  }
  double term = Exp(-mean), sum = term;
  int64_t count = 0;
  while (sum < u && count < 2000) {
    ++count;
    term *= mean / static_cast<double>(count);
    sum += term;
  }
  return count;
}

}  // namespace fauxmart
