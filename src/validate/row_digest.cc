#include "validate/row_digest.h"

#include <arrow/array.h>
#include <arrow/record_batch.h>
#include <fmt/format.h>

#include <array>
#include <string_view>

namespace fauxmart {
namespace {

constexpr int64_t kBlock = 1024;  // values at a time, on the stack

// value(i) of every row, and 0 under nulls.
template <typename T, typename Value>
void UpdateEach(const arrow::Array& array, Value&& value, Xxh3Stream* stream) {
  std::array<T, kBlock> block;
  const bool nulls = array.null_count() > 0;
  for (int64_t done = 0; done < array.length(); done += kBlock) {
    const int64_t n = std::min(kBlock, array.length() - done);
    for (int64_t i = 0; i < n; ++i) {
      block[static_cast<size_t>(i)] =
          nulls && array.IsNull(done + i) ? T{} : static_cast<T>(value(done + i));
    }
    stream->Update(block.data(), static_cast<size_t>(n) * sizeof(T));
  }
}

// Values as they lie, where there is nothing to mask.
template <typename Array, typename T>
void UpdateRaw(const arrow::Array& array, Xxh3Stream* stream) {
  const auto& typed = static_cast<const Array&>(array);
  if (array.null_count() == 0) {
    stream->Update(typed.raw_values(), static_cast<size_t>(array.length()) * sizeof(T));
  } else {
    UpdateEach<T>(array, [&](int64_t i) { return typed.Value(i); }, stream);
  }
}

void UpdateTexts(const arrow::StringArray& texts, int64_t begin, int64_t end, Xxh3Stream* values,
                 Xxh3Stream* lengths) {
  for (int64_t i = begin; i < end; ++i) {
    const std::string_view text = texts.IsNull(i) ? std::string_view() : texts.GetView(i);
    const auto size = static_cast<int32_t>(text.size());
    lengths->Update(&size, sizeof size);
    if (size > 0) values->Update(text.data(), text.size());
  }
}

}  // namespace

void RowDigest::Update(const arrow::RecordBatch& batch, const std::vector<ReadColumn>& read) {
  rows_ += batch.num_rows();
  for (size_t c = 0; c < columns_.size(); ++c) {
    UpdateColumn(decl_.columns[c], *batch.column(static_cast<int>(c)), read[c], &columns_[c]);
  }
}

void RowDigest::UpdateColumn(const ColumnDecl& column, const arrow::Array& array,
                             const ReadColumn& read, Streams* streams) {
  Xxh3Stream* values = &streams->values;
  if (column.nullable) {
    std::array<uint8_t, kBlock> valid;
    for (int64_t done = 0; done < array.length(); done += kBlock) {
      const int64_t n = std::min(kBlock, array.length() - done);
      for (int64_t i = 0; i < n; ++i) valid[static_cast<size_t>(i)] = array.IsValid(done + i);
      streams->validity.Update(valid.data(), static_cast<size_t>(n));
    }
  }
  switch (column.type) {
    case Type::kId:
    case Type::kInt64:
      return UpdateRaw<arrow::Int64Array, int64_t>(array, values);
    case Type::kTimestamp:
      return UpdateRaw<arrow::TimestampArray, int64_t>(array, values);
    case Type::kFloat64:
      return UpdateRaw<arrow::DoubleArray, double>(array, values);
    case Type::kInt32:
      return UpdateRaw<arrow::Int32Array, int32_t>(array, values);
    case Type::kMoney:  // 0 under nulls already
      values->Update(read.cents, static_cast<size_t>(array.length()) * sizeof(int64_t));
      return;
    case Type::kBool: {
      const auto& bools = static_cast<const arrow::BooleanArray&>(array);
      return UpdateEach<uint8_t>(array, [&](int64_t i) { return bools.Value(i) ? 1 : 0; }, values);
    }
    case Type::kCategory: {
      const auto& texts = static_cast<const arrow::StringArray&>(array);
      if (read.codes == nullptr) {
        return UpdateEach<uint64_t>(
            array, [&](int64_t i) { return Xxh3Of64(texts.GetView(i)); }, values);
      }
      std::vector<uint64_t> hashes;
      for (const std::string& word : *read.words) hashes.push_back(Xxh3Of64(word));
      return UpdateEach<uint64_t>(array, [&](int64_t i) { return hashes[read.codes[i]]; }, values);
    }
    case Type::kText:
      return UpdateTexts(static_cast<const arrow::StringArray&>(array), 0, array.length(), values,
                         &streams->lengths);
    case Type::kTextList: {
      const auto& lists = static_cast<const arrow::ListArray&>(array);
      const auto& items = static_cast<const arrow::StringArray&>(*lists.values());
      for (int64_t i = 0; i < array.length(); ++i) {
        const bool valid = array.IsValid(i);
        const int32_t count = valid ? lists.value_length(i) : 0;
        streams->counts.Update(&count, sizeof count);
        if (!valid) continue;
        UpdateTexts(items, lists.value_offset(i), lists.value_offset(i + 1), values,
                    &streams->lengths);
      }
      return;
    }
  }
}

std::string RowDigest::Hex() const {
  std::string text = fmt::format("fauxmart digest 1\nrows {}\n", rows_);
  for (size_t c = 0; c < columns_.size(); ++c) {
    const ColumnDecl& column = decl_.columns[c];
    const Streams& streams = columns_[c];
    const bool list = column.type == Type::kTextList;
    text +=
        fmt::format("{} {} values={}", column.name, TypeName(column.type), streams.values.Hex());
    if (list || column.type == Type::kText) text += " lengths=" + streams.lengths.Hex();
    if (list) text += " counts=" + streams.counts.Hex();
    if (column.nullable) text += " validity=" + streams.validity.Hex();
    text += "\n";
  }
  return Xxh3Hex(text);
}

}  // namespace fauxmart
