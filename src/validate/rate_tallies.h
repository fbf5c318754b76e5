// The tallies of all rates, of a part or of the whole dataset.
#pragma once

#include <vector>

#include "validate/rate_checks.h"
#include "validate/tallies.h"

namespace fauxmart {

struct RateTallies {
  RateTallies() = default;
  explicit RateTallies(const World& world);

  std::vector<ShareTally> shares;             // by Rate
  std::vector<std::vector<MeanTally>> means;  // by Rate and row; empty where values are a mix

  ShareTally& share(Rate rate) { return shares[static_cast<size_t>(rate)]; }
  MeanTally& mean(Rate rate, size_t row = 0) { return means[static_cast<size_t>(rate)][row]; }
  void Add(const RateTallies& later);
  std::vector<Comparison> Compare(Rate rate, const World& world) const;
};

}  // namespace fauxmart
