// Demand for products: the atoms that effects of demand can tell apart.
//
// Every demand effect of a composition names a set of products; products of one category that the
// same effects name are one cell. Which cell a line falls into is a mix like any other, so demand
// can be shifted as mixes are, and a product is then drawn within its cell by popularity.
#pragma once

#include <arrow/result.h>

#include <cstdint>
#include <vector>

#include "base/choice.h"
#include "plan/products.h"
#include "scenario/scenario.h"

namespace fauxmart {

struct DemandCells {
  struct Cell {
    int32_t category = 0;
    uint64_t effects = 0;  // bit i: the i-th demand effect names it
    double share = 0;      // of what its category's popularity table sells
  };
  std::vector<Cell> cells;
  std::vector<AliasTable> tables;    // by cell
  std::vector<uint16_t> of_product;  // by id - 1; 0 for tracked ones
  std::vector<int> bit_of_effect;    // by effect; -1: not one of demand

  bool empty() const { return cells.empty(); }
};

// `matches`: by effect, which products it names, by id - 1.
arrow::Result<DemandCells> MakeDemandCells(const Scenario& scenario,
                                           const ProductCatalogue& products,
                                           const std::vector<std::vector<uint8_t>>& matches);

}  // namespace fauxmart
