// All tables, in the order of the dataset. Each is declared in a file of its own name.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tables/declaration.h"
#include "tables/table_buffer.h"
#include "world/world.h"

namespace fauxmart {

extern const TableDecl kCustomers, kSuppliers, kProducts, kCampaigns, kOrders, kOrderItems,
    kSupportTickets, kCartAbandonment, kReturns, kSystemMetrics, kIncidents, kIncidentLabels;

// The order is that of the documentation and the manifest.
std::span<const TableDecl* const> AllTables();

// A table's place in AllTables().
int32_t TableIndex(const TableDecl& decl);

// Null if there is no such table.
const TableDecl* FindTable(std::string_view name);

// The folder of a table inside a dataset: its name, under truth/ for the truth.
std::string TableFolder(const TableDecl& decl);

// An empty buffer whose categories have the world's vocabularies.
TableBuffer MakeBuffer(const TableDecl& decl, const World& world,
                       const std::shared_ptr<const Names>& skus);

}  // namespace fauxmart
