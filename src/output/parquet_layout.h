// How columns look inside a Parquet file: schema, encodings, codecs, statistics.
//
// The encoding of a column depends on its type and, for 8- and 4-byte numbers, on the shape of the
// values of its first row group, which says more than any declaration could. Rows are always cut
// into the same row groups, so the choice, and with it the bytes, depend on nothing else.
//
//   what                     encoding                codec (default)  ns / value  bytes / value
//   whole numbers            DELTA_BINARY_PACKED     none             4.0 - 6.4   0.4 - 2.5
//   numbers that repeat      PLAIN                   snappy           3.7 - 4.7   0.5 - 0.8
//   categories               RLE_DICTIONARY          snappy           3.6 - 6.8   0.4 - 1.7
//   other doubles, text      PLAIN                   snappy
//   bool                     PLAIN                   none             2.2         0.13
//
// (65,536-row groups, g++ 12, Arrow 25.0.1, one core of a 2026 Xeon.) BYTE_STREAM_SPLIT of whole
// numbers would take half the time (2.4 to 3.3 ns), but DuckDB before 2.0 and Spark before 4 cannot
// read it. An explicit --compression holds for every column.
#pragma once

#include <arrow/result.h>
#include <parquet/properties.h>
#include <parquet/schema.h>

#include <memory>
#include <vector>

#include "output/sink.h"
#include "tables/table_buffer.h"

namespace fauxmart {

enum class NumberShape { kRepeating, kOther };

// The shape of n values; the first row group of a column stands for all of it.
template <typename T>
NumberShape ShapeOf(const T* values, int64_t n) {
  if (n < 2) return NumberShape::kOther;
  int64_t repeats = 0;
  for (int64_t i = 1; i < n; ++i) repeats += values[i] == values[i - 1];
  // Three quarters: below that a match finder costs more than it saves.
  return repeats >= n / 4 * 3 ? NumberShape::kRepeating : NumberShape::kOther;
}

std::shared_ptr<parquet::schema::GroupNode> ParquetSchema(const TableDecl& decl,
                                                          const OutputOptions& options);

// `shapes`: one a column, of meaning only for numbers.
std::shared_ptr<parquet::WriterProperties> ParquetProperties(
    const TableDecl& decl, const OutputOptions& options, const std::vector<NumberShape>& shapes);

}  // namespace fauxmart
