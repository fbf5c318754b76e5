// The world's rules in the form the row loops use: thresholds, whole cents, parts per million.
#pragma once

#include <cstdint>
#include <vector>

#include "base/choice.h"
#include "plan/customers.h"
#include "world/world.h"

namespace fauxmart {

struct Rules {
  // Who comes, and how (rows by cohort).
  Thresholds cohorts, channels, payments, contacts;
  std::vector<uint8_t> online;  // by payment type
  Thresholds warehouses;        // row: region

  // What is bought and what becomes of it.
  Thresholds items, quantities, failure_reasons, expected_days;
  int64_t tax_ppm = 0, shipping_cents = 0, free_shipping_cents = 0, refund_ppm = 0;

  // Tickets.
  Chance named, resolved, csat_answered;
  Thresholds categories;     // row: AnchorState
  Thresholds subcategories;  // row: ticket category
  Thresholds severities, languages, escalations;
  Thresholds csat;           // row 0 on time, row 1 SLA breached
  double first_response_mu = 0;  // of the share of the SLA
  uint32_t ticket_id_keys[2] = {};

  // Abandoned carts and returns.
  Chance known;
  Thresholds stages, reasons;  // reasons: row by stage
  Chance returned, processed;
  Thresholds return_reasons;   // row: product category
};

Rules MakeRules(const World& world, const CustomerBase& customers, uint64_t seed);

// amount x ppm / 10^6 for amount >= 0, rounded half up.
inline int64_t PartsPerMillion(int64_t amount, int64_t ppm) {
  return (amount * ppm + 500'000) / 1'000'000;
}

}  // namespace fauxmart
