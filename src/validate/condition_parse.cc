#include <fmt/format.h>

#include <cctype>
#include <charconv>
#include <utility>

#include "validate/condition_node.h"

namespace fauxmart {
namespace {

using arrow::Result;
using arrow::Status;
using Op = ConditionOp;

ConditionNodePtr Node(Op op) {
  auto node = std::make_unique<ConditionNode>();
  node->op = op;
  return node;
}

template <typename... Nodes>
ConditionNodePtr Node(Op op, Nodes... nodes) {
  ConditionNodePtr node = Node(op);
  (node->of.push_back(std::move(nodes)), ...);
  return node;
}

ConditionNodePtr NumberNode(double number) {
  ConditionNodePtr node = Node(Op::kNumber);
  node->number = number;
  return node;
}

// Far beyond any rule of a declaration, and far below what a stack can hold.
constexpr size_t kMostBytes = 1000;
constexpr int kMostOperands = 200;

bool IsText(const ConditionNode& node, const TableDecl& decl) {
  if (node.op != Op::kColumn) return node.op == Op::kText;
  const Type type = decl.columns[node.column].type;
  return type == Type::kText || type == Type::kCategory;
}

// Texts are compared with texts, matched, or asked whether they are null; all else is of numbers.
bool FitsTogether(const ConditionNode& node, const TableDecl& decl) {
  for (const ConditionNodePtr& of : node.of) {
    const bool text = IsText(*of, decl);
    const bool right = node.op == Op::kIsNull    ? true
                       : node.op == Op::kMatches ? text
                       : node.op == Op::kEqual   ? text == IsText(*node.of.front(), decl)
                                                 : !text;
    if (!right || !FitsTogether(*of, decl)) return false;
  }
  return true;
}

// Recursive descent, a method a level of precedence.
class Parser {
 public:
  Parser(const TableDecl& decl, std::string_view sql) : decl_(decl), sql_(sql) {}

  Result<ConditionNodePtr> Whole() {
    if (sql_.size() > kMostBytes) return Status::Invalid(decl_.name, ": a condition is too long");
    ARROW_ASSIGN_OR_RAISE(auto root, Or());
    SkipSpace();
    if (at_ != sql_.size()) return Bad("something is left over");
    if (IsText(*root, decl_) || !FitsTogether(*root, decl_)) {
      return Bad("a text stands where a number belongs, or a number where a text does");
    }
    return root;
  }

 private:
  Status Bad(std::string_view what) const {
    return Status::Invalid(
        fmt::format("{}: condition '{}', at {}: {}", decl_.name, sql_, at_, what));
  }
  void SkipSpace() {
    while (at_ < sql_.size() && sql_[at_] == ' ') ++at_;
  }
  static bool IsWordChar(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
  }
  // Takes a symbol or a whole word, if it is next.
  bool Take(std::string_view token) {
    SkipSpace();
    if (!sql_.substr(at_).starts_with(token)) return false;
    const size_t end = at_ + token.size();
    if (IsWordChar(token.back()) && end < sql_.size() && IsWordChar(sql_[end])) return false;
    at_ = end;
    return true;
  }
  Status Expect(std::string_view token) {
    return Take(token) ? Status::OK() : Bad(fmt::format("expected {}", token));
  }

  Result<ConditionNodePtr> Or() {
    ARROW_ASSIGN_OR_RAISE(auto left, And());
    while (Take("OR")) {
      ARROW_ASSIGN_OR_RAISE(auto right, And());
      left = Node(Op::kOr, std::move(left), std::move(right));
    }
    return left;
  }
  Result<ConditionNodePtr> And() {
    ARROW_ASSIGN_OR_RAISE(auto left, Not());
    while (Take("AND")) {
      ARROW_ASSIGN_OR_RAISE(auto right, Not());
      left = Node(Op::kAnd, std::move(left), std::move(right));
    }
    return left;
  }
  Result<ConditionNodePtr> Not() {
    if (!Take("NOT")) return Compared();
    ARROW_RETURN_NOT_OK(CountOperand());
    ARROW_ASSIGN_OR_RAISE(auto of, Not());
    return Node(Op::kNot, std::move(of));
  }
  Result<ConditionNodePtr> Compared() {
    const size_t begin = at_;
    ARROW_ASSIGN_OR_RAISE(auto left, Sum());
    if (Take("IS")) {
      const bool negated = Take("NOT");
      if (Take("NULL")) {
        auto node = Node(Op::kIsNull, std::move(left));
        return negated ? Node(Op::kNot, std::move(node)) : std::move(node);
      }
      ARROW_RETURN_NOT_OK(Expect("DISTINCT"));
      ARROW_RETURN_NOT_OK(Expect("FROM"));
      ARROW_ASSIGN_OR_RAISE(auto right, Sum());
      auto node = Node(Op::kSame, std::move(left), std::move(right));
      return negated ? std::move(node) : Node(Op::kNot, std::move(node));
    }
    if (Take("BETWEEN")) {
      const size_t after = at_;
      ARROW_ASSIGN_OR_RAISE(auto low, Sum());
      ARROW_RETURN_NOT_OK(Expect("AND"));
      ARROW_ASSIGN_OR_RAISE(auto high, Sum());
      // x BETWEEN a AND b is a <= x AND x <= b: x is read a second time.
      const size_t end = std::exchange(at_, begin);
      ARROW_ASSIGN_OR_RAISE(auto again, Sum());
      at_ = end;
      if (after > end) return Bad("BETWEEN ends before it begins");
      return Node(Op::kAnd, Node(Op::kLessEqual, std::move(low), std::move(left)),
                  Node(Op::kLessEqual, std::move(again), std::move(high)));
    }
    for (const auto& [token, op, swap, negate] :
         {std::tuple{"<>", Op::kEqual, false, true}, std::tuple{"<=", Op::kLessEqual, false, false},
          std::tuple{">=", Op::kLessEqual, true, false}, std::tuple{"=", Op::kEqual, false, false},
          std::tuple{"<", Op::kLess, false, false}, std::tuple{">", Op::kLess, true, false}}) {
      if (!Take(token)) continue;
      ARROW_ASSIGN_OR_RAISE(auto right, Sum());
      if (swap) std::swap(left, right);
      auto node = Node(op, std::move(left), std::move(right));
      return negate ? Node(Op::kNot, std::move(node)) : std::move(node);
    }
    return left;
  }
  Result<ConditionNodePtr> Sum() {
    ARROW_ASSIGN_OR_RAISE(auto left, Product());
    for (;;) {
      const bool plus = Take("+");
      if (!plus && !Take("-")) return left;
      ARROW_ASSIGN_OR_RAISE(auto right, Product());
      left = Node(plus ? Op::kAdd : Op::kSubtract, std::move(left), std::move(right));
    }
  }
  Result<ConditionNodePtr> Product() {
    ARROW_ASSIGN_OR_RAISE(auto left, Primary());
    for (;;) {
      const bool times = Take("*");
      if (!times && !Take("//")) return left;
      ARROW_ASSIGN_OR_RAISE(auto right, Primary());
      left = Node(times ? Op::kMultiply : Op::kFloorDivide, std::move(left), std::move(right));
    }
  }
  // Also of what BETWEEN has read a second time.
  Status CountOperand() {
    return ++operands_ <= kMostOperands ? Status::OK() : Bad("there is too much in it");
  }
  Result<ConditionNodePtr> Primary() {
    ARROW_RETURN_NOT_OK(CountOperand());
    SkipSpace();
    if (Take("(")) {
      ARROW_ASSIGN_OR_RAISE(auto inner, Or());
      ARROW_RETURN_NOT_OK(Expect(")"));
      return inner;
    }
    if (Take("true")) return NumberNode(1);
    if (Take("false")) return NumberNode(0);
    if (Take("CASE")) return Case();
    if (Take("INTERVAL")) return Interval();
    if (at_ < sql_.size() && sql_[at_] == '\'') {
      ConditionNodePtr node = Node(Op::kText);
      ARROW_ASSIGN_OR_RAISE(node->text, Text());
      return node;
    }
    if (at_ < sql_.size() && std::isdigit(static_cast<unsigned char>(sql_[at_])) != 0) {
      return Number();
    }
    return Named();
  }
  Result<ConditionNodePtr> Number() {
    double number = 0;
    const auto [end, error] = std::from_chars(sql_.data() + at_, sql_.data() + sql_.size(), number);
    if (error != std::errc()) return Bad("no number");
    at_ = static_cast<size_t>(end - sql_.data());
    return NumberNode(number);
  }
  Result<std::string> Text() {
    ARROW_RETURN_NOT_OK(Expect("'"));
    const size_t end = sql_.find('\'', at_);
    if (end == std::string_view::npos) return Bad("a text does not end");
    std::string text(sql_.substr(at_, end - at_));
    at_ = end + 1;
    return text;
  }
  Result<ConditionNodePtr> Case() {
    ARROW_RETURN_NOT_OK(Expect("WHEN"));
    ARROW_ASSIGN_OR_RAISE(auto when, Or());
    ARROW_RETURN_NOT_OK(Expect("THEN"));
    ARROW_ASSIGN_OR_RAISE(auto then, Or());
    ARROW_RETURN_NOT_OK(Expect("ELSE"));
    ARROW_ASSIGN_OR_RAISE(auto otherwise, Or());
    ARROW_RETURN_NOT_OK(Expect("END"));
    return Node(Op::kCase, std::move(when), std::move(then), std::move(otherwise));
  }
  Result<ConditionNodePtr> Interval() {
    SkipSpace();
    ARROW_ASSIGN_OR_RAISE(auto node, Number());
    ARROW_RETURN_NOT_OK(Expect("DAY"));
    node->number *= 86'400e6;
    return node;
  }
  Result<ConditionNodePtr> Named() {
    const size_t begin = at_;
    while (at_ < sql_.size() && IsWordChar(sql_[at_])) ++at_;
    const std::string_view name = sql_.substr(begin, at_ - begin);
    if (Take("(")) return Call(name);
    for (size_t c = 0; c < decl_.columns.size(); ++c) {
      if (decl_.columns[c].name != name) continue;
      ConditionNodePtr node = Node(Op::kColumn);
      node->column = c;
      return node;
    }
    at_ = begin;
    return Bad("no column");
  }
  Result<ConditionNodePtr> Call(std::string_view name) {
    ConditionNodePtr node;
    if (name == "date_diff") {
      node = Node(Op::kUnitsBetween);
      ARROW_ASSIGN_OR_RAISE(const std::string unit, Text());
      if (unit != "second" && unit != "microsecond") return Bad("no unit of time");
      node->number = unit == "second" ? 1e6 : 1;
      ARROW_RETURN_NOT_OK(Expect(","));
    } else if (name == "coalesce") {
      node = Node(Op::kCoalesce);
    } else if (name == "regexp_full_match") {
      node = Node(Op::kMatches);
    } else {
      return Bad("no function");
    }
    ARROW_ASSIGN_OR_RAISE(auto first, Or());
    ARROW_RETURN_NOT_OK(Expect(","));
    ARROW_ASSIGN_OR_RAISE(auto second, Or());
    ARROW_RETURN_NOT_OK(Expect(")"));
    if (node->op == Op::kMatches) {
      if (second->op != Op::kText) return Bad("a pattern is a text in quotes");
      try {
        node->pattern = std::regex(second->text, std::regex::ECMAScript | std::regex::optimize);
      } catch (const std::regex_error&) {
        return Bad("no regular expression");
      }
      node->of.push_back(std::move(first));
      return node;
    }
    node->of.push_back(std::move(first));
    node->of.push_back(std::move(second));
    return node;
  }

  const TableDecl& decl_;
  std::string_view sql_;
  size_t at_ = 0;
  int operands_ = 0;
};

}  // namespace

Result<ConditionNodePtr> ParseCondition(const TableDecl& decl, std::string_view sql) {
  return Parser(decl, sql).Whole();
}

}  // namespace fauxmart
