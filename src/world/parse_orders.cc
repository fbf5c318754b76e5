// What becomes of a session: an order, its payment and delivery, a return, or an abandoned cart.
#include <fmt/format.h>

#include "base/text.h"
#include "world/limits.h"
#include "world/mix.h"
#include "world/parse_sections.h"

namespace fauxmart::internal {

void ReadOrders(Reader& root, World* world) {
  Reader map = root.Map("orders");
  OrderRules& rules = world->orders;
  rules.items = ReadShareList(map, "items", 1, kMaxLines);
  rules.quantities = ReadShareList(map, "quantities", 1, kMaxQuantity);
  rules.payment_failure_rate = map.Number("payment_failure_rate", kShare);
  rules.failure_reasons = ReadMix(map, "failure_reasons");
  {
    Reader statuses = map.Map("statuses");
    rules.delivered = statuses.Number("delivered", kShare);
    rules.shipped = statuses.Number("shipped", kShare);
    rules.processing = statuses.Number("processing", kShare);
    rules.cancelled = statuses.Number("cancelled", kShare);
    CheckSum(statuses, rules.delivered + rules.shipped + rules.processing + rules.cancelled);
  }
  rules.tax_rate = map.Number("tax_rate", kShare);
  rules.shipping_fee = map.Number("shipping_fee", {0, kPrice.high});
  rules.free_shipping_from = map.Number("free_shipping_from", {0, kPrice.high});
  rules.expected_days = ReadShareList(map, "expected_days", 1, kMaxExpectedDays);
  rules.late_rate = map.Number("late_rate", kShare);
  rules.late_hours = ReadWholeRange(map, "late_hours", 1, 8784);
  rules.early_hours = map.Int("early_hours", 0, 23);  // the shortest promise is a day
  rules.lateness_per_load = map.Number("lateness_per_load", {0, 100});
  rules.lateness_cap = map.Number("lateness_cap", {1, 100});
}

void ReadAbandonment(Reader& root, World* world) {
  Reader map = root.Map("abandonment");
  AbandonmentRules& rules = world->abandonment;
  // Of all sessions with a cart; if all of them left, no number of orders would go with it.
  rules.rate = map.Number("rate", {0, 0.99});
  rules.known_share = map.Number("known_share", kShare);
  rules.stages = ReadMix(map, "stages");

  Reader reasons = map.Map("reasons");
  for (const std::string& stage : reasons.Keys()) {
    if (IndexOf(stage, rules.stages.names) < 0) {
      reasons.FailUnknown(stage, "one of the stages", rules.stages.names);
    }
  }
  std::vector<Mix> by_stage;
  for (const std::string& stage : rules.stages.names) {
    by_stage.push_back(ReadMix(reasons, stage));
  }
  // The file's order, whatever the order of the stages.
  for (const std::string& stage : reasons.Keys()) {
    const int index = IndexOf(stage, rules.stages.names);
    if (index >= 0) Unite(by_stage[index].names, &rules.reasons);
  }
  rules.out_of_stock_stage = map.Choice("out_of_stock_stage", rules.stages.names);
  rules.out_of_stock_reason = map.Choice("out_of_stock_reason", rules.reasons);
  if (rules.reasons.size() > kMaxNames) {
    reasons.Fail(fmt::format("too many reasons in all; write at most {}", kMaxNames));
  }
  for (const Mix& mix : by_stage) rules.reason_shares.push_back(Spread(mix, rules.reasons));
}

void ReadReturns(Reader& root, World* world) {
  Reader map = root.Map("returns");
  ReturnRules& rules = world->returns;
  rules.rate = map.Number("rate", kShare);
  rules.wait_days = ReadWholeRange(map, "wait_days", 0, 366);
  rules.refund_share = map.Number("refund_share", kShare);
  rules.processing_days = ReadWholeRange(map, "processing_days", 0, 366);
  rules.processed_share = map.Number("processed_share", kShare);
}

}  // namespace fauxmart::internal
