#include "world/mix.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "base/text.h"

namespace fauxmart {
namespace {

constexpr double kSumTolerance = 1e-9;

// No normal number that the generator draws is further out.
constexpr double kFarthestNormal = 9;

// What is wrong with a sum of shares, or nothing.
std::string WrongSum(double sum) {
  if (std::abs(sum - 1.0) <= kSumTolerance) return "";
  return fmt::format("the shares sum to {:.12g}; make them sum to 1", sum);
}

}  // namespace

void CheckSum(Reader& map, double sum) {
  if (const std::string wrong = WrongSum(sum); !wrong.empty()) map.Fail(wrong);
}

Shares ReadShares(Reader& parent, std::string_view key, std::string_view kind, const Names& names) {
  Shares shares(names.size(), 0.0);
  Reader map = parent.Map(key);
  double sum = 0;
  for (const std::string& name : map.Keys()) {
    const int index = IndexOf(name, names);
    // Without any names, the vocabulary itself is wrong, and has been noted.
    if (index < 0 && !names.empty()) {
      map.FailUnknown(name, kind, names);
      continue;
    }
    const double share = map.Number(name, kShare);
    if (index >= 0) shares[index] = share;
    sum += share;
  }
  CheckSum(map, sum);
  return shares;
}

Mix ReadMix(Reader& parent, std::string_view key) {
  Mix mix;
  Reader map = parent.Map(key);
  for (const std::string& name : map.Keys()) {
    mix.names.push_back(name);
    mix.shares.push_back(map.Number(name, kShare));
  }
  CheckSum(map, std::accumulate(mix.shares.begin(), mix.shares.end(), 0.0));
  return mix;
}

Shares ReadShareList(Reader& parent, std::string_view key, size_t least, size_t most) {
  Shares shares = parent.Numbers(key, kShare, least, most);
  const std::string wrong = WrongSum(std::accumulate(shares.begin(), shares.end(), 0.0));
  if (!wrong.empty()) parent.FailAt(key, wrong);
  return shares;
}

Range ReadRange(Reader& parent, std::string_view key, Bounds bounds) {
  const std::vector<double> ends = parent.Numbers(key, bounds, 2, 2);
  if (ends[0] > ends[1]) {
    parent.FailAt(key, fmt::format("the low end {} is above the high end {}; write [low, high]",
                                   FormatNumber(ends[0]), FormatNumber(ends[1])));
  }
  return {ends[0], ends[1]};
}

WholeRange ReadWholeRange(Reader& parent, std::string_view key, int low, int high) {
  const Range range = ReadRange(parent, key, {static_cast<double>(low), static_cast<double>(high)});
  for (const double end : {range.low, range.high}) {
    if (end == std::floor(end)) continue;
    parent.FailAt(key,
                  fmt::format("{} is not a whole number; write two whole numbers from {} to {}",
                              FormatNumber(end), low, high));
  }
  return {static_cast<int>(range.low), static_cast<int>(range.high)};
}

LogNormal ReadLogNormal(Reader& parent, std::string_view key, double max_exponent) {
  Reader map = parent.Map(key);
  const LogNormal value{map.Number("mu", {-max_exponent, max_exponent}),
                        map.Number("sigma", {0, 3})};
  if (value.mu + kFarthestNormal * value.sigma > max_exponent) {
    map.Fail(fmt::format(
        "so wide that a value could pass {:.3g}; lower mu or sigma until mu + {} "
        "sigma is at most {}",
        std::exp(max_exponent), FormatNumber(kFarthestNormal), FormatNumber(max_exponent)));
  }
  return value;
}

void Unite(const Names& names, Names* all) {
  for (const std::string& name : names) {
    if (all->size() <= kMaxNames && IndexOf(name, *all) < 0) all->push_back(name);
  }
}

Shares Spread(const Mix& mix, const Names& all) {
  Shares shares(all.size(), 0.0);
  for (size_t i = 0; i < mix.names.size(); ++i) {
    const int index = IndexOf(mix.names[i], all);
    if (index >= 0) shares[index] = mix.shares[i];
  }
  return shares;
}

int IndexOf(std::string_view name, const Names& names) {
  const auto at = std::find(names.begin(), names.end(), name);
  return at == names.end() ? -1 : static_cast<int>(at - names.begin());
}

}  // namespace fauxmart
