// Columns through Arrow's typed Parquet writers: the reference for our own pages, and the way of
// whatever those do not know.
#pragma once

#include <arrow/status.h>
#include <parquet/properties.h>

#include <memory>
#include <optional>
#include <vector>

#include "output/arrow_types.h"
#include "output/file_writer.h"
#include "output/uuid.h"
#include "tables/table_buffer.h"

namespace parquet {
class ColumnWriter;
}

namespace fauxmart {

class ArrowParquetColumns {
 public:
  static arrow::Result<std::unique_ptr<ArrowParquetColumns>> Make(const TableBuffer& shape,
                                                                  const OutputOptions& options);
  // Gives the column's rows to `writer`, which stays open. May throw parquet::ParquetException.
  arrow::Status Write(const RowSlice& rows, size_t column, parquet::ColumnWriter* writer);

  const std::shared_ptr<arrow::Schema>& schema() const { return arrays_->schema(); }

 private:
  ArrowParquetColumns(const TableBuffer& shape, const OutputOptions& options,
                      std::unique_ptr<ArrowColumns> arrays);

  const int16_t* Levels(const RowSlice& rows, const Column& column);
  template <typename Writer, typename T>
  void WriteNumbers(const RowSlice& rows, const Column& column, parquet::ColumnWriter* writer);
  void WriteMoneyAsDouble(const RowSlice& rows, const Column& column,
                          parquet::ColumnWriter* writer);
  void WriteUuids(const RowSlice& rows, size_t c, parquet::ColumnWriter* writer);
  void WriteText(const RowSlice& rows, const Column& column, parquet::ColumnWriter* writer);

  const bool money_as_float64_;
  std::unique_ptr<ArrowColumns> arrays_;
  std::vector<std::optional<IdSpaces>> id_spaces_;  // one a column; for ids as UUIDs
  std::shared_ptr<parquet::ArrowWriterProperties> properties_ =
      parquet::default_arrow_writer_properties();
  parquet::ArrowWriteContext context_;
  RawBuffer levels_, values_, other_values_;
};

}  // namespace fauxmart
