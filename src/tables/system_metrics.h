// System metrics: what monitoring would have shown, measured from the rows generated.
#pragma once

#include "tables/counters.h"
#include "tables/shop.h"
#include "tables/table_buffer.h"

namespace fauxmart {

// All hours of the window, six metrics each.
void AppendSystemMetrics(const Shop& shop, const Counters& counters, TableBuffer* out);

// Their number an hour.
int64_t MetricsPerHour();

}  // namespace fauxmart
