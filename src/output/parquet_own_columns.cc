#include "output/parquet_own_columns.h"

#include <parquet/column_page.h>
#include <parquet/column_writer.h>
#include <parquet/exception.h>
#include <parquet/metadata.h>
#include <parquet/statistics.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "base/vector_clones.h"
#include "output/bit_pack.h"
#include "output/delta_encoding.h"
#include "output/hybrid_encoding.h"
#include "output/present.h"

namespace fauxmart {
namespace {

std::shared_ptr<arrow::Buffer> View(const void* data, size_t size) {
  return std::make_shared<arrow::Buffer>(static_cast<const uint8_t*>(data),
                                         static_cast<int64_t>(size));
}

template <typename T>
inline __attribute__((always_inline)) LeastAndGreatest<T> FindRange(const T* values, int64_t n) {
  if (n == 0) return {};
  LeastAndGreatest<T> range{values[0], values[0]};
  for (int64_t i = 1; i < n; ++i) {
    range.least = std::min(range.least, values[i]);
    range.greatest = std::max(range.greatest, values[i]);
  }
  return range;
}

FAUXMART_CLONES LeastAndGreatest<int64_t> RangeOf(const int64_t* values, int64_t n) {
  return FindRange(values, n);
}
FAUXMART_CLONES LeastAndGreatest<int32_t> RangeOf(const int32_t* values, int64_t n) {
  return FindRange(values, n);
}

template <typename T>
std::string Bytes(T value) {
  return {reinterpret_cast<const char*>(&value), sizeof(value)};
}

template <typename T>
void SetStatistics(const LeastAndGreatest<T>& range, int64_t present, int64_t nulls,
                   parquet::ColumnChunkMetaDataBuilder* chunk) {
  parquet::EncodedStatistics statistics;
  statistics.set_is_signed(true);
  statistics.set_null_count(nulls);
  if (present > 0) statistics.set_min(Bytes(range.least)).set_max(Bytes(range.greatest));
  chunk->SetStatistics(statistics);
}

bool IsKnown(Type type, const OutputOptions& options) {
  switch (type) {
    case Type::kId:
      return !options.ids_as_uuid;
    case Type::kMoney:
      return !options.money_as_float64;
    case Type::kInt32:
    case Type::kInt64:
    case Type::kTimestamp:
    case Type::kBool:
    case Type::kCategory:
      return true;
    case Type::kFloat64:
    case Type::kText:
    case Type::kTextList:
      return false;
  }
  return false;
}

}  // namespace

OwnColumns::OwnColumns(const TableBuffer& shape, const OutputOptions& options)
    : dictionaries_(shape.columns.size()) {
  PARQUET_ASSIGN_OR_THROW(compressed_, arrow::AllocateResizableBuffer(0, PagePool()));
  for (size_t c = 0; c < shape.columns.size(); ++c) {
    const Column& column = shape.columns[c];
    knows_.push_back(IsKnown(column.type, options));
    if (column.type != Type::kCategory || column.vocabulary == nullptr) continue;
    Dictionary& dictionary = dictionaries_[c];
    dictionary.size = static_cast<int32_t>(column.vocabulary->size());
    for (const std::string& name : *column.vocabulary) {
      dictionary.page += Bytes(static_cast<uint32_t>(name.size())) + name;
    }
    const auto last = static_cast<uint32_t>(std::max(dictionary.size - 1, 1));
    dictionary.index_width = std::bit_width(last);
  }
}

int64_t OwnColumns::Write(const RowSlice& rows, size_t c, ColumnShape shape,
                          parquet::PageWriter* pages, parquet::ColumnChunkMetaDataBuilder* chunk) {
  const Column& column = rows.buffer.columns[c];
  page_.Truncate(0);
  if (column.nullable) {
    AppendLevels(column.validity.data() + rows.begin, rows.size(), &page_);
  }
  int64_t bytes = 0;
  switch (column.type) {
    case Type::kInt32:
      bytes = WriteNumbers<int32_t>(rows, column, shape, pages, chunk);
      break;
    case Type::kBool:
      bytes = WriteBools(rows, column, pages);
      break;
    case Type::kCategory:
      bytes = WriteCategories(rows, column, dictionaries_[c], pages);
      break;
    default:
      bytes = WriteNumbers<int64_t>(rows, column, shape, pages, chunk);
  }
  pages->Close(/*has_dictionary=*/column.type == Type::kCategory, /*fallback=*/false);
  return bytes;
}

template <typename T>
int64_t OwnColumns::WriteNumbers(const RowSlice& rows, const Column& column, ColumnShape shape,
                                 parquet::PageWriter* pages,
                                 parquet::ColumnChunkMetaDataBuilder* chunk) {
  const Values<T> values = Present<T>(rows, column, &present_);
  LeastAndGreatest<T> range;
  auto encoding = parquet::Encoding::DELTA_BINARY_PACKED;
  if (shape == ColumnShape::kRepeating) {
    encoding = parquet::Encoding::PLAIN;
    range = RangeOf(values.data, values.size);
    const auto bytes = static_cast<size_t>(values.size) * sizeof(T);
    if (bytes > 0) std::memcpy(page_.Extend(bytes), values.data, bytes);
  } else {
    range = AppendDeltas(values.data, values.size, &page_);
  }
  SetStatistics(range, values.size, rows.size() - values.size, chunk);
  return WritePage(rows, encoding, pages);
}

int64_t OwnColumns::WriteBools(const RowSlice& rows, const Column& column,
                               parquet::PageWriter* pages) {
  const Values<uint8_t> values = Present<uint8_t>(rows, column, &present_);
  PackBits(values.data, values.size, page_.Extend(static_cast<size_t>(values.size + 7) / 8));
  return WritePage(rows, parquet::Encoding::PLAIN, pages);
}

int64_t OwnColumns::WriteCategories(const RowSlice& rows, const Column& column,
                                    const Dictionary& dictionary, parquet::PageWriter* pages) {
  const int64_t bytes =
      pages->WriteDictionaryPage({View(dictionary.page.data(), dictionary.page.size()),
                                  dictionary.size, parquet::Encoding::PLAIN});
  const Values<uint32_t> values = Present<uint32_t>(rows, column, &present_);
  *page_.Extend(1) = static_cast<uint8_t>(dictionary.index_width);
  AppendHybrid(values.data, values.size, dictionary.index_width, &page_);
  return bytes + WritePage(rows, parquet::Encoding::RLE_DICTIONARY, pages);
}

int64_t OwnColumns::WritePage(const RowSlice& rows, parquet::Encoding::type encoding,
                              parquet::PageWriter* pages) {
  const auto size = static_cast<int64_t>(page_.size());
  std::shared_ptr<arrow::Buffer> body = View(page_.data(), page_.size());
  if (pages->has_compressor()) {  // a dictionary page compresses itself
    pages->Compress(*body, compressed_.get());
    body = compressed_;
  }
  return pages->WriteDataPage(parquet::DataPageV1(body, static_cast<int32_t>(rows.size()), encoding,
                                                  parquet::Encoding::RLE, parquet::Encoding::RLE,
                                                  size));
}

}  // namespace fauxmart
