// Which checks there are: one after the other, as they are reported.
#pragma once

#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/dataset_reader.h"
#include "validate/condition.h"
#include "validate/findings.h"
#include "validate/rate_checks.h"
#include "world/world.h"

namespace fauxmart {

// Those of one table, from its declaration.
struct TableChecks {
  size_t readable = 0, digest = 0, key = 0;
  size_t order = 0;  // tables that are sorted in time only
  std::vector<std::pair<size_t, Condition>> rules;
  std::vector<std::pair<size_t, size_t>> references;  // column, check
};

// Those across tables, and of rows against the world's numbers.
struct ShopChecks {
  size_t seal, listed, totals;
  std::optional<size_t> days;  // where parts lie in folders by date
  size_t subtotal, discount, lines, line_price, line_sku, products_differ, campaign_window,
      campaign_target, sessions, account, emails;
  size_t tax, shipping, refund, sla;
  size_t ticket_customer, one_ticket, ticket_time, return_customer, return_line, return_delivered,
      return_time, return_refund, one_return;
  size_t metrics, counts, planned, blocks;
  size_t label_incident, label_row, label_once, label_count, incident_counts;
};

struct PlanOfChecks {
  Checklist list;
  size_t checksums = 0;
  std::map<const TableDecl*, TableChecks> tables;
  ShopChecks shop{};
  std::vector<size_t> rates;  // by Rate
  std::vector<std::vector<const TableDecl*>> needs;  // by check: without these it is not made
};

// What cannot be checked is in the list as skipped, with the reason.
arrow::Result<PlanOfChecks> MakePlanOfChecks(const Dataset& dataset, const Expected& expected,
                                             const PlannedHours& planned);

}  // namespace fauxmart
