#include "tables/rules.h"

#include <cmath>

#include "base/philox.h"
#include "base/portable_math.h"
#include "plan/streams.h"

namespace fauxmart {
namespace {

template <typename Items, typename Member>
std::vector<Shares> Rows(const Items& items, Member member) {
  std::vector<Shares> rows;
  for (const auto& item : items) rows.push_back(item.*member);
  return rows;
}

int64_t Scaled(double value, double scale) {
  return static_cast<int64_t>(std::floor(value * scale + 0.5));
}

}  // namespace

Rules MakeRules(const World& world, const CustomerBase& customers, uint64_t seed) {
  Rules rules;
  const auto& cohorts = world.customers.cohorts;
  rules.cohorts = Thresholds(customers.cohort_shares);
  rules.channels = Thresholds(Rows(cohorts, &Cohort::channels));
  rules.payments = Thresholds(Rows(cohorts, &Cohort::payments));
  rules.contacts = Thresholds(Rows(cohorts, &Cohort::contact));
  for (const PaymentType& type : world.payment_types) rules.online.push_back(type.online ? 1 : 0);
  rules.warehouses = Thresholds(Rows(world.customers.regions, &Region::warehouses));

  const OrderRules& orders = world.orders;
  rules.items = Thresholds(orders.items);
  rules.quantities = Thresholds(orders.quantities);
  rules.failure_reasons = Thresholds(orders.failure_reasons.shares);
  rules.expected_days = Thresholds(orders.expected_days);
  rules.tax_ppm = Scaled(orders.tax_rate, 1e6);
  rules.shipping_cents = Scaled(orders.shipping_fee, 100);
  rules.free_shipping_cents = Scaled(orders.free_shipping_from, 100);

  const TicketRules& tickets = world.tickets;
  rules.named = Chance(tickets.named_share);
  rules.resolved = Chance(tickets.resolved_share);
  rules.csat_answered = Chance(tickets.csat_answer_share);
  rules.categories = Thresholds(
      std::vector<Shares>(tickets.category_shares.begin(), tickets.category_shares.end()));
  rules.subcategories = Thresholds(tickets.subcategory_shares);
  Shares severities;
  for (const Severity& severity : tickets.severities) severities.push_back(severity.share);
  rules.severities = Thresholds(severities);
  rules.languages = Thresholds(tickets.languages.shares);
  rules.escalations = Thresholds(tickets.escalations);
  rules.csat = Thresholds(std::vector{tickets.csat_on_time, tickets.csat_breached});
  rules.first_response_mu = Log(tickets.first_response_median_sla_share);
  const Philox4 keys = Draw(seed, kStreamTicketIds, 0);
  rules.ticket_id_keys[0] = keys.word[0];
  rules.ticket_id_keys[1] = keys.word[1];

  rules.known = Chance(world.abandonment.known_share);
  rules.stages = Thresholds(world.abandonment.stages.shares);
  rules.reasons = Thresholds(world.abandonment.reason_shares);
  rules.returned = Chance(world.returns.rate);
  rules.processed = Chance(world.returns.processed_share);
  rules.refund_ppm = Scaled(world.returns.refund_share, 1e6);
  rules.return_reasons = Thresholds(Rows(world.products.categories, &Category::return_reasons));
  return rules;
}

}  // namespace fauxmart
