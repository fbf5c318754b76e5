#include "output/arrow_types.h"

#include <arrow/array.h>
#include <arrow/array/util.h>
#include <arrow/buffer.h>
#include <arrow/builder.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>

#include <utility>

#include "output/bit_pack.h"
#include "output/uuid.h"

namespace fauxmart {
namespace {

using BufferPtr = std::shared_ptr<arrow::Buffer>;

std::shared_ptr<arrow::DataType> ArrowType(Type type, const OutputOptions& options) {
  switch (type) {
    case Type::kId:
      return options.ids_as_uuid ? arrow::utf8() : arrow::int64();
    case Type::kInt32:
      return arrow::int32();
    case Type::kInt64:
      return arrow::int64();
    case Type::kMoney:
      if (options.money_as_float64) return arrow::float64();
      return arrow::decimal128(kMoneyPrecision, kMoneyScale);
    case Type::kTimestamp:
      return arrow::timestamp(arrow::TimeUnit::MICRO, "UTC");
    case Type::kBool:
      return arrow::boolean();
    case Type::kFloat64:
      return arrow::float64();
    case Type::kCategory:
      return arrow::dictionary(arrow::int32(), arrow::utf8());
    case Type::kText:
      return arrow::utf8();
    case Type::kTextList:
      return arrow::list(arrow::field("element", arrow::utf8(), /*nullable=*/false));
  }
  return arrow::null();
}

BufferPtr View(const void* data, int64_t bytes) {
  return std::make_shared<arrow::Buffer>(static_cast<const uint8_t*>(data), bytes);
}

// Arrow's n + 1 offsets for entries [begin, end) of a list of ends, from 0.
BufferPtr OffsetsOf(const RawBuffer& ends, int64_t begin, int64_t end, RawBuffer& scratch) {
  const auto* at = reinterpret_cast<const int32_t*>(ends.data());
  const int64_t n = end - begin;
  const int32_t base = begin == 0 ? 0 : at[begin - 1];
  scratch.Truncate(0);
  auto* out = reinterpret_cast<int32_t*>(scratch.Extend((n + 1) * sizeof(int32_t)));
  out[0] = 0;
  for (int64_t i = 0; i < n; ++i) out[i + 1] = at[begin + i] - base;
  return View(out, (n + 1) * sizeof(int32_t));
}

// The bytes that entries [begin, end) of a list of ends span.
BufferPtr BytesOf(const Column& column, const RawBuffer& ends, int64_t begin, int64_t end) {
  const auto* at = reinterpret_cast<const int32_t*>(ends.data());
  const int64_t from = begin == 0 ? 0 : at[begin - 1];
  const int64_t to = end == 0 ? 0 : at[end - 1];
  return View(column.values.data() + from, to - from);
}

}  // namespace

struct ArrowColumns::State {
  std::shared_ptr<arrow::DataType> type;
  std::shared_ptr<arrow::ArrayData> dictionary;  // kCategory
  std::shared_ptr<const IdSpaces> spaces;        // kId, as UUIDs
  RawBuffer validity, values, offsets, items;    // scratch

  uint8_t* Scratch(RawBuffer& buffer, int64_t bytes) {
    buffer.Truncate(0);
    return buffer.Extend(static_cast<size_t>(bytes));
  }
  BufferPtr Bits(const uint8_t* bytes, int64_t n, RawBuffer& scratch, int64_t* ones) {
    uint8_t* bits = Scratch(scratch, (n + 7) / 8);
    *ones = PackBits(bytes, n, bits);
    return View(bits, (n + 7) / 8);
  }
  BufferPtr Decimals(const int64_t* cents, int64_t n) {
    auto* out = reinterpret_cast<int64_t*>(Scratch(values, n * 16));
    for (int64_t i = 0; i < n; ++i) {
      out[2 * i] = cents[i];
      out[2 * i + 1] = cents[i] >> 63;
    }
    return View(out, n * 16);
  }
  BufferPtr Doubles(const int64_t* cents, int64_t n) {
    auto* out = reinterpret_cast<double*>(Scratch(values, n * 8));
    for (int64_t i = 0; i < n; ++i) out[i] = static_cast<double>(cents[i]) / 100.0;
    return View(out, n * 8);
  }
  // Text under a null would be waste; but equal widths keep this loop free of branches.
  std::vector<BufferPtr> Uuids(const RowSlice& rows, const int64_t* ids) {
    const int64_t n = rows.size();
    auto* text = reinterpret_cast<char*>(Scratch(values, n * kUuidChars));
    auto* at = reinterpret_cast<int32_t*>(Scratch(offsets, (n + 1) * 4));
    for (int64_t i = 0; i < n; ++i) {
      spaces->At(rows.buffer, rows.begin + i).Format(ids[i], text + i * kUuidChars);
      at[i] = static_cast<int32_t>(i * kUuidChars);
    }
    at[n] = static_cast<int32_t>(n * kUuidChars);
    return {View(at, (n + 1) * 4), View(text, n * kUuidChars)};
  }
};

ArrowColumns::ArrowColumns() = default;
ArrowColumns::~ArrowColumns() = default;

std::shared_ptr<arrow::Schema> ArrowSchema(const TableDecl& decl, const OutputOptions& options) {
  arrow::FieldVector fields;
  for (const ColumnDecl& column : decl.columns) {
    fields.push_back(
        arrow::field(std::string(column.name), ArrowType(column.type, options), column.nullable));
  }
  return arrow::schema(std::move(fields));
}

arrow::Result<std::unique_ptr<ArrowColumns>> ArrowColumns::Make(const TableBuffer& shape,
                                                                const OutputOptions& options) {
  std::unique_ptr<ArrowColumns> made(new ArrowColumns);
  made->schema_ = ArrowSchema(*shape.decl, options);
  made->states_ = std::vector<State>(shape.columns.size());
  for (size_t c = 0; c < shape.columns.size(); ++c) {
    State& state = made->states_[c];
    state.type = made->schema_->field(static_cast<int>(c))->type();
    if (shape.columns[c].type == Type::kCategory) {
      arrow::StringBuilder builder;
      if (shape.columns[c].vocabulary != nullptr) {
        ARROW_RETURN_NOT_OK(builder.AppendValues(*shape.columns[c].vocabulary));
      }
      ARROW_ASSIGN_OR_RAISE(auto dictionary, builder.Finish());
      state.dictionary = dictionary->data();
    }
    if (shape.columns[c].type == Type::kId && options.ids_as_uuid) {
      state.spaces = std::make_shared<const IdSpaces>(shape, c);
    }
  }
  return made;
}

std::unique_ptr<ArrowColumns> ArrowColumns::Again() const {
  std::unique_ptr<ArrowColumns> again(new ArrowColumns);
  again->schema_ = schema_;
  again->states_ = std::vector<State>(states_.size());
  for (size_t c = 0; c < states_.size(); ++c) {
    again->states_[c].type = states_[c].type;
    again->states_[c].dictionary = states_[c].dictionary;
    again->states_[c].spaces = states_[c].spaces;
  }
  return again;
}

arrow::Result<std::shared_ptr<arrow::Array>> ArrowColumns::Column(const RowSlice& rows,
                                                                  size_t index) {
  const fauxmart::Column& column = rows.buffer.columns[index];
  State& state = states_[index];
  const int64_t n = rows.size();
  int64_t nulls = 0;
  std::vector<BufferPtr> buffers(1);
  if (column.nullable) {
    int64_t present = 0;
    buffers[0] = state.Bits(column.validity.data() + rows.begin, n, state.validity, &present);
    nulls = n - present;
    if (nulls == 0) buffers[0] = nullptr;
  }
  std::vector<std::shared_ptr<arrow::ArrayData>> children;
  switch (column.type) {
    case Type::kId:
      if (state.spaces != nullptr) {
        for (auto& b : state.Uuids(rows, column.As<int64_t>() + rows.begin)) buffers.push_back(b);
        break;
      }
      [[fallthrough]];
    case Type::kInt64:
    case Type::kTimestamp:
    case Type::kFloat64:
      buffers.push_back(View(column.As<int64_t>() + rows.begin, n * 8));
      break;
    case Type::kInt32:
    case Type::kCategory:
      buffers.push_back(View(column.As<int32_t>() + rows.begin, n * 4));
      break;
    case Type::kMoney: {
      const int64_t* cents = column.As<int64_t>() + rows.begin;
      const bool decimal = state.type->id() == arrow::Type::DECIMAL128;
      buffers.push_back(decimal ? state.Decimals(cents, n) : state.Doubles(cents, n));
      break;
    }
    case Type::kBool: {
      int64_t ones = 0;
      buffers.push_back(state.Bits(column.As<uint8_t>() + rows.begin, n, state.values, &ones));
      break;
    }
    case Type::kText:
      buffers.push_back(OffsetsOf(column.offsets, rows.begin, rows.end, state.offsets));
      buffers.push_back(BytesOf(column, column.offsets, rows.begin, rows.end));
      break;
    case Type::kTextList: {
      const auto* ends = reinterpret_cast<const int32_t*>(column.offsets.data());
      const int64_t begin = rows.begin == 0 ? 0 : ends[rows.begin - 1];
      const int64_t end = rows.end == 0 ? 0 : ends[rows.end - 1];
      buffers.push_back(OffsetsOf(column.offsets, rows.begin, rows.end, state.offsets));
      children.push_back(
          arrow::ArrayData::Make(arrow::utf8(), end - begin,
                                 {nullptr, OffsetsOf(column.items, begin, end, state.items),
                                  BytesOf(column, column.items, begin, end)},
                                 /*null_count=*/0));
      break;
    }
  }
  auto data = arrow::ArrayData::Make(state.type, n, std::move(buffers), std::move(children), nulls);
  data->dictionary = state.dictionary;
  return arrow::MakeArray(data);
}

arrow::Result<std::shared_ptr<arrow::RecordBatch>> ArrowColumns::Batch(const RowSlice& rows) {
  arrow::ArrayVector arrays;
  for (size_t c = 0; c < states_.size(); ++c) {
    ARROW_ASSIGN_OR_RAISE(auto array, Column(rows, c));
    arrays.push_back(std::move(array));
  }
  return arrow::RecordBatch::Make(schema_, rows.size(), std::move(arrays));
}

}  // namespace fauxmart
