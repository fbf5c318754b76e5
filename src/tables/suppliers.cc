#include "tables/append.h"
#include "tables/dimensions.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

constexpr ColumnDecl kColumns[] = {
    {"supplier_id", Type::kId, false, "", "The supplier."},
    {"name", Type::kText, false, "", "Its name."},
    {"country", Type::kCategory, false, "", "ISO 3166-1, two letters."},
    {"lead_time_days", Type::kInt32, false, "days", "From order to delivery to a warehouse."},
    {"reliability_score", Type::kFloat64, false, "0 to 1", "Share of deliveries on time."},
    {"is_primary", Type::kBool, false, "", "Whether it is a first choice."},
};

constexpr RowRule kRules[] = {
    {"A share lies between 0 and 1.", "reliability_score BETWEEN 0 AND 1"},
    {"Time passes forwards.", "lead_time_days >= 0"},
};

enum : size_t { kSupplierId, kName, kCountry, kLeadTime, kReliability, kIsPrimary, kCount };
static_assert(std::size(kColumns) == kCount);

}  // namespace

const TableDecl kSuppliers = {
    "suppliers", TableKind::kDimension, "Who supplies the products.", "supplier_id", "", kColumns,
    kRules};

void AppendSuppliers(const Shop& shop, TableBuffer* out) {
  auto& columns = out->columns;
  const Names& countries = *columns[kCountry].vocabulary;
  for (const Supplier& supplier : shop.world.suppliers) {
    *columns[kSupplierId].Append<int64_t>(1) = ++out->rows;
    columns[kName].AppendText(supplier.name);
    *columns[kCountry].Append<int32_t>(1) = static_cast<int32_t>(
        std::find(countries.begin(), countries.end(), supplier.country) - countries.begin());
    *columns[kLeadTime].Append<int32_t>(1) = supplier.lead_time_days;
    *columns[kReliability].Append<double>(1) = supplier.reliability;
    *columns[kIsPrimary].Append<uint8_t>(1) = supplier.primary ? 1 : 0;
  }
}

}  // namespace fauxmart
