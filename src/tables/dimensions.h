// Tables that describe the shop itself. Each appends a run of its rows.
#pragma once

#include <cstdint>

#include "tables/shop.h"
#include "tables/table_buffer.h"

namespace fauxmart {

// Customers with ids first .. end-1.
void AppendCustomers(const Shop& shop, int64_t first, int64_t end, TableBuffer* out);
// Those of the scenario that are not left out; ids are places in its list.
void AppendCampaigns(const Shop& shop, TableBuffer* out);
void AppendSuppliers(const Shop& shop, TableBuffer* out);
// Products with ids first .. end-1.
void AppendProducts(const Shop& shop, int64_t first, int64_t end, TableBuffer* out);

}  // namespace fauxmart
