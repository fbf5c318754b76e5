#include "tables/basket.h"

#include <algorithm>
#include <cmath>

#include "base/philox.h"
#include "base/vector_clones.h"
#include "plan/keys.h"
#include "plan/streams.h"
#include "tables/hour_shop.h"

namespace fauxmart {

const BasketStreams kOrderBaskets = {kStreamLine, kStreamLineEffect};
const BasketStreams kCartBaskets = {kStreamCartLine, kStreamCartLineEffect};

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
uint32_t DrawAgain(const HourShop& hour, uint32_t stream, uint64_t key, const uint32_t* earlier,
                   size_t n) {
  constexpr uint32_t kAttempts = 8;
  const Shop& shop = hour.shop();
  uint32_t product = 0;
  for (uint32_t attempt = 1; attempt <= kAttempts; ++attempt) {
    const Philox4 words = Draw(hour.seed(), stream, key, attempt);
    const int32_t category = shop.category_by_day.Pick(words.word[0], hour.category_row());
    product = PickProduct(shop.products, category, words.word[1], words.word[2]);
    if (!Contains(earlier, n, product)) return product;
  }
  const auto tracked = [&](uint32_t id) {
    return !shop.products.tracked.empty() && shop.products.tracked[id - 1] != 0;
  };
  do {
    product = product % static_cast<uint32_t>(shop.products.size()) + 1;
  } while (tracked(product) || Contains(earlier, n, product));
  return product;
}

// Marks the lines whose product an earlier line of their basket has. No branch on what was drawn:
// baskets are short, and where they end cannot be foretold.
FAUXMART_CLONES
void MarkDoubles(const uint32_t* __restrict product, const uint8_t* __restrict place, size_t lines,
                 uint8_t* __restrict doubled) {
  static_assert(kMaxLines == 5);
  const size_t some = std::min<size_t>(lines, kMaxLines - 1);
  for (size_t i = 0; i < some; ++i) {
    doubled[i] = Contains(product + i - place[i], place[i], product[i]) ? 1 : 0;
  }
  for (size_t i = some; i < lines; ++i) {
    const bool same = ((product[i] == product[i - 1]) & (place[i] >= 1)) |
                      ((product[i] == product[i - 2]) & (place[i] >= 2)) |
                      ((product[i] == product[i - 3]) & (place[i] >= 3)) |
                      ((product[i] == product[i - 4]) & (place[i] >= 4));
    doubled[i] = same ? 1 : 0;
  }
}

// A basket has a product once: later lines with it are drawn again, in their order.
void ReplaceDoubles(const HourShop& hour, uint32_t stream, BasketTile* tile) {
  const size_t lines = tile->lines;
  const uint8_t* place = tile->place.get();
  const uint8_t* doubled = tile->doubled.get();
  uint32_t* product = tile->product.get();
  for (size_t i = 0; i < lines; ++i) {
    if (doubled[i] == 0) continue;
    // The rest of the basket too: a new product may be that of a line behind it.
    const uint32_t* basket = product + i - place[i];
    do {
      if (Contains(basket, place[i], product[i])) {
        product[i] = DrawAgain(hour, stream, tile->keys[i], basket, place[i]);
        tile->category[i] = hour.shop().products.category[product[i] - 1];
      }
      ++i;
    } while (i < lines && place[i] != 0);
    --i;
  }
}

FAUXMART_CLONES
void SumLines(const int32_t* __restrict quantity, const int64_t* __restrict price, size_t lines,
              int64_t* __restrict sums) {
  int64_t sum = 0;
  for (size_t i = 0; i < lines; ++i) {
    sums[i] = sum;
    sum += quantity[i] * price[i];
  }
  sums[lines] = sum;
}

// Products that a basket can be filled with.
uint32_t Assortment(const Shop& shop) {
  return static_cast<uint32_t>(shop.products.size() -
                               static_cast<int64_t>(shop.tracked.ids.size()));
}

// Lines drawn again where demand has moved.
void ShiftDemand(HourShop* hour, uint32_t stream, const RowView& rows, size_t n,
                 const FirstLines& first, BasketTile* tile) {
  const Shop& shop = hour->shop();
  MixEffects& demand = hour->effects()->demand;
  for (size_t b = 0; b < n; ++b) {
    const Mask mask = demand.list().MaskOf(shop, rows, b);
    const std::vector<Shift>& shifts = demand.At(mask)[0];
    if (shifts.empty()) continue;
    for (uint32_t i = tile->begin[b]; i < tile->begin[b + 1]; ++i) {
      if (first.product != nullptr && first.product[b] != 0 && i == tile->begin[b]) continue;
      auto cell = static_cast<size_t>(shop.demand.of_product[tile->product[i] - 1]);
      for (const Shift& shift : shifts) {
        const Philox4 words = Draw(hour->seed(), stream, tile->keys[i], shift.key);
        if (shift.keep[cell].Hit(words.word[0])) continue;
        cell = static_cast<size_t>(shift.into.Pick(words.word[1]));
        tile->product[i] = shop.demand.tables[cell].Pick(words.word[2], words.word[3]);
        tile->category[i] = shop.demand.cells[cell].category;
      }
    }
  }
}

void Price(HourShop* hour, BasketTile* tile) {
  const RowEffects* effects = hour->effects();
  const int64_t* prices = hour->shop().products.price_cents.data();
  int64_t* price = tile->price_cents.Reserve(tile->lines);
  if (effects == nullptr || effects->prices.empty()) {
    for (size_t i = 0; i < tile->lines; ++i) price[i] = prices[tile->product[i] - 1];
    return;
  }
  for (size_t i = 0; i < tile->lines; ++i) price[i] = PriceCents(hour, tile->product[i]);
}

}  // namespace

int64_t PriceCents(HourShop* hour, uint32_t product) {
  const int64_t cents = hour->shop().products.price_cents[product - 1];
  const RowEffects* effects = hour->effects();
  if (effects == nullptr || effects->prices.empty()) return cents;
  double factor = 1;
  for (const PriceEffect& effect : effects->prices) {
    if ((*effect.products)[product - 1] != 0) factor *= effect.factor;
  }
  // Within what a line's value has room for.
  const double changed = std::floor(static_cast<double>(cents) * factor + 0.5);
  return static_cast<int64_t>(std::clamp(changed, 1.0, 99'999'999.0));
}

void SampleBaskets(HourShop* hour, const BasketStreams& streams, const RowView& rows,
                   const int32_t* items, size_t n, const FirstLines& first, BasketTile* tile) {
  const Shop& shop = hour->shop();
  const size_t row = hour->category_row();
  // A shop with fewer products than a basket could have lines sells what it has.
  const auto most = std::min<uint32_t>(kMaxLines, Assortment(shop));
  uint32_t* begin = tile->begin.Reserve(n + 1);
  uint64_t* line_keys = tile->keys.Reserve(n * kMaxLines + kMaxLines);
  uint8_t* place = tile->place.Reserve(n * kMaxLines + kMaxLines);
  const uint64_t* keys = rows.keys;
  uint32_t lines = 0;
  for (size_t b = 0; b < n; ++b) {
    begin[b] = lines;
    const uint32_t count = std::min(static_cast<uint32_t>(items[b]) + 1, most);
    const uint32_t from = first.without != nullptr ? first.without[b] : 0;
    // Writes all five and keeps `count`: no branch on a random number.
    for (uint32_t line = 0; line < kMaxLines; ++line) {
      line_keys[lines + line] = LineKey(keys[b], from + line);
      place[lines + line] = static_cast<uint8_t>(line);
    }
    lines += count - from;
  }
  begin[n] = lines;
  tile->lines = lines;

  uint32_t* words[4];
  for (int w = 0; w < 4; ++w) words[w] = tile->words[w].Reserve(lines);
  DrawMany(hour->seed(), streams.line, 0, line_keys, lines, words[0], words[1], words[2], words[3]);

  int32_t* category = tile->category.Reserve(lines);
  shop.category_by_day.PickMany(words[0], lines, category, row);
  uint32_t* product = tile->product.Reserve(lines);
  for (size_t i = 0; i < lines; ++i) {
    product[i] = PickProduct(shop.products, category[i], words[1][i], words[2][i]);
  }
  RowEffects* effects = hour->effects();
  if (effects != nullptr && !effects->demand.empty()) {
    ShiftDemand(hour, streams.effect, rows, n, first, tile);
  }
  if (first.product != nullptr) {
    // Before doubles are drawn again: the other lines do not know what line 0 would have been.
    for (size_t b = 0; b < n; ++b) {
      if (first.product[b] == 0) continue;
      product[begin[b]] = first.product[b];
      category[begin[b]] = shop.products.category[first.product[b] - 1];
    }
  }
  MarkDoubles(product, place, lines, tile->doubled.Reserve(lines));
  ReplaceDoubles(*hour, streams.line, tile);

  int32_t* quantity = tile->quantity.Reserve(lines);
  hour->rules().quantities.PickMany(words[3], lines, quantity);
  if (effects != nullptr && !effects->mix(MixKind::kQuantity).empty()) {
    MixEffects& mix = effects->mix(MixKind::kQuantity);
    for (size_t b = 0; b < n; ++b) {
      const Mask mask = mix.list().MaskOf(shop, rows, b);
      for (uint32_t i = begin[b]; i < begin[b + 1]; ++i) {
        quantity[i] = mix.Apply(hour->seed(), streams.effect, line_keys[i], mask, 0, quantity[i]);
      }
    }
  }
  for (size_t i = 0; i < lines; ++i) quantity[i] += 1;
  if (first.product != nullptr) {
    for (size_t b = 0; b < n; ++b) {
      if (first.product[b] != 0) quantity[begin[b]] = 1;
    }
  }
  Price(hour, tile);
  int64_t* sums = tile->sums.Reserve(lines + 1);
  SumLines(quantity, tile->price_cents.get(), lines, sums);
  int64_t* value = tile->value_cents.Reserve(n);
  for (size_t b = 0; b < n; ++b) value[b] = sums[begin[b + 1]] - sums[begin[b]];
}

}  // namespace fauxmart
