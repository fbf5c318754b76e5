#include "engine/row_bytes.h"

#include <arrow/array.h>
#include <arrow/record_batch.h>

#include <cstring>

#include "tables/table_buffer.h"

namespace fauxmart {
namespace {

constexpr size_t kSlot = 8;
constexpr size_t kLength = 4;  // of a list's item

size_t FixedSize(size_t columns) { return columns * (1 + kSlot); }

size_t SlotAt(size_t columns, size_t column) { return columns + column * kSlot; }

const arrow::StringArray& AsTexts(const arrow::Array& array) {
  return static_cast<const arrow::StringArray&>(array);
}

size_t ListBytes(const arrow::ListArray& lists, int64_t row) {
  const arrow::StringArray& items = AsTexts(*lists.values());
  size_t bytes = 0;
  for (int64_t k = lists.value_offset(row); k < lists.value_offset(row + 1); ++k) {
    bytes += kLength + static_cast<size_t>(items.value_length(k));
  }
  return bytes;
}

size_t SlotOf(std::string_view row, size_t columns, size_t column) {
  size_t slot = 0;
  std::memcpy(&slot, row.data() + SlotAt(columns, column), kSlot);
  return slot;
}

}  // namespace

RowBytes::RowBytes(const TableDecl& decl) : decl_(decl) {
  for (size_t c = 0; c < decl.columns.size(); ++c) {
    if (decl.columns[c].name == decl.key) key_column_ = static_cast<int>(c);
  }
}

void RowBytes::Fill(const arrow::RecordBatch& batch) {
  const auto rows = static_cast<size_t>(batch.num_rows());
  const int64_t* keys = batch.column(key_column_)->data()->GetValues<int64_t>(1);
  keys_.assign(keys, keys + rows);

  // Sizes first, each in its place behind the row's; then where rows begin, by adding up.
  begins_.assign(rows + 1, FixedSize(decl_.columns.size()));
  begins_[0] = 0;
  for (const auto& array : batch.columns()) AddSizes(*array);
  for (size_t i = 1; i <= rows; ++i) begins_[i] += begins_[i - 1];
  bytes_.resize(begins_[rows]);

  ends_.resize(rows);
  for (size_t i = 0; i < rows; ++i) ends_[i] = begins_[i] + FixedSize(decl_.columns.size());
  for (size_t c = 0; c < decl_.columns.size(); ++c) Write(c, *batch.column(static_cast<int>(c)));
}

void RowBytes::AddSizes(const arrow::Array& array) {
  const bool text = array.type_id() == arrow::Type::STRING;
  if (!text && array.type_id() != arrow::Type::LIST) return;
  for (int64_t i = 0; i < array.length(); ++i) {
    if (array.IsNull(i)) continue;
    begins_[static_cast<size_t>(i) + 1] +=
        text ? static_cast<size_t>(AsTexts(array).value_length(i))
             : ListBytes(static_cast<const arrow::ListArray&>(array), i);
  }
}

template <typename Bits>
void RowBytes::WriteSlots(size_t column, const arrow::Array& array, Bits&& bits) {
  const size_t slot = SlotAt(decl_.columns.size(), column);
  const bool nulls = array.null_count() > 0;
  for (int64_t i = 0; i < array.length(); ++i) {
    char* row = bytes_.data() + begins_[static_cast<size_t>(i)];
    const bool present = !nulls || array.IsValid(i);
    // Under a null there may be anything.
    const int64_t value = present ? bits(i) : 0;
    row[column] = static_cast<char>(present);
    std::memcpy(row + slot, &value, kSlot);
  }
}

char* RowBytes::AddText(size_t row, size_t column, size_t size) {
  char* const begin = bytes_.data() + begins_[row];
  begin[column] = 1;
  std::memcpy(begin + SlotAt(decl_.columns.size(), column), &size, kSlot);
  char* const place = bytes_.data() + ends_[row];
  ends_[row] += size;
  return place;
}

void RowBytes::Write(size_t column, const arrow::Array& array) {
  switch (array.type_id()) {
    case arrow::Type::INT32: {
      const auto* values = array.data()->GetValues<int32_t>(1);
      return WriteSlots(column, array, [values](int64_t i) { return int64_t{values[i]}; });
    }
    case arrow::Type::BOOL: {
      const auto& flags = static_cast<const arrow::BooleanArray&>(array);
      return WriteSlots(column, array, [&flags](int64_t i) { return int64_t{flags.Value(i)}; });
    }
    case arrow::Type::STRING: {
      const arrow::StringArray& texts = AsTexts(array);
      WriteSlots(column, array, [](int64_t) { return int64_t{0}; });
      for (int64_t i = 0; i < array.length(); ++i) {
        if (texts.IsNull(i)) continue;
        const std::string_view text = texts.GetView(i);
        text.copy(AddText(static_cast<size_t>(i), column, text.size()), text.size());
      }
      return;
    }
    case arrow::Type::LIST: {
      const auto& lists = static_cast<const arrow::ListArray&>(array);
      const arrow::StringArray& items = AsTexts(*lists.values());
      WriteSlots(column, array, [](int64_t) { return int64_t{0}; });
      for (int64_t i = 0; i < array.length(); ++i) {
        if (lists.IsNull(i)) continue;
        char* out = AddText(static_cast<size_t>(i), column, ListBytes(lists, i));
        for (int64_t k = lists.value_offset(i); k < lists.value_offset(i + 1); ++k) {
          const std::string_view item = items.GetView(k);
          const auto length = static_cast<uint32_t>(item.size());
          std::memcpy(out, &length, kLength);
          item.copy(out + kLength, item.size());
          out += kLength + item.size();
        }
      }
      return;
    }
    default: {  // int64, timestamps and float64: eight bytes as they are
      const auto* values = array.data()->GetValues<int64_t>(1);
      return WriteSlots(column, array, [values](int64_t i) { return values[i]; });
    }
  }
}

std::vector<size_t> DifferentColumns(std::string_view one, std::string_view other,
                                     const TableDecl& decl) {
  const size_t columns = decl.columns.size();
  std::vector<size_t> found;
  size_t text_one = FixedSize(columns), text_other = text_one;
  for (size_t c = 0; c < columns; ++c) {
    const size_t a = SlotOf(one, columns, c), b = SlotOf(other, columns, c);
    bool differs = one[c] != other[c] || a != b;
    if (WidthOf(decl.columns[c].type) == 0 || decl.columns[c].type == Type::kCategory) {
      differs = differs || one.substr(text_one, a) != other.substr(text_other, b);
      text_one += a;
      text_other += b;
    }
    if (differs) found.push_back(c);
  }
  return found;
}

}  // namespace fauxmart
