#include "validate/table_rows.h"

#include <arrow/array.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>

#include "validate/row_digest.h"

namespace fauxmart {
namespace {

using arrow::Status;

constexpr int64_t kMostReserved = 1 << 20;
constexpr size_t kMostWords = 256;

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

// A text's first bytes as a number, 0 behind its end; `left`: bytes that may be read from there on.
uint64_t HeadOf(const char* text, size_t size, int64_t left) {
  uint64_t head = 0;
  if (left < static_cast<int64_t>(sizeof head)) {
    std::memcpy(&head, text, std::min(size, sizeof head));
    return head;
  }
  std::memcpy(&head, text, sizeof head);
  return size < sizeof head ? head & ((uint64_t{1} << (8 * size)) - 1) : head;
}

// The words of a column, told apart by their sizes and heads.
class WordCodes {
 public:
  explicit WordCodes(std::vector<std::string>* words) : words_(words) {
    for (const std::string& word : *words) heads_.push_back(HeadOf(word.data(), word.size(), 0));
  }
  // A new word has the code behind the last.
  size_t Of(std::string_view text, int64_t left) {
    const uint64_t head = HeadOf(text.data(), text.size(), left);
    size_t code = 0;
    for (; code < heads_.size(); ++code) {
      const std::string& word = (*words_)[code];
      if (heads_[code] != head || word.size() != text.size()) continue;
      if (text.size() <= sizeof head || word == text) return code;
    }
    words_->emplace_back(text);
    heads_.push_back(head);
    return code;
  }

 private:
  std::vector<std::string>* words_;
  std::vector<uint64_t> heads_;
};

void AppendWords(const arrow::Array& array, size_t c, TableRows* rows) {
  const auto& texts = static_cast<const arrow::StringArray&>(array);
  std::vector<uint16_t>& codes = rows->codes[c];
  WordCodes words(&rows->words[c]);
  const size_t before = codes.size();
  codes.resize(before + static_cast<size_t>(texts.length()));
  uint16_t* out = codes.data() + before;
  const int64_t bytes = texts.value_data() == nullptr ? 0 : texts.value_data()->size();
  for (int64_t i = 0; i < texts.length(); ++i) {
    if (texts.IsNull(i)) {
      out[i] = kNoWord;
      continue;
    }
    const size_t code = words.Of(texts.GetView(i), bytes - texts.value_offset(i));
    out[i] = static_cast<uint16_t>(code);
    if (code < kMostWords) continue;
    rows->coded[c] = false;
    codes = {};
    rows->words[c] = {};
    return;
  }
}

// The whole number nearest to one that is far below 2^51, without asking libm.
int64_t Rounded(double value) {
  constexpr double kWhole = 6755399441055744.0;  // 1.5 x 2^52
  return static_cast<int64_t>((value + kWhole) - kWhole);
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
        return std::abs(value) < 1e10 ? Rounded(value * 100) : -1'000'000'000'000;
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
    case Type::kCategory:
      if (rows->coded[c]) AppendWords(array, c, rows);
      break;
    default:
      break;
  }
  if (!column.nullable) return Status::OK();
  std::vector<uint8_t>& valid = rows->valid[c];
  const size_t before = valid.size();
  valid.resize(before + static_cast<size_t>(array.length()), 1);
  for (int64_t i = 0; array.null_count() > 0 && i < array.length(); ++i) {
    valid[before + static_cast<size_t>(i)] = array.IsValid(i) ? 1 : 0;
  }
  return Status::OK();
}

// Appends the rows of a part.
Status ReadPart(const Dataset& dataset, const DatasetPart& part, const SeeBatch& see,
                const SeeDigest& see_digest, TableRows* rows) {
  const TableDecl& decl = *rows->decl;
  TableReader reader(dataset, decl, {part}, /*use_threads=*/false);
  RowDigest digest(decl);
  std::vector<ReadColumn> read(decl.columns.size());
  for (;;) {
    ARROW_ASSIGN_OR_RAISE(const auto batch, reader.Next());
    if (batch == nullptr) break;
    for (size_t c = 0; c < decl.columns.size(); ++c) {
      ARROW_RETURN_NOT_OK(
          AppendColumn(decl.columns[c], *batch->column(static_cast<int>(c)), c, rows));
    }
    const size_t before = rows->rows;
    rows->rows += static_cast<size_t>(batch->num_rows());
    for (size_t c = 0; c < decl.columns.size(); ++c) {
      if (decl.columns[c].type == Type::kMoney) read[c].cents = rows->numbers[c].data() + before;
      if (decl.columns[c].type != Type::kCategory) continue;
      read[c].codes = rows->coded[c] ? rows->codes[c].data() + before : nullptr;
      read[c].words = &rows->words[c];
    }
    digest.Update(*batch, read);
    if (see) see(*batch, *rows, before);
  }
  see_digest(part, digest.Hex());
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

const std::vector<uint16_t>& TableRows::Codes(std::string_view column) const {
  return codes[ColumnOf(*decl, column)];
}
const std::vector<std::string>& TableRows::Words(std::string_view column) const {
  return words[ColumnOf(*decl, column)];
}

Coded::Coded(const TableRows& rows, std::string_view column, const std::vector<std::string>& names)
    : codes_(&rows.Codes(column)), none_(names.size()) {
  for (const std::string& word : rows.Words(column)) {
    places_.push_back(static_cast<size_t>(std::ranges::find(names, word) - names.begin()));
  }
}

arrow::Result<TableRows> ReadRows(const Dataset& dataset, const TableDecl& decl,
                                  const std::vector<DatasetPart>& parts, const SeeBatch& see,
                                  const SeeDigest& see_digest) {
  TableRows rows;
  rows.decl = &decl;
  rows.numbers.resize(decl.columns.size());
  rows.reals.resize(decl.columns.size());
  rows.valid.resize(decl.columns.size());
  rows.codes.resize(decl.columns.size());
  rows.words.resize(decl.columns.size());
  rows.coded.assign(decl.columns.size(), true);
  size_t expected = 0;  // as the manifest says, which may be anything
  for (const DatasetPart& part : parts)
    expected += static_cast<size_t>(std::min(part.rows, kMostReserved));
  for (size_t c = 0; c < decl.columns.size(); ++c) {
    const Type type = decl.columns[c].type;
    const bool text = type == Type::kCategory || type == Type::kText || type == Type::kTextList;
    if (!text && type != Type::kFloat64) rows.numbers[c].reserve(expected);
    if (decl.columns[c].nullable) rows.valid[c].reserve(expected);
  }
  for (const DatasetPart& part : parts) {
    ARROW_RETURN_NOT_OK(ReadPart(dataset, part, see, see_digest, &rows));
  }
  return rows;
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
