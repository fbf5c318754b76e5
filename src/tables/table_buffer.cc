#include "tables/table_buffer.h"

#include <algorithm>
#include <cstring>
#include <new>

namespace fauxmart {
namespace {

constexpr size_t kAlignment = 64;
constexpr size_t kPadding = 64;  // SIMD loops may read or write this far past the end
constexpr size_t kFirstCapacity = 4096;

// Forgets the first `bytes` of the text that `ends` are the ends of.
void Rebase(RawBuffer& ends, int32_t bytes) {
  auto* end = reinterpret_cast<int32_t*>(ends.data());
  const size_t n = ends.size() / sizeof(int32_t);
  for (size_t i = 0; i < n; ++i) end[i] -= bytes;
}

// Drops n entries of `ends`; returns how much of what they end goes with them.
int32_t DropEnds(RawBuffer& ends, size_t n) {
  if (n == 0) return 0;
  const int32_t dropped = reinterpret_cast<const int32_t*>(ends.data())[n - 1];
  ends.DropFront(n * sizeof(int32_t));
  Rebase(ends, dropped);
  return dropped;
}

void AppendEnd(RawBuffer& ends, size_t end) {
  const auto value = static_cast<int32_t>(end);
  std::memcpy(ends.Extend(sizeof(value)), &value, sizeof(value));
}

void AppendBytes(RawBuffer& bytes, std::string_view text) {
  if (!text.empty()) std::memcpy(bytes.Extend(text.size()), text.data(), text.size());
}

}  // namespace

uint8_t* RawBuffer::Extend(size_t n) {
  const size_t begin = size_;
  if (begin + n > capacity_) {
    size_t capacity = std::max({begin + n, 2 * capacity_, kFirstCapacity});
    capacity = (capacity + kAlignment - 1) / kAlignment * kAlignment;
    auto* grown = static_cast<uint8_t*>(std::aligned_alloc(kAlignment, capacity + kPadding));
    if (grown == nullptr) throw std::bad_alloc();
    if (begin > 0) std::memcpy(grown, data_.get(), begin);
    data_.reset(grown);
    capacity_ = capacity;
  }
  size_ = begin + n;
  return data_.get() + begin;
}

void RawBuffer::DropFront(size_t n) {
  if (n == 0) return;
  size_ -= n;
  if (size_ > 0) std::memmove(data_.get(), data_.get() + n, size_);
}

void Column::AppendText(std::string_view text) {
  AppendBytes(values, text);
  AppendEnd(offsets, values.size());
}

void Column::AppendTextList(const Names& texts) {
  for (const std::string& text : texts) {
    AppendBytes(values, text);
    AppendEnd(items, values.size());
  }
  AppendEnd(offsets, items.size() / sizeof(int32_t));
}

std::string_view Column::TextAt(size_t i) const {
  const RawBuffer& ends = type == Type::kTextList ? items : offsets;
  const auto* end = reinterpret_cast<const int32_t*>(ends.data());
  const int32_t begin = i == 0 ? 0 : end[i - 1];
  if (end[i] == begin) return {};
  return {reinterpret_cast<const char*>(values.data()) + begin,
          static_cast<size_t>(end[i] - begin)};
}

Names Column::TextListAt(size_t i) const {
  const auto* ends = reinterpret_cast<const int32_t*>(offsets.data());
  Names texts;
  for (int32_t item = i == 0 ? 0 : ends[i - 1]; item < ends[i]; ++item) {
    texts.emplace_back(TextAt(static_cast<size_t>(item)));
  }
  return texts;
}

TableBuffer::TableBuffer(const TableDecl& table,
                         const std::vector<std::shared_ptr<const Names>>& vocabularies)
    : decl(&table), columns(table.columns.size()) {
  for (size_t i = 0; i < columns.size(); ++i) {
    columns[i].type = table.columns[i].type;
    columns[i].nullable = table.columns[i].nullable;
    if (i < vocabularies.size()) columns[i].vocabulary = vocabularies[i];
  }
}

void TableBuffer::DropFront(int64_t n) {
  const auto count = static_cast<size_t>(n);
  for (Column& column : columns) {
    if (column.nullable) column.validity.DropFront(count);
    switch (column.type) {
      case Type::kText:
        column.values.DropFront(static_cast<size_t>(DropEnds(column.offsets, count)));
        break;
      case Type::kTextList: {
        const int32_t items = DropEnds(column.offsets, count);
        const int32_t bytes = DropEnds(column.items, static_cast<size_t>(items));
        column.values.DropFront(static_cast<size_t>(bytes));
        break;
      }
      default:
        column.values.DropFront(count * WidthOf(column.type));
    }
  }
  rows -= n;
}

}  // namespace fauxmart
