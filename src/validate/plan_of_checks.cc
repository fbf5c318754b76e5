#include "validate/plan_of_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "engine/dataset_layout.h"
#include "tables/tables.h"
#include "validate/block_checks.h"
#include "world/numbers.h"

namespace fauxmart {
namespace {

using arrow::Status;

Status AddTable(const Dataset& dataset, const TableDecl& decl, PlanOfChecks* plan) {
  Checklist& list = plan->list;
  TableChecks& checks = plan->tables[&decl];
  checks.readable =
      list.Add("schema", decl.name, "Columns, types, nulls and row counts are as declared.");
  checks.digest =
      list.Add("schema", decl.name, "The content digest of every part is that of its rows.");
  if (!decl.key.empty()) {
    checks.key = list.Add("key", decl.name, fmt::format("{} is unique.", decl.key));
  }
  if (!decl.order_by.empty()) {
    checks.order =
        list.Add("rule", decl.name, fmt::format("Rows stand in the order of {}.", decl.order_by));
  }
  for (size_t c = 0; c < decl.columns.size(); ++c) {
    const std::string_view target = decl.columns[c].references;
    if (target.empty()) continue;
    const std::string_view parent = target.substr(0, target.find('.'));
    const size_t check =
        list.Add("reference", decl.name,
                 fmt::format("{} leads to a row of {}.", decl.columns[c].name, parent));
    if (dataset.Find(*FindTable(parent)) == nullptr) {
      list.Skip(check, fmt::format("{} was not written", parent));
    }
    checks.references.emplace_back(c, check);
  }
  for (const RowRule& rule : decl.rules) {
    ARROW_ASSIGN_OR_RAISE(Condition condition, Condition::Parse(decl, rule.sql));
    checks.rules.emplace_back(list.Add("rule", decl.name, rule.words), std::move(condition));
  }
  plan->needs.resize(list.size());
  for (size_t check = checks.readable + 1; check < list.size(); ++check) {
    plan->needs[check] = {&decl};
  }
  return Status::OK();
}

bool LiesByDate(const Dataset& dataset) {
  return std::ranges::any_of(dataset.tables, [](const DatasetTable& table) {
    return std::ranges::any_of(
        table.parts, [](const DatasetPart& part) { return !DateFolderOf(part.path).empty(); });
  });
}

// Effects can move what is checked against one number of the world.
void SkipMovedNumbers(const Expected& expected, const ShopChecks& shop, Checklist* list) {
  const auto skip = [&](size_t check, std::initializer_list<std::string_view> paths) {
    const std::string who = WhoDisturbs(expected, [&](const Effect& effect) {
      if (effect.lever != Lever::kNumber) return false;
      const std::string_view moved = AllNumbers()[static_cast<size_t>(effect.number.index)].path;
      return std::ranges::find(paths, moved) != paths.end();
    });
    if (!who.empty()) list->Skip(check, fmt::format("the effect {} moves it", who));
  };
  skip(shop.tax, {"orders.tax_rate"});
  skip(shop.shipping, {"orders.shipping_fee", "orders.free_shipping_from"});
  skip(shop.refund, {"returns.refund_share"});
  const std::string who =
      WhoDisturbs(expected, [](const Effect& effect) { return effect.lever == Lever::kPrice; });
  if (!who.empty()) list->Skip(shop.line_price, fmt::format("the effect {} moves prices", who));
}

}  // namespace

arrow::Result<PlanOfChecks> MakePlanOfChecks(const Dataset& dataset, const Expected& expected,
                                             const PlannedHours& planned) {
  PlanOfChecks plan;
  Checklist& list = plan.list;
  ShopChecks& shop = plan.shop;
  plan.checksums =
      list.Add("files", "all", "Every file has the size and checksum of the manifest.");
  shop.listed = list.Add("files", "all", "Nothing lies in a table's folder that is not listed.");
  shop.totals =
      list.Add("files", "manifest.json", "Rows, bytes and digest of a table are its files'.");
  shop.seal = list.Add("files", "truth.json", "It is the truth that the manifest was sealed with.");
  if (LiesByDate(dataset)) {
    shop.days = list.Add("files", "all", "Rows lie in the folder of their day.");
    if (dataset.Find(kOrders) == nullptr && dataset.Find(kCartAbandonment) == nullptr) {
      list.Skip(*shop.days, "neither orders nor cart_abandonment was written");
    }
  }
  for (const TableDecl* decl : AllTables()) {
    if (dataset.Find(*decl) != nullptr) ARROW_RETURN_NOT_OK(AddTable(dataset, *decl, &plan));
  }

  // Checks that need tables are skipped where one was not written.
  const auto add = [&](std::string_view group, std::string_view table, std::string_view words,
                       const std::vector<const TableDecl*>& needs, bool needs_world = false) {
    const size_t check = list.Add(group, table, words);
    plan.needs.resize(list.size());
    plan.needs[check] = needs;
    for (const TableDecl* need : needs) {
      if (dataset.Find(*need) == nullptr) {
        list.Skip(check, fmt::format("{} was not written", need->name));
      }
    }
    if (needs_world && !expected.known()) list.Skip(check, expected.no_world);
    return check;
  };
  const auto *o = &kOrders, *i = &kOrderItems, *p = &kProducts, *c = &kCampaigns, *r = &kReturns,
             *t = &kSupportTickets, *a = &kCartAbandonment, *u = &kCustomers;
  const char* id = "identity";
  shop.subtotal = add(id, "orders", "The subtotal is the sum of its lines.", {o, i});
  shop.discount = add(id, "orders", "The discount is the sum of its lines'.", {o, i});
  shop.lines = add(id, "orders", "It has 1 to 5 lines.", {o, i});
  shop.products_differ =
      add(id, "order_items", "An order's lines are of distinct products.", {o, i});
  shop.line_price = add(id, "order_items", "The price is the product's.", {i, p});
  shop.line_sku = add(id, "order_items", "The sku is the product's.", {i, p});
  shop.campaign_window =
      add(id, "orders", "A discount is given inside its campaign's window only.", {o, c});
  shop.campaign_target = add(
      id, "order_items", "A discount is given on its campaign's categories only.", {o, i, c, p});
  shop.sessions =
      add(id, "orders", "No visit ends twice, in orders or in abandoned carts.", {o, a});
  shop.account = add(id, "orders", "Nobody orders before they have an account.", {o, u});
  shop.emails = add(id, "customers", "email is unique.", {u});
  shop.tax = add(id, "orders", "The tax is the world's rate of subtotal - discount.", {o}, true);
  shop.shipping = add(id, "orders", "Shipping costs what the world says.", {o}, true);
  shop.sla = add(id, "support_tickets",
                 "The SLA is broken by an answer later than the severity allows.", {t}, true);
  shop.ticket_customer = add(id, "support_tickets", "Its order is its customer's.", {o, t});
  shop.one_ticket = add(id, "support_tickets", "At most one names an order.", {t});
  shop.ticket_time = add(id, "support_tickets", "It is written after its order.", {o, t});
  shop.return_delivered = add(id, "returns", "Only what was delivered comes back.", {o, r});
  shop.return_customer = add(id, "returns", "Who returns it is who ordered it.", {o, r});
  shop.return_time = add(id, "returns", "It is asked for after delivery.", {o, r});
  shop.return_line = add(id, "returns", "It is of a line of its order.", {i, r});
  shop.return_refund = add(id, "returns", "The refund does not exceed the line's price.", {i, r});
  shop.refund =
      add(id, "returns", "The refund is the world's share of the line's price.", {i, r}, true);
  shop.one_return = add(id, "returns", "At most one a line.", {r});
  shop.metrics = add("metric", "system_metrics", "Every metric is what the rows of its hour give.",
                     {&kSystemMetrics, o, i, t, a}, true);
  shop.counts = add("statistic", "manifest.json", "The measured counts are those of the rows.",
                    {o, i, t, a, r}, true);
  shop.planned =
      add("statistic", "truth.json",
          "Hours have the orders, late orders, tickets and carts planned.", {o, t, a}, true);
  if (!planned.missing.empty()) list.Skip(shop.planned, planned.missing);
  for (const RateDecl& rate : AllRates()) {
    plan.rates.push_back(add("statistic", rate.table, rate.words, rate.needs, true));
    if (!expected.known()) continue;
    if (std::string why = WhyNotCompared(rate.rate, expected, planned); !why.empty()) {
      list.Skip(plan.rates.back(), std::move(why));
    }
  }
  shop.blocks =
      add("statistic", "truth.json",
          "Whole blocks of hours move together as the world says, at its rates.", {o, t, a}, true);
  if (expected.known()) {
    if (std::string why = WhyNoBlocks(expected, planned); !why.empty()) {
      list.Skip(shop.blocks, std::move(why));
    }
    SkipMovedNumbers(expected, shop, &list);
  }
  const auto *n = &kIncidents, *l = &kIncidentLabels;
  shop.label_incident = add("truth", "incident_labels", "Its incident was planted.", {n, l});
  shop.label_row = add("truth", "incident_labels", "The row that it names exists.", {l});
  shop.label_once = add("truth", "incident_labels", "No row has two labels of one incident.", {l});
  shop.label_count =
      add("truth", "incidents", "rows_affected is the number of its labels.", {n, l});
  shop.incident_counts =
      add("truth", "incidents", "What there is with it is what there is.", {n, o, t, a, r});
  return plan;
}

}  // namespace fauxmart
