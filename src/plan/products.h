// The catalogue: every product's attributes, and how a line of a basket finds its product.
//
// Built once a run; everything in it is a function of (world, seed, product id).
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/choice.h"
#include "plan/setup.h"
#include "world/world.h"

namespace fauxmart {

struct Product {
  int64_t price_cents = 0, cost_cents = 0;
  double weight_kg = 0;
  int32_t category = 0, subcategory = 0, brand = 0, noun = 0, word = 0, supplier = 0;
};

// A category's products, the most popular first, with weights.
struct CategoryPopularity {
  std::vector<uint32_t> ids, weights;
};

// Products have ids 1 .. size(); vectors are indexed by id - 1.
struct ProductCatalogue {
  std::vector<Product> products;
  std::vector<int64_t> price_cents;     // apart, because the row loops read only this
  std::vector<int32_t> category;        // likewise
  std::shared_ptr<const Names> skus;    // vocabulary of every sku column
  std::vector<double> share_of_category;  // of its category's demand, by popularity
  std::vector<double> share;  // of all demand, seasons apart
  std::vector<AliasTable> by_category;  // weights by popularity; empty for a category without any
  std::vector<CategoryPopularity> popularity;  // what by_category was made of
  std::vector<uint8_t> tracked;  // by id - 1, 1: taken out; empty if none is
  std::vector<double> tracked_share;  // by category: demand for products that were taken out

  int64_t size() const { return static_cast<int64_t>(products.size()); }
};

ProductCatalogue BuildProducts(const World& world, const Setup& setup);

// Takes products (by id) out of the popularity tables: their lines are chosen otherwise.
void TakeOut(const std::vector<uint32_t>& ids, ProductCatalogue* catalogue);

// "Nexon Nova Laptop": a product's brand, a word and what it is.
std::string ProductName(const World& world, const Product& product);

}  // namespace fauxmart
