#include "validate/rate_tallies.h"

namespace fauxmart {
namespace {

// Of the logarithms of log-normal values, which spread as they should.
bool IsNormal(Rate rate) {
  return rate == Rate::kLifetimeValue || rate == Rate::kPrices || rate == Rate::kFirstResponses ||
         rate == Rate::kResolutions || rate == Rate::kPageLoad;
}

}  // namespace

RateTallies::RateTallies(const World& world) : shares(kRates), means(kRates) {
  for (size_t r = 0; r < kRates; ++r) {
    const auto rate = static_cast<Rate>(r);
    const RateNames names = NamesOf(rate, world);
    if (names.values.empty()) {
      means[r].assign(names.rows.size(), MeanTally(IsNormal(rate)));
    } else {
      shares[r] = ShareTally(names.rows.size(), names.values.size());
    }
  }
}

void RateTallies::Add(const RateTallies& later) {
  for (size_t r = 0; r < shares.size(); ++r) {
    shares[r].Add(later.shares[r]);
    for (size_t row = 0; row < means[r].size(); ++row) means[r][row].Add(later.means[r][row]);
  }
}

std::vector<Comparison> RateTallies::Compare(Rate rate, const World& world) const {
  const auto r = static_cast<size_t>(rate);
  const RateNames names = NamesOf(rate, world);
  std::vector<Comparison> figures;
  shares[r].Compare(names.rows, names.values, &figures);
  for (size_t row = 0; row < means[r].size(); ++row) {
    means[r][row].Compare(names.rows[row], &figures);
  }
  return figures;
}

}  // namespace fauxmart
