// What comes of orders: tickets, returns, and the labels of incidents.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <tuple>

#include "tables/tables.h"
#include "validate/part_rows.h"

namespace fauxmart {
namespace {

void CheckReturnOrders(PartRows& part, const std::vector<int64_t>& ids) {
  const auto &customers = part.returns->Numbers("customer_id"),
             &asked = part.returns->Numbers("return_ts"),
             &came = part.orders->Numbers("actual_delivery_ts");
  const auto& delivered = part.orders->Valid("actual_delivery_ts");
  const size_t reference = part.ReferenceTo(kReturns);
  for (const size_t check : {reference, part.checks.return_delivered, part.checks.return_customer,
                             part.checks.return_time}) {
    part.Examined(check, ids.size());
  }
  size_t cursor = 0;
  for (size_t i = 0; i < ids.size(); ++i) {
    const int64_t found = part.order_index->Find(ids[i], &cursor);
    if (found < 0) {
      part.NoOrder(reference, *part.returns, i, ids[i]);
      continue;
    }
    const auto order = static_cast<size_t>(found);
    ++part.result->hours[HourOf(part.orders->Numbers("order_ts")[order])].returns;
    const auto name = [&] { return RowName(*part.returns, i); };
    if (delivered[order] == 0) part.Violated(part.checks.return_delivered, name);
    if (part.orders->Numbers("customer_id")[order] != customers[i]) {
      part.Violated(part.checks.return_customer, name);
    }
    if (delivered[order] != 0 && asked[i] <= came[order])
      part.Violated(part.checks.return_time, name);
  }
}

void CheckReturnLines(PartRows& part, const std::vector<std::pair<int64_t, int64_t>>& lines) {
  const auto &ids = part.items->Numbers("order_id"), &products = part.items->Numbers("product_id"),
             &paid = part.items->Numbers("total_price"),
             &refund = part.returns->Numbers("refund_amount");
  const KeyIndex index(ids);
  const bool grouped = std::ranges::is_sorted(ids);
  std::map<std::pair<int64_t, int64_t>, size_t> by_line;  // only if lines are not in order
  if (!grouped) {
    for (size_t i = 0; i < ids.size(); ++i) by_line.emplace(std::pair(ids[i], products[i]), i);
  }
  for (const size_t check :
       {part.checks.return_line, part.checks.return_refund, part.checks.refund}) {
    part.Examined(check, lines.size());
  }
  size_t cursor = 0;
  for (size_t i = 0; i < lines.size(); ++i) {
    int64_t line = -1;
    if (grouped) {
      const int64_t first = index.Find(lines[i].first, &cursor);
      for (int64_t k = first; k >= 0 && static_cast<size_t>(k) < ids.size() &&
                              ids[static_cast<size_t>(k)] == lines[i].first;
           ++k) {
        if (products[static_cast<size_t>(k)] == lines[i].second) line = k;
      }
    } else if (const auto found = by_line.find(lines[i]); found != by_line.end()) {
      line = static_cast<int64_t>(found->second);
    }
    if (line < 0) {
      part.Violated(part.checks.return_line, [&] { return RowName(*part.returns, i); });
      continue;
    }
    const int64_t price = paid[static_cast<size_t>(line)];
    const auto words = [&] {
      return fmt::format("{}: {} cents of {}", RowName(*part.returns, i), refund[i], price);
    };
    if (refund[i] > price) part.Violated(part.checks.return_refund, words);
    if (part.shop.world != nullptr &&
        refund[i] != ShareOf(price, part.shop.world->returns.refund_share)) {
      part.Violated(part.checks.refund, words);
    }
  }
}

}  // namespace

void CheckTickets(PartRows& part) {
  const auto &ids = part.tickets->Numbers("order_id"),
             &customers = part.tickets->Numbers("customer_id"),
             &written = part.tickets->Numbers("created_ts");
  const auto& named = part.tickets->Valid("order_id");
  std::vector<std::pair<int64_t, int64_t>> orders;
  const size_t reference = part.ReferenceTo(kSupportTickets);
  size_t cursor = 0;
  for (size_t i = 0; i < ids.size(); ++i) {
    int64_t hour = HourOf(written[i]);
    if (named[i] != 0) {
      orders.emplace_back(ids[i], 0);
      const int64_t found = part.orders ? part.order_index->Find(ids[i], &cursor) : -1;
      if (found < 0) {
        if (part.orders) part.NoOrder(reference, *part.tickets, i, ids[i]);
      } else {
        const auto order = static_cast<size_t>(found);
        const int64_t placed = part.orders->Numbers("order_ts")[order];
        hour = HourOf(placed);
        if (part.orders->Numbers("customer_id")[order] != customers[i]) {
          part.Violated(part.checks.ticket_customer, [&] { return RowName(*part.tickets, i); });
        }
        if (written[i] < placed) {
          part.Violated(part.checks.ticket_time, [&] { return RowName(*part.tickets, i); });
        }
      }
    }
    ++part.result->hours[hour].tickets;
  }
  part.Examined(reference, orders.size());
  part.Examined(part.checks.ticket_customer, orders.size());
  part.Examined(part.checks.ticket_time, orders.size());
  CheckOnce(part, part.checks.one_ticket, std::move(orders), "order_id", "place");
}

void CheckReturns(PartRows& part) {
  const auto &ids = part.returns->Numbers("order_id"),
             &products = part.returns->Numbers("product_id");
  std::vector<std::pair<int64_t, int64_t>> lines;
  for (size_t i = 0; i < ids.size(); ++i) lines.emplace_back(ids[i], products[i]);
  if (part.orders) CheckReturnOrders(part, ids);
  if (part.items) CheckReturnLines(part, lines);
  CheckOnce(part, part.checks.one_return, std::move(lines), "order_id", "product_id");
}

void CheckLabels(PartRows& part) {
  const auto &incidents = part.labels->Numbers("incident_id"),
             &rows = part.labels->Numbers("row_id");
  std::map<const TableDecl*, std::unique_ptr<KeyIndex>> parts;
  for (const auto* table : {&part.orders, &part.items, &part.tickets, &part.carts, &part.returns}) {
    if (!*table) continue;
    parts[(*table)->decl] = std::make_unique<KeyIndex>((*table)->Numbers((*table)->decl->key));
  }
  const KeptTable* planted = part.shop.Find(kIncidents);
  const std::vector<std::string>& words = part.labels->Words("table_name");
  std::vector<const TableDecl*> tables;  // by word; null: unknown
  for (const std::string& word : words) tables.push_back(FindTable(word));
  const std::vector<uint16_t>& codes = part.labels->Codes("table_name");
  std::vector<std::tuple<int64_t, int64_t, const TableDecl*>> once;
  size_t cursor = 0, incident_cursor = 0;
  part.Examined(part.checks.label_incident, rows.size());
  part.Examined(part.checks.label_row, rows.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    const TableDecl* decl = codes.empty() ? nullptr : tables[codes[i]];
    once.emplace_back(incidents[i], rows[i], decl);
    ++part.result->labels[incidents[i]];
    if (planted != nullptr && planted->index->Find(incidents[i], &incident_cursor) < 0) {
      part.Violated(part.checks.label_incident, [&] {
        return fmt::format("row {}: there is no incident {}", i, incidents[i]);
      });
    }
    const KeyIndex* index = nullptr;
    if (const auto found = parts.find(decl); found != parts.end()) index = found->second.get();
    if (const KeptTable* kept = decl == nullptr ? nullptr : part.shop.Find(*decl);
        kept != nullptr) {
      index = kept->index.get();
    }
    // A table that was not written, or cannot be read, has no rows to look for.
    const bool unknown =
        index == nullptr && decl != nullptr &&
        (part.dataset.Find(*decl) == nullptr || decl->kind != TableKind::kFact ||
         std::ranges::find(part.result->unreadable, decl) != part.result->unreadable.end());
    if (unknown) continue;
    if (index != nullptr && index->Find(rows[i], &cursor) >= 0) continue;
    part.Violated(part.checks.label_row, [&] {
      return fmt::format("label {} of part {}: {} {} is not there", i, part.task.number,
                         decl == nullptr ? "a table unknown" : decl->name, rows[i]);
    });
  }
  CheckOnce(part, part.checks.label_once, std::move(once), "incident_id", "row_id");
}

}  // namespace fauxmart
