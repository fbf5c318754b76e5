// How columns look inside a Parquet file: schema, encodings, codecs, statistics.
//
// The encoding of a column depends on its type and on the shape of its first row group, which says
// more than any declaration could. Rows are always cut into the same row groups, so the choice, and
// with it the bytes, depend on nothing else.
//
//   what                     encoding                codec (default)
//   whole numbers            DELTA_BINARY_PACKED     none
//   numbers that repeat      PLAIN                   snappy
//   categories               RLE_DICTIONARY          none
//   of many names            RLE_DICTIONARY          snappy
//   other doubles, text      PLAIN                   snappy
//   bool                     PLAIN                   none
//
// docs/performance.md has what each was measured against. BYTE_STREAM_SPLIT of whole numbers would
// be as quick, but DuckDB before 2.0 and Spark before 4 cannot read it. An explicit --compression
// holds for every column.
#pragma once

#include <arrow/result.h>
#include <parquet/properties.h>
#include <parquet/schema.h>

#include <memory>
#include <vector>

#include "output/sink.h"
#include "tables/table_buffer.h"

namespace fauxmart {

// kRepeating: three quarters of the numbers are the one before. kManyNames: a vocabulary that takes
// more than indices usually do, and shrinks to half.
enum class ColumnShape { kOther, kRepeating, kManyNames };

inline constexpr size_t kManyNamesBytes = 8 * 1024;

// The shape of n values; the first row group of a column stands for all of it.
template <typename T>
ColumnShape ShapeOf(const T* values, int64_t n) {
  if (n < 2) return ColumnShape::kOther;
  int64_t repeats = 0;
  for (int64_t i = 1; i < n; ++i) repeats += values[i] == values[i - 1];
  // Three quarters: below that a match finder costs more than it saves.
  return repeats >= n / 4 * 3 ? ColumnShape::kRepeating : ColumnShape::kOther;
}

// Where pages and codecs get their memory. Arrow's default pool keeps what it once had: 28 MB more
// in the standard job, and no faster.
arrow::MemoryPool* PagePool();

std::shared_ptr<parquet::schema::GroupNode> ParquetSchema(const TableDecl& decl,
                                                          const OutputOptions& options);

// `shapes`: one a column.
std::shared_ptr<parquet::WriterProperties> ParquetProperties(
    const TableDecl& decl, const OutputOptions& options, const std::vector<ColumnShape>& shapes);

}  // namespace fauxmart
