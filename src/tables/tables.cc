#include "tables/tables.h"

#include <algorithm>
#include <array>
#include <functional>
#include <map>

#include "base/run_meter.h"
#include "tables/column_names.h"

namespace fauxmart {
namespace {

constexpr std::array kAll = {&kCustomers, &kSuppliers,     &kProducts,       &kCampaigns,
                             &kOrders,    &kOrderItems,    &kSupportTickets, &kCartAbandonment,
                             &kReturns,   &kSystemMetrics, &kIncidents,      &kIncidentLabels};
static_assert(kAll.size() <= kMeteredTables);

template <typename Items>
Names NamesOf(const Items& items) {
  Names names;
  for (const auto& item : items) names.push_back(item.name);
  return names;
}

void AddOnce(Names* names, const std::string& name) {
  if (std::find(names->begin(), names->end(), name) == names->end()) names->push_back(name);
}

Names States(const World& world) {
  Names names;
  for (const City& city : world.customers.cities) AddOnce(&names, city.state);
  return names;
}

Names Countries(const World& world) {
  Names names;
  for (const Supplier& supplier : world.suppliers) AddOnce(&names, supplier.country);
  return names;
}

Names Subcategories(const World& world) {
  Names names;
  for (const Category& category : world.products.categories) {
    for (const Subcategory& sub : category.subcategories) AddOnce(&names, sub.name);
  }
  return names;
}

Names Brands(const World& world) {
  Names names;
  for (const Category& category : world.products.categories) {
    for (const Subcategory& sub : category.subcategories) {
      for (const std::string& brand : sub.brands) AddOnce(&names, brand);
    }
  }
  return names;
}

Names TableNames() {
  Names names;
  for (const TableDecl* decl : kAll) names.emplace_back(decl->name);
  return names;
}

using Source = std::function<Names(const World&)>;

// Names that the program itself gives meaning to (a failed payment, a chatbot), by column.
const std::map<std::string, Names>& OwnNames() {
  static const std::map<std::string, Names> names = {
      {"orders.payment_status", {"paid", "failed", "pending"}},
      {"orders.order_status", {"delivered", "shipped", "processing", "cancelled"}},
      {"support_tickets.agent_type", {"human", "chatbot"}},
      {"returns.return_status", {"processed", "pending"}},
      {"system_metrics.metric_name",
       {"orders_per_hour", "support_tickets_per_hour", "payment_failure_rate",
        "cart_abandonment_rate", "inventory_turnover", "site_load_time"}},
      {"incident_labels.table_name", TableNames()},
      {"incident_labels.change", {"changed", "added"}},
      {"incident_labels.role", {"direct", "downstream"}},
  };
  return names;
}

// Where the other category columns get their names: they are the world's.
const std::map<std::string, Source>& Sources() {
  static const std::map<std::string, Source> sources = {
      {"customers.loyalty_tier", [](const World& w) { return NamesOf(w.customers.loyalty); }},
      {"customers.cohort", [](const World& w) { return NamesOf(w.customers.cohorts); }},
      {"customers.acquisition_channel", [](const World& w) { return w.acquisition_channels; }},
      {"customers.city", [](const World& w) { return NamesOf(w.customers.cities); }},
      {"customers.state", States},
      {"suppliers.country", Countries},
      {"products.category", [](const World& w) { return NamesOf(w.products.categories); }},
      {"products.subcategory", Subcategories},
      {"products.brand", Brands},
      {"products.seasonality_pattern", [](const World& w) { return NamesOf(w.seasons); }},
      {"orders.channel", [](const World& w) { return w.channels; }},
      {"orders.payment_type", [](const World& w) { return NamesOf(w.payment_types); }},
      {"orders.payment_failure_reason",
       [](const World& w) { return w.orders.failure_reasons.names; }},
      {"orders.warehouse_id", [](const World& w) { return w.warehouses; }},
      {"support_tickets.channel", [](const World& w) { return w.contact_channels; }},
      {"support_tickets.language", [](const World& w) { return w.tickets.languages.names; }},
      {"support_tickets.issue_category", [](const World& w) { return w.tickets.categories; }},
      {"support_tickets.issue_subcategory", [](const World& w) { return w.tickets.subcategories; }},
      {"support_tickets.severity", [](const World& w) { return NamesOf(w.tickets.severities); }},
      {"cart_abandonment.abandon_stage", [](const World& w) { return w.abandonment.stages.names; }},
      {"cart_abandonment.abandon_reason", [](const World& w) { return w.abandonment.reasons; }},
      {"cart_abandonment.channel", [](const World& w) { return w.channels; }},
      {"returns.return_reason", [](const World& w) { return w.return_reasons; }},
  };
  return sources;
}

}  // namespace

std::span<const TableDecl* const> AllTables() { return kAll; }

int32_t TableIndex(const TableDecl& decl) {
  return static_cast<int32_t>(std::find(kAll.begin(), kAll.end(), &decl) - kAll.begin());
}

const TableDecl* FindTable(std::string_view name) {
  for (const TableDecl* decl : kAll) {
    if (decl->name == name) return decl;
  }
  return nullptr;
}

std::string TableFolder(const TableDecl& decl) {
  const std::string name(decl.name);
  return decl.kind == TableKind::kTruth ? "truth/" + name : name;
}

Names NamesOfColumn(const TableDecl& decl, const ColumnDecl& column, const World* world) {
  const std::string name = std::string(decl.name) + "." + std::string(column.name);
  if (const auto own = OwnNames().find(name); own != OwnNames().end()) return own->second;
  const auto source = Sources().find(name);
  return world == nullptr || source == Sources().end() ? Names() : source->second(*world);
}

TableBuffer MakeBuffer(const TableDecl& decl, const World& world,
                       const std::shared_ptr<const Names>& skus) {
  std::vector<std::shared_ptr<const Names>> vocabularies;
  for (const ColumnDecl& column : decl.columns) {
    if (column.type != Type::kCategory) {
      vocabularies.push_back(nullptr);
    } else if (column.name == "sku") {
      vocabularies.push_back(skus);
    } else {
      vocabularies.push_back(std::make_shared<const Names>(NamesOfColumn(decl, column, &world)));
    }
  }
  return TableBuffer(decl, vocabularies);
}

}  // namespace fauxmart
