// What every part is checked against: the dimension tables, in memory, and the world's numbers.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "validate/hour_rates.h"
#include "validate/plan_of_checks.h"
#include "validate/table_rows.h"

namespace fauxmart {

// A table that is in memory for the whole run, found by key.
struct KeptTable {
  TableRows rows;
  std::unique_ptr<KeyIndex> index;
};

// By row of customers, places in the world's lists; behind the last: unknown.
struct CustomerFacts {
  std::vector<uint16_t> cohort, region;
};

struct ShopRows {
  std::map<const TableDecl*, KeptTable> tables;  // those that were written and can be read
  std::vector<std::string> sku, category;        // by row of products
  std::vector<std::vector<std::string>> targets;  // by row of campaigns
  std::vector<std::string> metric_names;         // by row of system_metrics
  const World* world = nullptr;                  // null where it is not known
  // Null likewise: what the rates of the rows are to be.
  const Expected* expected = nullptr;
  std::unique_ptr<const ExpectedHours> hours;
  std::vector<uint16_t> email_domain;      // by row of customers, a place in the world's list
  std::vector<uint16_t> product_category;  // by row of products; behind the last: unknown
  CustomerFacts customers;

  const KeptTable* Find(const TableDecl& decl) const;
};

// What the rows of an hour are, counted; hours since 1970. `lost`: carts of orders that found
// nothing left, which are among the carts.
struct HourTally {
  int64_t orders = 0, online = 0, failed = 0, late = 0, tickets = 0, carts = 0, lost = 0, units = 0,
          returns = 0;
  void Add(const HourTally& other);
};
using HourTallies = std::map<int64_t, HourTally>;

// Reads the tables that are not facts, and makes the checks of their own rows.
ShopRows ReadShop(const Dataset& dataset, const PlanOfChecks& plan, const Expected& expected,
                  const PlannedHours& planned, Findings* findings,
                  std::vector<const TableDecl*>* unreadable);

// Reads rows and makes the checks that their table's declaration gives, but for unique keys.
// Nothing if a file of them cannot be read; that is noted, and `unreadable` gets the table.
std::unique_ptr<TableRows> ReadChecked(const Dataset& dataset, const TableDecl& decl,
                                       const std::vector<DatasetPart>& parts,
                                       const PlanOfChecks& plan, const SeeBatch& see,
                                       Findings* findings,
                                       std::vector<const TableDecl*>* unreadable);

// References of a table's rows to kept tables; to orders, in parts, is the caller's business.
void CheckReferences(const TableRows& rows, const PlanOfChecks& plan, const ShopRows& shop,
                     Findings* findings);

// "order_id 4711", as messages name a row.
std::string RowName(const TableRows& rows, size_t row);

// The words of a text column of a batch.
std::string_view TextAt(const arrow::RecordBatch& batch, std::string_view column, int64_t row);

}  // namespace fauxmart
