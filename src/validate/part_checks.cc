#include "validate/part_checks.h"

#include <arrow/array.h>
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "base/time.h"
#include "tables/tables.h"
#include "validate/part_rows.h"
#include "validate/rate_counts.h"

namespace fauxmart {
namespace {

using Rows = std::unique_ptr<TableRows>;

void CheckKeys(PartRows& part, const TableRows& rows) {
  const std::vector<int64_t>& keys = rows.Numbers(rows.decl->key);
  const size_t check = part.plan.tables.at(rows.decl).key;
  part.Examined(check, keys.size());
  if (keys.empty()) return;
  for (const size_t row : KeyIndex(keys).Repeated()) {
    part.Violated(check, [&] { return RowName(rows, row) + " is there twice"; });
  }
  const auto [low, high] = std::ranges::minmax(keys);
  part.result->keys[rows.decl] = {low, high};
}

// The rows of a table's part with the checks that every table has; null if there is none.
Rows Read(PartRows& part, const TableDecl& decl, const SeeBatch& see) {
  if (part.dataset.Find(decl) == nullptr) return nullptr;
  // Where the others have a part of this number and the table has none, it has no rows there.
  std::vector<DatasetPart> parts;
  const auto found = part.task.parts.find(&decl);
  if (found != part.task.parts.end()) parts.push_back(found->second);
  Rows rows = ReadChecked(part.dataset, decl, parts, part.plan, see, &part.result->findings,
                          &part.result->unreadable);
  if (rows == nullptr) return nullptr;
  part.result->rows += static_cast<int64_t>(rows->rows);
  CheckReferences(*rows, part.plan, part.shop, &part.result->findings);
  if (!decl.key.empty()) CheckKeys(part, *rows);
  if (!decl.order_by.empty() && rows->rows > 0) {
    const auto& times = rows->Numbers(decl.order_by);
    const auto [low, high] = std::ranges::minmax(times);
    part.result->times[&decl] = {low, high};
  }
  return rows;
}

void CheckSla(PartRows& part) {
  const TableRows& rows = *part.tickets;
  part.Examined(part.checks.sla, rows.rows);
  const auto &written = rows.Numbers("created_ts"), &answered = rows.Numbers("first_response_ts"),
             &breached = rows.Numbers("sla_breach");
  const auto& severities = part.shop.world->tickets.severities;
  const Coded severity(rows, "severity", NamesOfAll(severities));
  for (size_t row = 0; row < rows.rows; ++row) {
    const bool known = severity[row] < severities.size();
    const double hours = known ? severities[severity[row]].sla_hours : 0;
    const bool late = static_cast<double>(answered[row]) - static_cast<double>(written[row]) >
                      hours * static_cast<double>(kMicrosPerHour);
    if (known && late == (breached[row] != 0)) continue;
    part.Violated(part.checks.sla, [&] {
      return fmt::format("{}: severity {}", RowName(rows, row),
                         known ? severities[severity[row]].name : "unknown");
    });
  }
}

// Lines' skus, batch by batch: there are as many words as products.
void CheckSkus(PartRows& part, const arrow::RecordBatch& batch, const TableRows& rows,
               size_t before) {
  const KeptTable* products = part.shop.Find(kProducts);
  if (products == nullptr) return;
  const auto column = batch.GetColumnByName("sku");
  const auto& skus = static_cast<const arrow::StringArray&>(*column);
  const auto& ids = rows.Numbers("product_id");
  part.Examined(part.checks.line_sku, static_cast<size_t>(batch.num_rows()));
  size_t cursor = 0;
  for (int64_t i = 0; i < batch.num_rows(); ++i) {
    const size_t row = before + static_cast<size_t>(i);
    const int64_t product = products->index->Find(ids[row], &cursor);
    if (product < 0 || part.shop.sku[static_cast<size_t>(product)] == skus.GetView(i)) continue;
    part.Violated(part.checks.line_sku, [&] {
      return fmt::format("{}: the product's is {}", RowName(rows, row),
                         part.shop.sku[static_cast<size_t>(product)]);
    });
  }
}

void ReadAll(PartRows& part) {
  part.orders = Read(part, kOrders, nullptr);
  part.items = Read(part, kOrderItems,
                    [&](const arrow::RecordBatch& batch, const TableRows& rows, size_t before) {
                      CheckSkus(part, batch, rows, before);
                    });
  part.tickets = Read(part, kSupportTickets, nullptr);
  part.carts = Read(part, kCartAbandonment, nullptr);
  part.returns = Read(part, kReturns, nullptr);
  part.labels = Read(part, kIncidentLabels, nullptr);
}

void Count(PartRows& part) {
  HourTallies& hours = part.result->hours;
  if (part.orders) {
    const auto &times = part.orders->Numbers("order_ts"),
               &late = part.orders->Numbers("is_sla_breach");
    const auto& failed = part.orders->Valid("payment_failure_reason");
    std::vector<PaymentType> types;
    if (part.shop.world != nullptr) types = part.shop.world->payment_types;
    const Coded type(*part.orders, "payment_type", NamesOfAll(types));
    for (size_t i = 0; i < times.size(); ++i) {
      HourTally& hour = hours[HourOf(times[i])];
      ++hour.orders;
      hour.online += type[i] < types.size() && types[type[i]].online ? 1 : 0;
      hour.failed += failed[i];
      hour.late += late[i];
    }
  }
  if (part.orders && part.items) {
    const auto &times = part.orders->Numbers("order_ts"),
               &quantity = part.items->Numbers("quantity");
    for (size_t i = 0; i < quantity.size(); ++i) {
      if (part.line_order[i] < 0) continue;
      hours[HourOf(times[static_cast<size_t>(part.line_order[i])])].units += quantity[i];
    }
  }
  if (part.carts) {
    const auto &times = part.carts->Numbers("abandon_ts"),
               &ids = part.carts->Numbers("abandonment_id");
    for (size_t i = 0; i < times.size(); ++i) {
      HourTally& hour = hours[HourOf(times[i])];
      ++hour.carts;
      hour.lost += IsLostOrder(ids[i]) ? 1 : 0;
    }
  }
}

}  // namespace

CheckedPart CheckPart(const Dataset& dataset, const PlanOfChecks& plan, const ShopRows& shop,
                      const PartTask& task, Findings empty) {
  CheckedPart result(std::move(empty));
  PartRows part{.dataset = dataset,
                .plan = plan,
                .checks = plan.shop,
                .shop = shop,
                .task = task,
                .result = &result};
  ReadAll(part);
  if (part.orders) {
    part.order_index = std::make_unique<KeyIndex>(part.orders->Numbers("order_id"));
    CheckOrders(part);
  }
  if (part.items) CheckPrices(part);
  if (part.orders && part.items) CheckLines(part);
  if (part.orders && part.carts) CheckSessions(part);
  if (part.tickets) CheckTickets(part);
  if (part.tickets && part.shop.world != nullptr) CheckSla(part);
  if (part.returns) CheckReturns(part);
  if (part.labels) CheckLabels(part);
  Count(part);
  CountRates(part);
  return result;
}

}  // namespace fauxmart
