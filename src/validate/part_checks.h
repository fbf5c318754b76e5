// The checks of one part of the fact tables: the same hours in every one of them, so that the rows
// of a part refer to each other and to dimensions only.
#pragma once

#include <map>
#include <utility>
#include <vector>

#include "validate/rate_tallies.h"
#include "validate/shop_rows.h"

namespace fauxmart {

struct PartTask {
  int64_t number = 0;
  std::map<const TableDecl*, DatasetPart> parts;
};

struct CheckedPart {
  explicit CheckedPart(Findings empty) : findings(std::move(empty)) {}
  Findings findings;
  HourTallies hours;
  RateTallies rates;  // empty where nothing is known to expect
  int64_t rows = 0;
  std::map<int64_t, int64_t> labels;  // by incident
  // Lowest and highest key, visit (under null) and time, for what must hold between parts.
  std::map<const TableDecl*, std::pair<int64_t, int64_t>> keys, times;
  std::vector<const TableDecl*> unreadable;
};

// `dataset`, `plan` and `shop` are only read; `empty` has no findings.
CheckedPart CheckPart(const Dataset& dataset, const PlanOfChecks& plan, const ShopRows& shop,
                      const PartTask& task, Findings empty);

}  // namespace fauxmart
