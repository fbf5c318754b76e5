#include "plan/products.h"

#include "tables/append.h"
#include "tables/dimensions.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

constexpr ColumnDecl kColumns[] = {
    {"product_id", Type::kId, false, "", "The product."},
    {"sku", Type::kCategory, false, "", "Its stock keeping unit; unique."},
    {"name", Type::kText, false, "", "Its name, made up."},
    {"category", Type::kCategory, false, "", "What kind of thing it is."},
    {"subcategory", Type::kCategory, false, "", "What kind within the category."},
    {"brand", Type::kCategory, false, "", "Whose it is; fits the subcategory."},
    {"price", Type::kMoney, false, "USD", "What it sells for."},
    {"cost", Type::kMoney, false, "USD", "What the shop pays for it."},
    {"weight", Type::kFloat64, false, "kg", "What it weighs, to the gram."},
    {"is_seasonal", Type::kBool, false, "", "Whether demand moves with the calendar."},
    {"seasonality_pattern", Type::kCategory, false, "", "The season it follows, or none."},
    {"supplier_id", Type::kId, false, "", "Who supplies it.", "suppliers.supplier_id"},
};

constexpr RowRule kRules[] = {
    {"It costs no more than it sells for.", "price > 0 AND cost >= 0 AND cost <= price"},
    {"It weighs something.", "weight > 0"},
};

enum : size_t {
  kProductId,
  kSku,
  kName,
  kCategory,
  kSubcategory,
  kBrand,
  kPrice,
  kCost,
  kWeight,
  kIsSeasonal,
  kPattern,
  kSupplierId,
  kCount
};
static_assert(std::size(kColumns) == kCount);

int32_t IndexOf(const Column& column, const std::string& name) {
  const Names& names = *column.vocabulary;
  return static_cast<int32_t>(std::find(names.begin(), names.end(), name) - names.begin());
}

}  // namespace

const TableDecl kProducts = {
    "products", TableKind::kDimension, "What is sold.", "product_id", "", kColumns, kRules};

void AppendProducts(const Shop& shop, int64_t first, int64_t end, TableBuffer* out) {
  auto& columns = out->columns;
  for (int64_t id = first; id < end; ++id) {
    const Product& product = shop.products.products[static_cast<size_t>(id - 1)];
    const Category& category =
        shop.world.products.categories[static_cast<size_t>(product.category)];
    const Subcategory& sub = category.subcategories[static_cast<size_t>(product.subcategory)];
    const Season& season = shop.world.seasons[static_cast<size_t>(category.season)];
    *columns[kProductId].Append<int64_t>(1) = id;
    *columns[kSku].Append<int32_t>(1) = static_cast<int32_t>(id - 1);
    columns[kName].AppendText(ProductName(shop.world, product));
    *columns[kCategory].Append<int32_t>(1) = product.category;
    *columns[kSubcategory].Append<int32_t>(1) = IndexOf(columns[kSubcategory], sub.name);
    *columns[kBrand].Append<int32_t>(1) =
        IndexOf(columns[kBrand], sub.brands[static_cast<size_t>(product.brand)]);
    *columns[kPrice].Append<int64_t>(1) = product.price_cents;
    *columns[kCost].Append<int64_t>(1) = product.cost_cents;
    *columns[kWeight].Append<double>(1) = product.weight_kg;
    *columns[kIsSeasonal].Append<uint8_t>(1) = season.points.empty() ? 0 : 1;
    *columns[kPattern].Append<int32_t>(1) = category.season;
    *columns[kSupplierId].Append<int64_t>(1) = product.supplier + 1;
    ++out->rows;
  }
}

}  // namespace fauxmart
