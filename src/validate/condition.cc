#include "validate/condition.h"

#include <arrow/array.h>
#include <arrow/record_batch.h>

#include <cmath>
#include <utility>

#include "validate/condition_node.h"

namespace fauxmart {
namespace {

using Op = ConditionOp;

// Longer than any text of ours; std::regex recurses, a level a character.
constexpr size_t kLongestMatch = 1000;

// Values of a node by row: numbers, or texts.
struct Values {
  std::vector<double> numbers;
  std::vector<std::string_view> texts;
  std::vector<uint8_t> valid;
  bool is_text() const { return !texts.empty(); }
};

class Evaluator {
 public:
  Evaluator(const TableDecl& decl, const arrow::RecordBatch& batch)
      : decl_(decl), batch_(batch), n_(static_cast<size_t>(batch.num_rows())) {}

  Values Of(const ConditionNode& node) {
    switch (node.op) {
      case Op::kColumn:
        return ColumnOf(node.column);
      case Op::kNumber:
        return {.numbers = std::vector<double>(n_, node.number), .texts = {}, .valid = Ones()};
      case Op::kText:
        return {
            .numbers = {}, .texts = std::vector<std::string_view>(n_, node.text), .valid = Ones()};
      case Op::kNot: {
        Values values = Of(*node.of[0]);
        for (double& number : values.numbers) number = number == 0 ? 1 : 0;
        return values;
      }
      case Op::kIsNull: {
        const Values of = Of(*node.of[0]);
        Values values{.numbers = std::vector<double>(n_), .texts = {}, .valid = Ones()};
        for (size_t i = 0; i < n_; ++i) values.numbers[i] = of.valid[i] == 0 ? 1 : 0;
        return values;
      }
      case Op::kMatches: {
        const Values of = Of(*node.of[0]);
        Values values{.numbers = std::vector<double>(n_), .texts = {}, .valid = of.valid};
        for (size_t i = 0; i < n_; ++i) {
          const std::string_view text = of.texts[i];
          values.numbers[i] = text.size() <= kLongestMatch &&
                                      std::regex_match(text.begin(), text.end(), node.pattern)
                                  ? 1
                                  : 0;
        }
        return values;
      }
      case Op::kCase:
        return CaseOf(Of(*node.of[0]), Of(*node.of[1]), Of(*node.of[2]));
      default:
        if (node.op == Op::kEqual && node.of[0]->op == Op::kColumn && node.of[1]->op == Op::kText) {
          return EqualText(node.of[0]->column, node.of[1]->text);
        }
        return Pair(node, Of(*node.of[0]), Of(*node.of[1]));
    }
  }

 private:
  std::vector<uint8_t> Ones() const { return std::vector<uint8_t>(n_, 1); }

  // Cents: what is nearest to amount x 100, in a sum that rounds to whole numbers.
  static double CentsOf(double amount) {
    constexpr double kWhole = 6755399441055744.0;  // 1.5 x 2^52
    return (amount * 100 + kWhole) - kWhole;
  }

  template <typename Array, typename Number>
  void Fill(const arrow::Array& array, Values* values, Number&& number) const {
    const auto& typed = static_cast<const Array&>(array);
    values->numbers.resize(n_);
    for (size_t i = 0; i < n_; ++i) {
      values->numbers[i] = static_cast<double>(number(typed.Value(static_cast<int64_t>(i))));
    }
  }

  Values ColumnOf(size_t column) const {
    const arrow::Array& array = *batch_.column(static_cast<int>(column));
    const auto same = [](auto value) { return value; };
    Values values{.numbers = {}, .texts = {}, .valid = Ones()};
    if (array.null_count() > 0) {
      for (size_t i = 0; i < n_; ++i) values.valid[i] = array.IsValid(static_cast<int64_t>(i));
    }
    switch (decl_.columns[column].type) {
      case Type::kId:
      case Type::kInt64:
        Fill<arrow::Int64Array>(array, &values, same);
        break;
      case Type::kInt32:
        Fill<arrow::Int32Array>(array, &values, same);
        break;
      case Type::kMoney:
        Fill<arrow::DoubleArray>(array, &values, [](double v) { return CentsOf(v); });
        break;
      case Type::kTimestamp:
        Fill<arrow::TimestampArray>(array, &values, same);
        break;
      case Type::kBool:
        Fill<arrow::BooleanArray>(array, &values, same);
        break;
      case Type::kFloat64:
        Fill<arrow::DoubleArray>(array, &values, same);
        break;
      case Type::kCategory:
      case Type::kText: {
        const auto& texts = static_cast<const arrow::StringArray&>(array);
        values.texts.resize(n_);
        for (size_t i = 0; i < n_; ++i) values.texts[i] = texts.GetView(static_cast<int64_t>(i));
        break;
      }
      case Type::kTextList:
        values.numbers.resize(n_);  // only asked whether it is null
        break;
    }
    return values;
  }

  Values CaseOf(const Values& when, Values then, const Values& otherwise) const {
    for (size_t i = 0; i < n_; ++i) {
      if (when.valid[i] != 0 && when.numbers[i] != 0) continue;
      then.numbers[i] = otherwise.numbers[i];
      then.valid[i] = otherwise.valid[i];
    }
    return then;
  }

  template <typename Function>
  Values Each(Values a, const Values& b, Function&& function) const {
    for (size_t i = 0; i < n_; ++i) {
      a.numbers[i] = static_cast<double>(function(a.numbers[i], b.numbers[i]));
      a.valid[i] &= b.valid[i];
    }
    return a;
  }

  Values EqualTexts(const Values& a, const Values& b) const {
    Values values{.numbers = std::vector<double>(n_), .texts = {}, .valid = a.valid};
    for (size_t i = 0; i < n_; ++i) {
      values.numbers[i] = a.texts[i] == b.texts[i] ? 1 : 0;
      values.valid[i] &= b.valid[i];
    }
    return values;
  }

  // A column of texts against one: mostly its length tells.
  Values EqualText(size_t column, std::string_view text) const {
    const arrow::Array& array = *batch_.column(static_cast<int>(column));
    const auto& texts = static_cast<const arrow::StringArray&>(array);
    Values values{.numbers = std::vector<double>(n_), .texts = {}, .valid = Ones()};
    for (size_t i = 0; i < n_; ++i) {
      const std::string_view other = texts.GetView(static_cast<int64_t>(i));
      values.numbers[i] = other.size() == text.size() && other == text ? 1 : 0;
    }
    for (size_t i = 0; array.null_count() > 0 && i < n_; ++i) {
      values.valid[i] = array.IsValid(static_cast<int64_t>(i));
    }
    return values;
  }

  // AND and OR: a known answer of one side is one, whatever the other says.
  template <bool kDecides>
  Values Logic(Values a, const Values& b) const {
    for (size_t i = 0; i < n_; ++i) {
      const uint8_t known = a.valid[i], other_known = b.valid[i];
      const uint8_t x = (a.numbers[i] != 0) == kDecides, y = (b.numbers[i] != 0) == kDecides;
      const auto decided = static_cast<uint8_t>((known & x) | (other_known & y));
      a.numbers[i] = (decided != 0) == kDecides ? 1 : 0;
      a.valid[i] = static_cast<uint8_t>((known & other_known) | decided);
    }
    return a;
  }

  Values Pair(const ConditionNode& node, Values a, const Values& b) const {
    switch (node.op) {
      case Op::kEqual:
        if (a.is_text()) return EqualTexts(a, b);
        return Each(std::move(a), b, [](double x, double y) { return x == y; });
      case Op::kLess:
        return Each(std::move(a), b, [](double x, double y) { return x < y; });
      case Op::kLessEqual:
        return Each(std::move(a), b, [](double x, double y) { return x <= y; });
      case Op::kOr:
        return Logic<true>(std::move(a), b);
      case Op::kAnd:
        return Logic<false>(std::move(a), b);
      case Op::kAdd:
        return Each(std::move(a), b, [](double x, double y) { return x + y; });
      case Op::kSubtract:
        return Each(std::move(a), b, [](double x, double y) { return x - y; });
      case Op::kMultiply:
        return Each(std::move(a), b, [](double x, double y) { return x * y; });
      case Op::kFloorDivide:
        return Each(std::move(a), b, [](double x, double y) { return std::floor(x / y); });
      case Op::kUnitsBetween: {
        const double unit = node.number;
        return Each(std::move(a), b, [unit](double x, double y) {
          return std::floor(y / unit) - std::floor(x / unit);
        });
      }
      default:
        break;
    }
    for (size_t i = 0; i < n_; ++i) Combine(node.op, i, b, &a);
    return a;
  }

  // What looks at nulls as such.
  static void Combine(Op op, size_t i, const Values& b, Values* a) {
    const bool known = a->valid[i] != 0, other_known = b.valid[i] != 0;
    const double x = a->numbers[i], y = b.numbers[i];
    bool valid = known && other_known;
    double value = 0;
    if (op == Op::kCoalesce) {
      value = known ? x : y;
      valid = known || other_known;
    } else {
      value = known == other_known && (!known || x == y) ? 1 : 0;
      valid = true;
    }
    a->numbers[i] = value;
    a->valid[i] = valid ? 1 : 0;
  }

  const TableDecl& decl_;
  const arrow::RecordBatch& batch_;
  size_t n_;
};

}  // namespace

Condition::Condition(const TableDecl* decl, std::unique_ptr<ConditionNode> root)
    : decl_(decl), root_(std::move(root)) {}
Condition::Condition(Condition&&) noexcept = default;
Condition& Condition::operator=(Condition&&) noexcept = default;
Condition::~Condition() = default;

arrow::Result<Condition> Condition::Parse(const TableDecl& decl, std::string_view sql) {
  ARROW_ASSIGN_OR_RAISE(auto root, ParseCondition(decl, sql));
  return Condition(&decl, std::move(root));
}

std::vector<uint8_t> Condition::Holds(const arrow::RecordBatch& batch) const {
  Values values = Evaluator(*decl_, batch).Of(*root_);
  for (size_t i = 0; i < values.valid.size(); ++i)
    values.valid[i] &= values.numbers[i] != 0 ? 1 : 0;
  return std::move(values.valid);
}

}  // namespace fauxmart
