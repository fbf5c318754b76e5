#include "output/digest.h"

#include <algorithm>

namespace fauxmart {
namespace {

constexpr int64_t kBlock = 1024;  // rows made canonical at a time, on the stack

// Values of T with 0 under nulls, hashed block by block.
template <typename T>
void UpdateMasked(Xxh3Stream& stream, const T* values, const uint8_t* valid, int64_t n) {
  T block[kBlock];
  for (int64_t done = 0; done < n; done += kBlock) {
    const int64_t size = std::min(kBlock, n - done);
    for (int64_t i = 0; i < size; ++i) {
      const T mask = static_cast<T>(0 - T{valid[done + i]});
      block[i] = values[done + i] & mask;
    }
    stream.Update(block, static_cast<size_t>(size) * sizeof(T));
  }
}

template <typename T>
void UpdateFixed(Xxh3Stream& stream, const Column& column, const RowSlice& rows) {
  const T* values = column.As<T>() + rows.begin;
  if (column.nullable) {
    UpdateMasked(stream, values, column.validity.data() + rows.begin, rows.size());
  } else {
    stream.Update(values, static_cast<size_t>(rows.size()) * sizeof(T));
  }
}

void UpdateCategory(Xxh3Stream& stream, const std::vector<uint64_t>& codes, const Column& column,
                    const RowSlice& rows) {
  const int32_t* indices = column.As<int32_t>() + rows.begin;
  const uint8_t* valid = column.nullable ? column.validity.data() + rows.begin : nullptr;
  const uint64_t* code = codes.data();
  const int64_t n = rows.size();
  uint64_t block[kBlock];
  for (int64_t done = 0; done < n; done += kBlock) {
    const int64_t size = std::min(kBlock, n - done);
    for (int64_t i = 0; i < size; ++i) block[i] = code[indices[done + i]];
    if (valid != nullptr) {
      for (int64_t i = 0; i < size; ++i) block[i] &= -uint64_t{valid[done + i]};
    }
    stream.Update(block, static_cast<size_t>(size) * sizeof(uint64_t));
  }
}

// Where entry i of a list of ends begins.
int32_t BeginAt(const RawBuffer& ends, int64_t i) {
  return i == 0 ? 0 : reinterpret_cast<const int32_t*>(ends.data())[i - 1];
}

void UpdateLengths(Xxh3Stream& stream, const RawBuffer& ends, int64_t begin, int64_t end) {
  const auto* at = reinterpret_cast<const int32_t*>(ends.data());
  int32_t block[kBlock];
  int32_t previous = BeginAt(ends, begin);
  for (int64_t done = begin; done < end; done += kBlock) {
    const int64_t size = std::min(kBlock, end - done);
    for (int64_t i = 0; i < size; ++i) {
      block[i] = at[done + i] - previous;
      previous = at[done + i];
    }
    stream.Update(block, static_cast<size_t>(size) * sizeof(int32_t));
  }
}

// Bytes of the entries [begin, end) of a list of ends.
void UpdateBytes(Xxh3Stream& stream, const Column& column, const RawBuffer& ends, int64_t begin,
                 int64_t end) {
  const int32_t from = BeginAt(ends, begin);
  const int32_t to = BeginAt(ends, end);
  if (to > from) stream.Update(column.values.data() + from, static_cast<size_t>(to - from));
}

}  // namespace

ContentDigest::ContentDigest(const TableBuffer& shape) : columns_(shape.columns.size()) {
  for (size_t c = 0; c < columns_.size(); ++c) {
    const Column& column = shape.columns[c];
    ColumnDigest& digest = columns_[c];
    digest.name = shape.decl->columns[c].name;
    digest.type = column.type;
    digest.nullable = column.nullable;
    if (column.type != Type::kCategory) continue;
    if (column.vocabulary != nullptr) {
      for (const std::string& name : *column.vocabulary) {
        digest.codes.push_back(Xxh3Of64(name));
      }
    }
    // A column that is all null has index 0 everywhere, and perhaps no vocabulary.
    if (digest.codes.empty()) digest.codes.push_back(0);
  }
}

void ContentDigest::Update(const RowSlice& rows) {
  if (rows.size() == 0) return;
  rows_ += rows.size();
  for (size_t c = 0; c < columns_.size(); ++c) {
    const Column& column = rows.buffer.columns[c];
    ColumnDigest& digest = columns_[c];
    if (column.nullable) {
      digest.validity.Update(column.validity.data() + rows.begin, static_cast<size_t>(rows.size()));
    }
    switch (column.type) {
      case Type::kId:
      case Type::kInt64:
      case Type::kMoney:
      case Type::kTimestamp:
      case Type::kFloat64:
        UpdateFixed<uint64_t>(digest.values, column, rows);
        break;
      case Type::kInt32:
        UpdateFixed<uint32_t>(digest.values, column, rows);
        break;
      case Type::kBool:
        UpdateFixed<uint8_t>(digest.values, column, rows);
        break;
      case Type::kCategory:
        UpdateCategory(digest.values, digest.codes, column, rows);
        break;
      case Type::kText:
        UpdateLengths(digest.lengths, column.offsets, rows.begin, rows.end);
        UpdateBytes(digest.values, column, column.offsets, rows.begin, rows.end);
        break;
      case Type::kTextList: {
        const int32_t begin = BeginAt(column.offsets, rows.begin);
        const int32_t end = BeginAt(column.offsets, rows.end);
        UpdateLengths(digest.counts, column.offsets, rows.begin, rows.end);
        UpdateLengths(digest.lengths, column.items, begin, end);
        UpdateBytes(digest.values, column, column.items, begin, end);
        break;
      }
    }
  }
}

std::string ContentDigest::Hex() const {
  std::string text = "fauxmart digest 1\nrows " + std::to_string(rows_) + "\n";
  for (const ColumnDigest& column : columns_) {
    text += column.name;
    text += " ";
    text += TypeName(column.type);
    text += " values=" + column.values.Hex();
    if (column.type == Type::kText || column.type == Type::kTextList) {
      text += " lengths=" + column.lengths.Hex();
    }
    if (column.type == Type::kTextList) text += " counts=" + column.counts.Hex();
    if (column.nullable) text += " validity=" + column.validity.Hex();
    text += "\n";
  }
  return Xxh3Hex(text);
}

std::string CombineDigests(const std::vector<std::string>& part_digests) {
  std::string text = "fauxmart table digest 1\n";
  for (const std::string& digest : part_digests) text += digest + "\n";
  return Xxh3Hex(text);
}

}  // namespace fauxmart
