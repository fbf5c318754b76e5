// The values of a column that are not null, side by side: what Parquet's pages hold.
#pragma once

#include <cstdint>

#include "output/file_writer.h"
#include "tables/table_buffer.h"

namespace fauxmart {

template <typename T>
struct Values {
  const T* data = nullptr;
  int64_t size = 0;
};

// Room for n values, what was in the buffer forgotten.
template <typename T>
T* Reuse(RawBuffer* buffer, int64_t n) {
  buffer->Truncate(0);
  return reinterpret_cast<T*>(buffer->Extend(static_cast<size_t>(n) * sizeof(T)));
}

// A view of the column where it has no nulls by declaration, of `scratch` otherwise.
template <typename T>
Values<T> Present(const RowSlice& rows, const Column& column, RawBuffer* scratch) {
  const T* values = column.As<T>() + rows.begin;
  if (!column.nullable) return {values, rows.size()};
  const uint8_t* valid = column.validity.data() + rows.begin;
  T* out = Reuse<T>(scratch, rows.size() + 1);
  int64_t count = 0;
  for (int64_t i = 0; i < rows.size(); ++i) {
    out[count] = values[i];
    count += valid[i];
  }
  return {out, count};
}

}  // namespace fauxmart
