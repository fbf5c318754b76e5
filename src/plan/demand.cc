#include "plan/demand.h"

#include <fmt/format.h>

#include <map>
#include <numeric>

namespace fauxmart {
namespace {

constexpr int kMaxDemandEffects = 64;
constexpr size_t kMaxCells = 1000;

}  // namespace

arrow::Result<DemandCells> MakeDemandCells(const Scenario& scenario,
                                           const ProductCatalogue& products,
                                           const std::vector<std::vector<uint8_t>>& matches) {
  DemandCells demand;
  demand.bit_of_effect.assign(scenario.effects.size(), -1);
  std::vector<uint64_t> bits(products.products.size());
  int next = 0;
  for (size_t e = 0; e < scenario.effects.size(); ++e) {
    if (scenario.effects[e].lever != Lever::kDemand) continue;
    if (next == kMaxDemandEffects) {
      return arrow::Status::Invalid(fmt::format(
          "effects: more than {} change the demand for products; join some", kMaxDemandEffects));
    }
    for (size_t i = 0; i < bits.size(); ++i) {
      if (matches[e][i] != 0) bits[i] |= uint64_t{1} << next;
    }
    demand.bit_of_effect[e] = next++;
  }
  if (next == 0) return demand;

  demand.of_product.resize(products.products.size());
  for (size_t c = 0; c < products.popularity.size(); ++c) {
    const CategoryPopularity& all = products.popularity[c];
    const double total = std::accumulate(all.weights.begin(), all.weights.end(), 0.0);
    std::map<uint64_t, CategoryPopularity> atoms;
    for (size_t i = 0; i < all.ids.size(); ++i) {
      CategoryPopularity& atom = atoms[bits[all.ids[i] - 1]];
      atom.ids.push_back(all.ids[i]);
      atom.weights.push_back(all.weights[i]);
    }
    for (const auto& [effects, atom] : atoms) {
      const double weight = std::accumulate(atom.weights.begin(), atom.weights.end(), 0.0);
      for (const uint32_t id : atom.ids) {
        demand.of_product[id - 1] = static_cast<uint16_t>(demand.cells.size());
      }
      demand.cells.push_back({static_cast<int32_t>(c), effects, weight / total});
      demand.tables.emplace_back(atom.weights, atom.ids);
    }
  }
  if (demand.cells.size() > kMaxCells) {
    return arrow::Status::Invalid(
        fmt::format("effects: those of demand divide the products into {} groups, more than {}; "
                    "let some of them name the same products",
                    demand.cells.size(), kMaxCells));
  }
  return demand;
}

}  // namespace fauxmart
