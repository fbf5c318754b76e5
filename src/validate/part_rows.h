// The rows of one part while they are checked, and what its checks share.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "base/time.h"
#include "validate/part_checks.h"

namespace fauxmart {

struct PartRows {
  const Dataset& dataset;
  const PlanOfChecks& plan;
  const ShopChecks& checks;
  const ShopRows& shop;
  const PartTask& task;
  CheckedPart* result;
  // Null where a table was not written or cannot be read.
  std::unique_ptr<TableRows> orders = {}, items = {}, tickets = {}, carts = {}, returns = {},
                             labels = {};
  std::unique_ptr<KeyIndex> order_index = {};  // where there are orders
  std::vector<int64_t> line_order = {};        // the order's row of each line; -1: there is none

  template <typename Row>
  void Violated(size_t check, Row&& row) {
    result->findings.Violated(check, row);
  }
  void Examined(size_t check, size_t rows) {
    result->findings.Examined(check, static_cast<int64_t>(rows));
  }
  // The check that order_id of this table leads to an order.
  size_t ReferenceTo(const TableDecl& child) const {
    for (const auto& [column, check] : plan.tables.at(&child).references) {
      if (child.columns[column].name == "order_id") return check;
    }
    return 0;
  }
  void NoOrder(size_t check, const TableRows& rows, size_t row, int64_t id) {
    Violated(check, [&] {
      return fmt::format("{}: there is no order_id {} in part {}", RowName(rows, row), id,
                         task.number);
    });
  }
};

// A share of an amount of cents, rounded half up.
inline int64_t ShareOf(int64_t cents, double share) {
  const auto ppm = static_cast<int64_t>(std::llround(share * 1e6));
  return (cents * ppm + 500'000) / 1'000'000;
}

inline int64_t HourOf(int64_t micros) {
  return micros / kMicrosPerHour - (micros % kMicrosPerHour < 0 ? 1 : 0);
}

// An order that found nothing left is a cart of the order's own visit, whose number is even.
inline bool IsLostOrder(int64_t abandonment_id) { return abandonment_id % 2 == 0; }

// No two values are the same; a and b name their first two members.
template <typename Tuple>
void CheckOnce(PartRows& part, size_t check, std::vector<Tuple> values, std::string_view a,
               std::string_view b) {
  part.Examined(check, values.size());
  // Rows of an order stand together, so that mostly a few values are to be put in order.
  const auto first = [](const Tuple& value) { return std::get<0>(value); };
  if (std::ranges::is_sorted(values)) {
    // As it should be.
  } else if (std::ranges::is_sorted(values, {}, first)) {
    for (size_t begin = 0, end = 0; begin < values.size(); begin = end) {
      while (end < values.size() && first(values[end]) == first(values[begin])) ++end;
      std::sort(values.begin() + static_cast<ptrdiff_t>(begin),
                values.begin() + static_cast<ptrdiff_t>(end));
    }
  } else {
    std::ranges::sort(values);
  }
  for (size_t i = 1; i < values.size(); ++i) {
    if (values[i] != values[i - 1]) continue;
    part.Violated(check, [&] {
      return fmt::format("{} {}, {} {} is there twice", a, std::get<0>(values[i]), b,
                         std::get<1>(values[i]));
    });
  }
}

// Orders and their lines, in order_checks.cc. Each needs the tables that it names.
void CheckOrders(PartRows& part);
void CheckPrices(PartRows& part);    // items
void CheckLines(PartRows& part);     // orders, items
void CheckSessions(PartRows& part);  // orders, carts

// What comes of orders, in follow_up_checks.cc.
void CheckTickets(PartRows& part);
void CheckReturns(PartRows& part);
void CheckLabels(PartRows& part);

}  // namespace fauxmart
