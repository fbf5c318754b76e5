// The truth: which incidents were planted, and labels of the rows they touched.
#pragma once

#include <cstdint>

#include "tables/counters.h"
#include "tables/shop.h"
#include "tables/table_buffer.h"

namespace fauxmart {

// One row for every incident that is not left out; `counters` of the whole dataset.
void AppendIncidents(const Shop& shop, const Counters& counters, TableBuffer* out);

// Rows that the incident of Shop::twins[t] changed or added, in all tables.
int64_t AffectedRows(const Shop& shop, const Counters& counters, size_t t);

// One label; `table` is its place in AllTables().
void AppendLabel(int64_t incident_id, int32_t table, uint64_t row_id, bool added, bool downstream,
                 TableBuffer* out);

// Labels of the rows that are not made by chunks: metrics of the hours that are counted, which are
// sums of rows; and campaigns, where the window's first hour is counted.
void AppendLastLabels(const Shop& shop, const Counters& counters, TableBuffer* out);

}  // namespace fauxmart
