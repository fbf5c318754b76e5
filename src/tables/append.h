// Small helpers to fill columns.
#pragma once

#include <algorithm>
#include <cstdint>

#include "tables/table_buffer.h"

namespace fauxmart {

template <typename To, typename From>
void AppendCopy(Column& column, const From* from, size_t n) {
  std::copy_n(from, n, column.Append<To>(n));
}

template <typename T>
void AppendConstant(Column& column, T value, size_t n) {
  std::fill_n(column.Append<T>(n), n, value);
}

// A value that may be null: the value under a null is 0.
template <typename T>
void AppendOptional(Column& column, bool present, T value) {
  *column.Append<T>(1) = present ? value : T{0};
  *column.AppendValidity(1) = present ? 1 : 0;
}

}  // namespace fauxmart
