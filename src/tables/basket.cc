#include "tables/basket.h"

#include <algorithm>

#include "base/philox.h"
#include "plan/keys.h"

namespace fauxmart {
namespace {

uint32_t PickProduct(const ProductCatalogue& products, int32_t category, uint32_t place,
                     uint32_t coin) {
  return products.by_category[static_cast<size_t>(category)].Pick(place, coin);
}

bool Contains(const uint32_t* products, size_t n, uint32_t product) {
  for (size_t i = 0; i < n; ++i) {
    if (products[i] == product) return true;
  }
  return false;
}

// A line's product again, because the basket has the first one already: a few fresh draws, then
// the next id that is free. Sub 1, 2, ... of the line's stream.
uint32_t DrawAgain(const Shop& shop, uint32_t stream, size_t category_row, uint64_t key,
                   const uint32_t* earlier, size_t n) {
  constexpr uint32_t kAttempts = 8;
  uint32_t product = 0;
  for (uint32_t attempt = 1; attempt <= kAttempts; ++attempt) {
    const Philox4 words = Draw(shop.setup.seed, stream, key, attempt);
    const int32_t category = shop.plan.category_by_day.Pick(words.word[0], category_row);
    product = PickProduct(shop.products, category, words.word[1], words.word[2]);
    if (!Contains(earlier, n, product)) return product;
  }
  do {
    product = product % static_cast<uint32_t>(shop.products.size()) + 1;
  } while (Contains(earlier, n, product));
  return product;
}

}  // namespace

void SampleBaskets(const Shop& shop, uint32_t stream, int64_t hour, const uint64_t* keys,
                   const int32_t* items, size_t n, BasketTile* tile) {
  const size_t row = shop.plan.CategoryRow(hour);
  // A shop with fewer products than a basket could have lines sells what it has.
  const auto most = static_cast<uint32_t>(std::min<int64_t>(kMaxLines, shop.products.size()));
  uint32_t* begin = tile->begin.Reserve(n + 1);
  uint64_t* line_keys = tile->keys.Reserve(n * kMaxLines);
  uint32_t lines = 0;
  for (size_t b = 0; b < n; ++b) {
    begin[b] = lines;
    const uint32_t count = std::min(static_cast<uint32_t>(items[b]) + 1, most);
    // Writes all five and keeps `count`: no branch on a random number.
    for (uint32_t line = 0; line < kMaxLines; ++line) {
      line_keys[lines + line] = LineKey(keys[b], line);
    }
    lines += count;
  }
  begin[n] = lines;
  tile->lines = lines;

  uint32_t* words[4];
  for (int w = 0; w < 4; ++w) words[w] = tile->words[w].Reserve(lines);
  DrawMany(shop.setup.seed, stream, 0, line_keys, lines, words[0], words[1], words[2], words[3]);

  int32_t* category = tile->category.Reserve(lines);
  const Thresholds& categories = shop.plan.category_by_day;
  for (size_t i = 0; i < lines; ++i) category[i] = categories.Pick(words[0][i], row);
  uint32_t* product = tile->product.Reserve(lines);
  for (size_t i = 0; i < lines; ++i) {
    product[i] = PickProduct(shop.products, category[i], words[1][i], words[2][i]);
  }
  for (size_t b = 0; b < n; ++b) {
    for (uint32_t i = begin[b] + 1; i < begin[b + 1]; ++i) {
      if (!Contains(product + begin[b], i - begin[b], product[i])) continue;
      product[i] = DrawAgain(shop, stream, row, line_keys[i], product + begin[b], i - begin[b]);
      category[i] = shop.products.category[product[i] - 1];
    }
  }

  int32_t* quantity = tile->quantity.Reserve(lines);
  shop.rules.quantities.PickMany(words[3], lines, quantity);
  int64_t* price = tile->price_cents.Reserve(lines);
  for (size_t i = 0; i < lines; ++i) {
    quantity[i] += 1;
    price[i] = shop.products.price_cents[product[i] - 1];
  }
  int64_t* value = tile->value_cents.Reserve(n);
  for (size_t b = 0; b < n; ++b) {
    int64_t sum = 0;
    for (uint32_t i = begin[b]; i < begin[b + 1]; ++i) sum += quantity[i] * price[i];
    value[b] = sum;
  }
}

}  // namespace fauxmart
