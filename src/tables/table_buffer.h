// Rows of one table in columns: what samplers append to and sinks take from.
//
// A sampler appends n rows by asking each column for room and filling it; a sink takes rows from
// the front in fixed counts. Memory is kept and reused: after the first row group nothing
// allocates.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <vector>

#include "tables/declaration.h"
#include "world/world.h"

namespace fauxmart {

// Bytes a value of a fixed-width type takes in memory; 0 for text and lists.
constexpr size_t WidthOf(Type type) {
  switch (type) {
    case Type::kId:
    case Type::kInt64:
    case Type::kMoney:
    case Type::kTimestamp:
    case Type::kFloat64:
      return 8;
    case Type::kInt32:
    case Type::kCategory:
      return 4;
    case Type::kBool:
      return 1;
    case Type::kText:
    case Type::kTextList:
      return 0;
  }
  return 0;
}

// Memory that grows without initialising and never shrinks; 64-byte aligned, padded for SIMD.
class RawBuffer {
 public:
  uint8_t* data() const { return data_.get(); }
  size_t size() const { return size_; }
  // Room for n more bytes at the end; returns where they begin.
  uint8_t* Extend(size_t n);
  void DropFront(size_t n);
  void Truncate(size_t size) { size_ = size; }

 private:
  struct Free {
    void operator()(uint8_t* p) const { std::free(p); }
  };
  std::unique_ptr<uint8_t, Free> data_;
  size_t size_ = 0;
  size_t capacity_ = 0;
};

// One column. Fixed-width values stand one after another; text is offsets + bytes; a text list is
// row offsets into items, which are offsets + bytes. Validity is one byte a row (1 = present), kept
// only for nullable columns; the value under a null is 0.
struct Column {
  Type type = Type::kId;
  bool nullable = false;
  RawBuffer values;  // fixed-width values, or the bytes of text
  RawBuffer validity;  // uint8, nullable columns only
  RawBuffer offsets;  // kText, kTextList: int32 ends of the rows' bytes / items, no leading zero
  RawBuffer items;  // kTextList: int32 ends of the items' bytes
  std::shared_ptr<const Names> vocabulary;  // kCategory

  template <typename T>
  T* Append(size_t n) {
    return reinterpret_cast<T*>(values.Extend(n * sizeof(T)));
  }
  uint8_t* AppendValidity(size_t n) { return validity.Extend(n); }
  template <typename T>
  const T* As() const {
    return reinterpret_cast<const T*>(values.data());
  }
  void AppendText(std::string_view text);
  void AppendTextList(const Names& texts);
  // Text of row i of a kText column; item i of a kTextList column.
  std::string_view TextAt(size_t i) const;
  // The texts of row i of a kTextList column.
  Names TextListAt(size_t i) const;
};

// Columns of one table, all of `rows` rows.
struct TableBuffer {
  TableBuffer() = default;
  // `vocabularies`: one entry a column, null for those that are not kCategory.
  TableBuffer(const TableDecl& decl, const std::vector<std::shared_ptr<const Names>>& vocabularies);

  const TableDecl* decl = nullptr;
  std::vector<Column> columns;
  int64_t rows = 0;

  void DropFront(int64_t n);  // forgets the first n rows
  void Clear() { DropFront(rows); }
};

}  // namespace fauxmart
