#include "base/vector_clones.h"
#include "plan/keys.h"
#include "tables/append.h"
#include "tables/orders.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

constexpr ColumnDecl kColumns[] = {
    {"order_item_id", Type::kId, false, "", "The line: its order's id x 8 + its place."},
    {"order_id", Type::kId, false, "", "The order it belongs to.", "orders.order_id"},
    {"product_id", Type::kId, false, "", "What was bought.", "products.product_id"},
    {"sku", Type::kCategory, false, "", "The product's stock keeping unit."},
    {"quantity", Type::kInt32, false, "units", "How many."},
    {"unit_price", Type::kMoney, false, "USD", "The product's price, before discount."},
    {"discount_per_unit", Type::kMoney, false, "USD", "Taken off by a campaign."},
    {"total_price", Type::kMoney, false, "USD", "quantity x (unit_price - discount_per_unit)."},
};

constexpr RowRule kRules[] = {
    {"The line adds up to the cent.", "total_price = quantity * (unit_price - discount_per_unit)"},
    {"At least one unit is bought.", "quantity >= 1"},
    {"No discount exceeds the price.",
     "discount_per_unit >= 0 AND discount_per_unit <= unit_price"},
};

enum : size_t {
  kItemId,
  kOrderId,
  kProductId,
  kSku,
  kQuantity,
  kUnitPrice,
  kDiscount,
  kTotal,
  kCount
};
static_assert(std::size(kColumns) == kCount);

FAUXMART_CLONES
void FillLines(size_t n, const uint64_t* __restrict keys, const uint32_t* __restrict product,
               const int32_t* __restrict quantity, const int64_t* __restrict price,
               const int64_t* __restrict discount, uint64_t* __restrict order_id,
               int64_t* __restrict product_id, int32_t* __restrict sku, int64_t* __restrict total) {
  for (size_t i = 0; i < n; ++i) {
    order_id[i] = keys[i] >> kLineBits;
    product_id[i] = product[i];
    sku[i] = static_cast<int32_t>(product[i]) - 1;  // skus stand in the order of product ids
    // Low halves suffice for the product, and vectorise: both factors are below 2^32.
    total[i] = static_cast<int64_t>(static_cast<uint64_t>(static_cast<uint32_t>(quantity[i])) *
                                    static_cast<uint32_t>(price[i] - discount[i]));
  }
}

}  // namespace

const TableDecl kOrderItems = {"order_items",
                               TableKind::kFact,
                               "The lines of the orders: distinct products, 1 to 5 an order.",
                               "order_item_id",
                               "",
                               kColumns,
                               kRules};

void AppendOrderItems(const OrderTile& tile, TableBuffer* out) {
  const BasketTile& basket = tile.basket;
  const size_t n = basket.lines;
  auto& columns = out->columns;
  AppendCopy<uint64_t>(columns[kItemId], basket.keys.get(), n);
  AppendCopy<int32_t>(columns[kQuantity], basket.quantity.get(), n);
  AppendCopy<int64_t>(columns[kUnitPrice], basket.price_cents.get(), n);
  AppendCopy<int64_t>(columns[kDiscount], tile.line_discount_cents.get(), n);
  FillLines(n, basket.keys.get(), basket.product.get(), basket.quantity.get(),
            basket.price_cents.get(), tile.line_discount_cents.get(),
            columns[kOrderId].Append<uint64_t>(n), columns[kProductId].Append<int64_t>(n),
            columns[kSku].Append<int32_t>(n), columns[kTotal].Append<int64_t>(n));
  out->rows += static_cast<int64_t>(n);
}

}  // namespace fauxmart
