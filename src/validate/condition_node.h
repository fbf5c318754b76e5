// A condition as a tree, between its parser and its evaluator.
#pragma once

#include <arrow/result.h>

#include <memory>
#include <regex>
#include <string>
#include <string_view>
#include <vector>

#include "tables/declaration.h"

namespace fauxmart {

enum class ConditionOp {
  kColumn,
  kNumber,
  kText,
  kOr,
  kAnd,
  kNot,
  kEqual,
  kLess,
  kLessEqual,
  kIsNull,
  kSame,  // IS NOT DISTINCT FROM
  kAdd,
  kSubtract,
  kMultiply,
  kFloorDivide,
  kCoalesce,
  kCase,         // condition, then, otherwise
  kUnitsBetween, // two times, with the unit's microseconds in `number`
  kMatches,
};

struct ConditionNode {
  ConditionOp op = ConditionOp::kNumber;
  size_t column = 0;
  double number = 0;
  std::string text;
  std::regex pattern;  // kMatches
  std::vector<std::unique_ptr<ConditionNode>> of;
};

using ConditionNodePtr = std::unique_ptr<ConditionNode>;

arrow::Result<ConditionNodePtr> ParseCondition(const TableDecl& decl, std::string_view sql);

}  // namespace fauxmart
