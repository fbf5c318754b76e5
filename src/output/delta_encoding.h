// DELTA_BINARY_PACKED (Parquet format, "Encodings"): whole numbers as differences, the differences
// above their block's least one, bit-packed 32 at a time in no more bits than the 32 need.
//
// Blocks of 128 values in 4 miniblocks, as Arrow, parquet-java and DuckDB write them. The least and
// greatest value fall out on the way, for the statistics.
#pragma once

#include <cstdint>

#include "tables/table_buffer.h"

namespace fauxmart {

template <typename T>
struct LeastAndGreatest {
  T least{}, greatest{};
};

// Appends the page body of n values to `out`. Of no values: both 0.
LeastAndGreatest<int64_t> AppendDeltas(const int64_t* values, int64_t n, RawBuffer* out);
LeastAndGreatest<int32_t> AppendDeltas(const int32_t* values, int64_t n, RawBuffer* out);

}  // namespace fauxmart
