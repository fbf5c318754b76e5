#include "validate/table_rows.h"

#include <arrow/array.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace fauxmart {
namespace {

using arrow::Status;

constexpr int64_t kMostReserved = 1 << 20;

size_t ColumnOf(const TableDecl& decl, std::string_view name) {
  size_t c = 0;
  while (decl.columns[c].name != name) ++c;
  return c;
}

template <typename Array, typename Number>
void AppendNumbers(const arrow::Array& array, std::vector<int64_t>* to, Number&& number) {
  const auto& typed = static_cast<const Array&>(array);
  const size_t before = to->size();
  to->resize(before + static_cast<size_t>(array.length()));
  int64_t* out = to->data() + before;
  for (int64_t i = 0; i < array.length(); ++i) out[i] = number(typed.Value(i));
  if (array.null_count() == 0) return;
  for (int64_t i = 0; i < array.length(); ++i) {
    if (array.IsNull(i)) out[i] = 0;
  }
}

// In memory an amount is whole cents, so what a file has between two of them would be rounded away
// before any rule sees it.
Status CheckAmounts(const ColumnDecl& column, const arrow::Array& array, size_t first_row,
                    const int64_t* cents) {
  const auto& amounts = static_cast<const arrow::DoubleArray&>(array);
  for (int64_t i = 0; i < array.length(); ++i) {
    const double amount = amounts.Value(i);
    const bool minus_zero = amount == 0 && std::signbit(amount);
    if ((static_cast<double>(cents[i]) / 100 == amount && !minus_zero) || array.IsNull(i)) continue;
    return Status::Invalid(fmt::format("row {}: {}: {} is no amount of ours",
                                       first_row + static_cast<size_t>(i), column.name, amount));
  }
  return Status::OK();
}

Status AppendColumn(const ColumnDecl& column, const arrow::Array& array, size_t c,
                    TableRows* rows) {
  const auto whole = [](auto value) { return static_cast<int64_t>(value); };
  std::vector<int64_t>* to = &rows->numbers[c];
  switch (column.type) {
    case Type::kId:
    case Type::kInt64:
      AppendNumbers<arrow::Int64Array>(array, to, whole);
      break;
    case Type::kInt32:
      AppendNumbers<arrow::Int32Array>(array, to, whole);
      break;
    case Type::kMoney:
      AppendNumbers<arrow::DoubleArray>(array, to, [](double value) {
        // Files may hold anything; beyond DECIMAL(12,2) is an amount that is not one of ours.
        return std::abs(value) < 1e10 ? std::llround(value * 100) : -1'000'000'000'000;
      });
      ARROW_RETURN_NOT_OK(
          CheckAmounts(column, array, rows->rows, to->data() + to->size() - array.length()));
      break;
    case Type::kTimestamp:
      AppendNumbers<arrow::TimestampArray>(array, to, whole);
      break;
    case Type::kBool:
      AppendNumbers<arrow::BooleanArray>(array, to, whole);
      break;
    case Type::kFloat64:
      for (int64_t i = 0; i < array.length(); ++i) {
        rows->reals[c].push_back(static_cast<const arrow::DoubleArray&>(array).Value(i));
      }
      break;
    default:
      break;
  }
  if (!column.nullable) return Status::OK();
  for (int64_t i = 0; i < array.length(); ++i) rows->valid[c].push_back(array.IsValid(i) ? 1 : 0);
  return Status::OK();
}

}  // namespace

const std::vector<int64_t>& TableRows::Numbers(std::string_view column) const {
  return numbers[ColumnOf(*decl, column)];
}
const std::vector<double>& TableRows::Reals(std::string_view column) const {
  return reals[ColumnOf(*decl, column)];
}
const std::vector<uint8_t>& TableRows::Valid(std::string_view column) const {
  return valid[ColumnOf(*decl, column)];
}

arrow::Result<TableRows> ReadRows(const Dataset& dataset, const TableDecl& decl,
                                  const std::vector<DatasetPart>& parts, const SeeBatch& see) {
  TableRows rows;
  rows.decl = &decl;
  rows.numbers.resize(decl.columns.size());
  rows.reals.resize(decl.columns.size());
  rows.valid.resize(decl.columns.size());
  size_t expected = 0;  // as the manifest says, which may be anything
  for (const DatasetPart& part : parts)
    expected += static_cast<size_t>(std::min(part.rows, kMostReserved));
  for (size_t c = 0; c < decl.columns.size(); ++c) {
    const Type type = decl.columns[c].type;
    const bool text = type == Type::kCategory || type == Type::kText || type == Type::kTextList;
    if (!text && type != Type::kFloat64) rows.numbers[c].reserve(expected);
    if (decl.columns[c].nullable) rows.valid[c].reserve(expected);
  }
  TableReader reader(dataset, decl, parts, /*use_threads=*/false);
  for (;;) {
    ARROW_ASSIGN_OR_RAISE(const auto batch, reader.Next());
    if (batch == nullptr) return rows;
    for (size_t c = 0; c < decl.columns.size(); ++c) {
      ARROW_RETURN_NOT_OK(
          AppendColumn(decl.columns[c], *batch->column(static_cast<int>(c)), c, &rows));
    }
    const size_t before = rows.rows;
    rows.rows += static_cast<size_t>(batch->num_rows());
    if (see) see(*batch, rows, before);
  }
}

KeyIndex::KeyIndex(const std::vector<int64_t>& keys) : keys_(keys) {
  if (std::ranges::is_sorted(keys)) {
    dense_ = !keys.empty() && keys.front() >= 0 &&
             static_cast<uint64_t>(keys.back()) - static_cast<uint64_t>(keys.front()) ==
                 keys.size() - 1 &&
             std::ranges::adjacent_find(keys) == keys.end();
    return;
  }
  order_.resize(keys.size());
  std::iota(order_.begin(), order_.end(), size_t{0});
  std::ranges::sort(
      order_, [&](size_t a, size_t b) { return std::pair(keys[a], a) < std::pair(keys[b], b); });
}

int64_t KeyIndex::Find(int64_t key, size_t* cursor) const {
  const size_t n = keys_.size();
  if (dense_) return key >= keys_.front() && key <= keys_.back() ? key - keys_.front() : -1;
  // Where the last one was, or the next: children stand in the order of their parents.
  for (int step = 0; step < 2 && *cursor + static_cast<size_t>(step) < n; ++step) {
    const size_t place = *cursor + static_cast<size_t>(step);
    if (KeyAt(place) == key && (place == 0 || KeyAt(place - 1) != key)) {
      *cursor = place;
      return static_cast<int64_t>(order_.empty() ? place : order_[place]);
    }
  }
  size_t low = 0, high = n;
  while (low < high) {
    const size_t middle = (low + high) / 2;
    if (KeyAt(middle) < key) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == n || KeyAt(low) != key) return -1;
  *cursor = low;
  return static_cast<int64_t>(order_.empty() ? low : order_[low]);
}

std::vector<size_t> KeyIndex::Repeated() const {
  std::vector<size_t> repeated;
  for (size_t place = 1; place < keys_.size(); ++place) {
    if (KeyAt(place) == KeyAt(place - 1))
      repeated.push_back(order_.empty() ? place : order_[place]);
  }
  return repeated;
}

}  // namespace fauxmart
