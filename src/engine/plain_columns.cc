#include "engine/plain_columns.h"

#include <arrow/array.h>
#include <arrow/buffer.h>
#include <arrow/builder.h>
#include <arrow/type.h>
#include <arrow/util/utf8.h>
#include <arrow/util/value_parsing.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/json_text.h"
#include "output/arrow_types.h"

namespace fauxmart {
namespace {

using ArrayPtr = std::shared_ptr<arrow::Array>;
using arrow::Result;
using arrow::Status;

Status BadValue(const ColumnDecl& column, int64_t row, std::string_view text,
                std::string_view what) {
  return Status::Invalid(
      fmt::format("row {}: {}: '{}' is not {}", row, column.name, text.substr(0, 60), what));
}

Status BadType(const ColumnDecl& column, const arrow::DataType& type, const std::string& right) {
  return Status::Invalid(
      fmt::format("column {} is of type {}, and not {}", column.name, type.ToString(), right));
}

bool IsText(const arrow::DataType& type) { return type.id() == arrow::Type::STRING; }

std::string_view TextAt(const arrow::Array& texts, int64_t i) {
  return static_cast<const arrow::StringArray&>(texts).GetView(i);
}

// One value after the other: `value` is asked for those that are not null, and may refuse.
template <typename Builder, typename Value>
Result<ArrayPtr> Each(const arrow::Array& from, Builder& builder, Value&& value) {
  ARROW_RETURN_NOT_OK(builder.Reserve(from.length()));
  for (int64_t i = 0; i < from.length(); ++i) {
    if (from.IsNull(i)) {
      ARROW_RETURN_NOT_OK(builder.AppendNull());
    } else {
      ARROW_RETURN_NOT_OK(value(i));
    }
  }
  return builder.Finish();
}

// Amounts of which none is null or out of bounds; null where one is.
ArrayPtr WholeAmounts(const arrow::Decimal128Array& decimals) {
  const int64_t n = decimals.length();
  auto buffer = arrow::AllocateBuffer(n * static_cast<int64_t>(sizeof(double)));
  if (!buffer.ok() || decimals.null_count() > 0) return nullptr;
  const uint8_t* words = decimals.raw_values();  // two a value, the lower one first
  auto* out = reinterpret_cast<double*>((*buffer)->mutable_data());
  int64_t beyond = 0;
  for (int64_t i = 0; i < n; ++i) {
    int64_t value[2];
    std::memcpy(value, words + i * static_cast<int64_t>(sizeof value), sizeof value);
    const int64_t sign = value[0] >> 63;
    beyond |= (value[1] ^ sign) | ((value[0] >> 53) ^ sign);
    out[i] = static_cast<double>(value[0]) / 100.0;
  }
  if (beyond != 0) return nullptr;
  return std::make_shared<arrow::DoubleArray>(n,
                                              std::shared_ptr<arrow::Buffer>(std::move(*buffer)));
}

Result<ArrayPtr> Money(const ColumnDecl& column, const arrow::Array& array, int64_t first_row) {
  if (array.type_id() != arrow::Type::DECIMAL128 ||
      static_cast<const arrow::Decimal128Type&>(*array.type()).scale() != kMoneyScale) {
    return BadType(column, *array.type(),
                   fmt::format("decimal128({}, {}) or double", kMoneyPrecision, kMoneyScale));
  }
  const auto& decimals = static_cast<const arrow::Decimal128Array&>(array);
  if (ArrayPtr whole = WholeAmounts(decimals); whole != nullptr) return whole;
  arrow::DoubleBuilder builder;
  return Each(array, builder, [&](int64_t i) {
    const arrow::Decimal128 value(decimals.GetValue(i));
    const auto cents = static_cast<int64_t>(value.low_bits());
    // Beyond 2^53 cents, different amounts would be the same number.
    if (value.high_bits() != cents >> 63 || cents >> 53 != cents >> 63) {
      return BadValue(column, first_row + i, decimals.FormatValue(i), "an amount of ours");
    }
    builder.UnsafeAppend(static_cast<double>(cents) / 100.0);
    return Status::OK();
  });
}

Result<ArrayPtr> Times(const ColumnDecl& column, const arrow::Array& array, int64_t first_row) {
  const auto type = PlainType(Type::kTimestamp);
  if (!IsText(*array.type())) return BadType(column, *array.type(), type->ToString());
  static const std::shared_ptr<arrow::TimestampParser> parser =
      arrow::TimestampParser::MakeISO8601();
  arrow::TimestampBuilder builder(type, arrow::default_memory_pool());
  return Each(array, builder, [&](int64_t i) {
    const std::string_view text = TextAt(array, i);
    int64_t micros = 0;
    bool zone = false;
    if (!(*parser)(text.data(), text.size(), arrow::TimeUnit::MICRO, &micros, &zone) || !zone) {
      return BadValue(column, first_row + i, text, "a time as 2025-01-01T00:00:00.000000Z");
    }
    builder.UnsafeAppend(micros);
    return Status::OK();
  });
}

// The words of codes that are all in their dictionary; null where that is not so, or where it is
// not the common case.
ArrayPtr KnownTexts(const arrow::DictionaryArray& codes, const arrow::StringArray& words) {
  constexpr size_t kShort = 16;  // copied whole, which needs no call
  constexpr int64_t kMostWords = 1 << 16;
  if (codes.indices()->type_id() != arrow::Type::INT32 || codes.offset() != 0 ||
      words.null_count() > 0 || words.length() > kMostWords) {
    return nullptr;
  }
  std::vector<std::array<char, kShort>> starts(static_cast<size_t>(words.length()));
  for (int64_t w = 0; w < words.length(); ++w) {
    const std::string_view word = words.GetView(w);
    std::copy_n(word.data(), std::min(word.size(), kShort), starts[static_cast<size_t>(w)].data());
  }
  const int64_t n = codes.length();
  const int32_t* code = static_cast<const arrow::Int32Array&>(*codes.indices()).raw_values();
  const bool nulls = codes.null_count() > 0;
  int64_t bytes = 0;
  for (int64_t i = 0; i < n; ++i) {
    if (nulls && codes.IsNull(i)) continue;
    if (code[i] < 0 || code[i] >= words.length()) return nullptr;
    bytes += words.value_length(code[i]);
  }
  if (bytes > INT32_MAX) return nullptr;
  auto offsets = arrow::AllocateBuffer((n + 1) * static_cast<int64_t>(sizeof(int32_t)));
  auto data = arrow::AllocateBuffer(bytes + static_cast<int64_t>(kShort));
  if (!offsets.ok() || !data.ok()) return nullptr;
  auto* at = reinterpret_cast<int32_t*>((*offsets)->mutable_data());
  auto* out = reinterpret_cast<char*>((*data)->mutable_data());
  int32_t end = 0;
  for (int64_t i = 0; i < n; ++i) {
    at[i] = end;
    if (nulls && codes.IsNull(i)) continue;
    const std::string_view word = words.GetView(code[i]);
    if (word.size() <= kShort) {
      std::memcpy(out + end, starts[static_cast<size_t>(code[i])].data(), kShort);
    } else {
      std::memcpy(out + end, word.data(), word.size());
    }
    end += static_cast<int32_t>(word.size());
  }
  at[n] = end;
  return std::make_shared<arrow::StringArray>(
      n, std::shared_ptr<arrow::Buffer>(std::move(*offsets)),
      std::shared_ptr<arrow::Buffer>(std::move(*data)), nulls ? codes.null_bitmap() : nullptr,
      codes.null_count());
}

Result<ArrayPtr> Texts(const ColumnDecl& column, const arrow::Array& array, int64_t first_row) {
  if (array.type_id() != arrow::Type::DICTIONARY) {
    return BadType(column, *array.type(), "string or a dictionary of strings");
  }
  const auto& codes = static_cast<const arrow::DictionaryArray&>(array);
  const arrow::Array& words = *codes.dictionary();
  if (!IsText(*words.type())) return BadType(column, *array.type(), "a dictionary of strings");
  ArrayPtr known = KnownTexts(codes, static_cast<const arrow::StringArray&>(words));
  if (known != nullptr) return known;
  arrow::StringBuilder builder;
  return Each(array, builder, [&](int64_t i) {
    const int64_t code = codes.GetValueIndex(i);
    if (code < 0 || code >= words.length() || words.IsNull(code)) {
      return BadValue(column, first_row + i, std::to_string(code), "in the column's dictionary");
    }
    return builder.Append(TextAt(words, code));
  });
}

Result<ArrayPtr> TextLists(const ColumnDecl& column, const arrow::Array& array, int64_t first_row) {
  const auto words = std::make_shared<arrow::StringBuilder>();
  arrow::ListBuilder builder(arrow::default_memory_pool(), words, PlainType(Type::kTextList));
  if (array.type_id() == arrow::Type::LIST) {
    const auto& lists = static_cast<const arrow::ListArray&>(array);
    const arrow::Array& items = *lists.values();
    if (!IsText(*items.type())) return BadType(column, *array.type(), "a list of strings");
    return Each(array, builder, [&](int64_t i) {
      ARROW_RETURN_NOT_OK(builder.Append());
      for (int64_t k = lists.value_offset(i); k < lists.value_offset(i + 1); ++k) {
        if (items.IsNull(k)) return BadValue(column, first_row + i, "null", "a text of a list");
        ARROW_RETURN_NOT_OK(words->Append(TextAt(items, k)));
      }
      return Status::OK();
    });
  }
  if (!IsText(*array.type())) return BadType(column, *array.type(), "a list of strings");
  return Each(array, builder, [&](int64_t i) {
    const std::string_view text = TextAt(array, i);
    const auto json = ParseJson<nlohmann::json>(text);
    if (!json.is_array()) return BadValue(column, first_row + i, text, "a JSON array of texts");
    ARROW_RETURN_NOT_OK(builder.Append());
    for (const auto& item : json) {
      if (!item.is_string()) {
        return BadValue(column, first_row + i, text, "a JSON array of texts");
      }
      ARROW_RETURN_NOT_OK(words->Append(item.get_ref<const std::string&>()));
    }
    return Status::OK();
  });
}

Result<ArrayPtr> Ids(const ColumnDecl& column, const arrow::Array& array, int64_t first_row,
                     const ParseId& parse) {
  if (!IsText(*array.type())) return BadType(column, *array.type(), "int64 or string");
  arrow::Int64Builder builder;
  return Each(array, builder, [&](int64_t i) {
    const std::optional<int64_t> id = parse(TextAt(array, i), i);
    if (!id) return BadValue(column, first_row + i, TextAt(array, i), "an id, nor the UUID of one");
    builder.UnsafeAppend(*id);
    return Status::OK();
  });
}

// Are the texts from `begin` to `end` all UTF-8? They lie behind each other, so they are looked at
// as one; then none may begin in the middle of a character.
bool AreUtf8(const arrow::StringArray& texts, int64_t begin, int64_t end) {
  static const bool ready = (arrow::util::InitializeUTF8(), true);
  if (begin == end) return ready;
  const int64_t first = texts.value_offset(begin), last = texts.value_offset(end);
  if (first == last) return true;
  const uint8_t* bytes = texts.value_data()->data();
  if (!arrow::util::ValidateUTF8(bytes + first, last - first)) return false;
  for (int64_t i = begin; i < end; ++i) {
    const int64_t offset = texts.value_offset(i);
    if (offset < last && (bytes[offset] & 0xC0) == 0x80) return false;
  }
  return true;
}

// The readers of Parquet and JSON files pass on whatever bytes a text has.
Status CheckUtf8(const ColumnDecl& column, const arrow::Array& plain, int64_t first_row) {
  if (plain.length() == 0) return Status::OK();  // it may have no offsets
  const auto check = [&](const arrow::StringArray& texts, auto&& begin_of) -> Status {
    if (AreUtf8(texts, begin_of(0), begin_of(plain.length()))) return Status::OK();
    for (int64_t i = 0; i < plain.length(); ++i) {
      if (plain.IsNull(i) || AreUtf8(texts, begin_of(i), begin_of(i + 1))) continue;
      return Status::Invalid(
          fmt::format("row {}: {}: the text is not UTF-8", first_row + i, column.name));
    }
    return Status::OK();  // but for what stands where nothing is
  };
  if (column.type == Type::kTextList) {
    const auto& lists = static_cast<const arrow::ListArray&>(plain);
    return check(static_cast<const arrow::StringArray&>(*lists.values()),
                 [&](int64_t i) { return int64_t{lists.value_offset(i)}; });
  }
  if (column.type != Type::kText && column.type != Type::kCategory) return Status::OK();
  return check(static_cast<const arrow::StringArray&>(plain), [](int64_t i) { return i; });
}

Result<ArrayPtr> Converted(const ColumnDecl& column, const ArrayPtr& array, int64_t first_row,
                           const ParseId& parse_id) {
  const std::shared_ptr<arrow::DataType> type = PlainType(column.type);
  if (array->type()->Equals(*type)) return array;
  switch (column.type) {
    case Type::kId:
      return Ids(column, *array, first_row, parse_id);
    case Type::kMoney:
      return Money(column, *array, first_row);
    case Type::kTimestamp:
      return Times(column, *array, first_row);
    case Type::kCategory:
    case Type::kText:
      return Texts(column, *array, first_row);
    case Type::kTextList:
      return TextLists(column, *array, first_row);
    default:
      return BadType(column, *array->type(), type->ToString());
  }
}

}  // namespace

std::shared_ptr<arrow::DataType> PlainType(Type type) {
  switch (type) {
    case Type::kId:
    case Type::kInt64:
      return arrow::int64();
    case Type::kInt32:
      return arrow::int32();
    case Type::kMoney:
    case Type::kFloat64:
      return arrow::float64();
    case Type::kTimestamp:
      return arrow::timestamp(arrow::TimeUnit::MICRO, "UTC");
    case Type::kBool:
      return arrow::boolean();
    case Type::kCategory:
    case Type::kText:
      return arrow::utf8();
    case Type::kTextList:
      return arrow::list(arrow::field("element", arrow::utf8(), /*nullable=*/false));
  }
  return arrow::null();
}

Result<ArrayPtr> PlainColumn(const ColumnDecl& column, const ArrayPtr& array, int64_t first_row,
                             const ParseId& parse_id) {
  ARROW_ASSIGN_OR_RAISE(ArrayPtr plain, Converted(column, array, first_row, parse_id));
  ARROW_RETURN_NOT_OK(CheckUtf8(column, *plain, first_row));
  return plain;
}

}  // namespace fauxmart
