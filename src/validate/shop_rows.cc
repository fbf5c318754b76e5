#include "validate/shop_rows.h"

#include <arrow/array.h>
#include <fmt/format.h>

#include <algorithm>

#include "base/time.h"
#include "output/xxh3.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

void CheckEmails(std::vector<uint64_t> hashes, size_t check, Findings* findings) {
  findings->Examined(check, static_cast<int64_t>(hashes.size()));
  std::ranges::sort(hashes);
  for (size_t i = 1; i < hashes.size(); ++i) {
    if (hashes[i] != hashes[i - 1]) continue;
    findings->Violated(check, [] { return std::string("an address is there twice"); });
  }
}

uint16_t DomainOf(std::string_view email, const World& world) {
  const auto& domains = world.customers.email_domains;
  const std::string_view domain = email.substr(email.find('@') + 1);
  return static_cast<uint16_t>(std::ranges::find(domains, domain) - domains.begin());
}

// Which customers and products there are, in the world's terms, and what follows for the hours.
void KnowWhatToExpect(const Expected& expected, const PlannedHours& planned, ShopRows* shop) {
  const World& world = expected.world;
  const auto& cohorts = world.customers.cohorts;
  const auto& categories = world.products.categories;
  // Without the tables, there is somebody and something of everything.
  std::vector<uint8_t> has_customers(cohorts.size(), 1), has_products(categories.size(), 1);
  if (const KeptTable* kept = shop->Find(kCustomers); kept != nullptr) {
    const Coded cohort(kept->rows, "cohort", NamesOfAll(cohorts)),
        city(kept->rows, "city", NamesOfAll(world.customers.cities));
    has_customers.assign(cohorts.size(), 0);
    for (size_t i = 0; i < kept->rows.rows; ++i) {
      const bool known = city[i] < world.customers.cities.size();
      shop->customers.cohort.push_back(static_cast<uint16_t>(cohort[i]));
      shop->customers.region.push_back(
          static_cast<uint16_t>(known ? world.customers.cities[city[i]].region
                                      : static_cast<int>(world.customers.regions.size())));
      if (cohort[i] < cohorts.size()) has_customers[cohort[i]] = 1;
    }
  }
  if (const KeptTable* kept = shop->Find(kProducts); kept != nullptr) {
    const Coded category(kept->rows, "category", NamesOfAll(categories));
    has_products.assign(categories.size(), 0);
    for (size_t i = 0; i < kept->rows.rows; ++i) {
      shop->product_category.push_back(static_cast<uint16_t>(category[i]));
      if (category[i] < categories.size()) has_products[category[i]] = 1;
    }
  }
  shop->hours = std::make_unique<ExpectedHours>(expected, planned, std::move(has_customers),
                                                std::move(has_products));
}

}  // namespace

const KeptTable* ShopRows::Find(const TableDecl& decl) const {
  const auto found = tables.find(&decl);
  return found == tables.end() ? nullptr : &found->second;
}

void HourTally::Add(const HourTally& other) {
  orders += other.orders;
  online += other.online;
  failed += other.failed;
  late += other.late;
  tickets += other.tickets;
  carts += other.carts;
  lost += other.lost;
  units += other.units;
  returns += other.returns;
}

std::string_view TextAt(const arrow::RecordBatch& batch, std::string_view column, int64_t row) {
  const auto texts = batch.GetColumnByName(std::string(column));
  return static_cast<const arrow::StringArray&>(*texts).GetView(row);
}

std::string RowName(const TableRows& rows, size_t row) {
  const std::string_view key = rows.decl->key;
  if (key.empty()) return fmt::format("row {}", row);
  return fmt::format("{} {}", key, rows.Numbers(key)[row]);
}

std::unique_ptr<TableRows> ReadChecked(const Dataset& dataset, const TableDecl& decl,
                                       const std::vector<DatasetPart>& parts,
                                       const PlanOfChecks& plan, const SeeBatch& see,
                                       Findings* findings,
                                       std::vector<const TableDecl*>* unreadable) {
  const TableChecks& checks = plan.tables.at(&decl);
  const auto see_rows = [&](const arrow::RecordBatch& batch, const TableRows& rows, size_t before) {
    for (const auto& [check, condition] : checks.rules) {
      const std::vector<uint8_t> holds = condition.Holds(batch);
      findings->Examined(check, batch.num_rows());
      for (size_t i = 0; i < holds.size(); ++i) {
        if (holds[i] != 0) continue;
        findings->Violated(check, [&] { return RowName(rows, before + i); });
      }
    }
    if (see) see(batch, rows, before);
  };
  const auto see_digest = [&](const DatasetPart& part, const std::string& digest) {
    findings->Examined(checks.digest, 1);
    if (digest == part.digest) return;
    findings->Violated(checks.digest, [&] {
      return fmt::format("{}: {} and not {}", dataset.PathOf(part), digest, part.digest);
    });
  };
  auto read = ReadRows(dataset, decl, parts, see_rows, see_digest);
  findings->Examined(checks.readable, static_cast<int64_t>(parts.size()));
  if (!read.ok()) {
    findings->Violated(checks.readable, [&] { return read.status().message(); });
    unreadable->push_back(&decl);
    return nullptr;
  }
  auto rows = std::make_unique<TableRows>(std::move(*read));
  if (!decl.order_by.empty()) {
    const std::vector<int64_t>& times = rows->Numbers(decl.order_by);
    findings->Examined(checks.order, static_cast<int64_t>(rows->rows));
    for (size_t i = 1; i < times.size(); ++i) {
      if (times[i - 1] <= times[i]) continue;
      findings->Violated(checks.order, [&] {
        return fmt::format("{}: {} comes after {}", RowName(*rows, i), FormatTime(times[i]),
                           FormatTime(times[i - 1]));
      });
    }
  }
  return rows;
}

void CheckReferences(const TableRows& rows, const PlanOfChecks& plan, const ShopRows& shop,
                     Findings* findings) {
  for (const auto& [column, check] : plan.tables.at(rows.decl).references) {
    const ColumnDecl& decl = rows.decl->columns[column];
    const KeptTable* parent =
        shop.Find(*FindTable(decl.references.substr(0, decl.references.find('.'))));
    if (parent == nullptr) continue;
    const std::vector<int64_t>& ids = rows.numbers[column];
    findings->Examined(check, static_cast<int64_t>(ids.size()));
    size_t cursor = 0;
    for (size_t i = 0; i < ids.size(); ++i) {
      if (decl.nullable && rows.valid[column][i] == 0) continue;
      if (parent->index->Find(ids[i], &cursor) >= 0) continue;
      findings->Violated(check, [&] {
        return fmt::format("{}: there is no {} {}", RowName(rows, i), decl.name, ids[i]);
      });
    }
  }
}

ShopRows ReadShop(const Dataset& dataset, const PlanOfChecks& plan, const Expected& expected,
                  const PlannedHours& planned, Findings* findings,
                  std::vector<const TableDecl*>* unreadable) {
  ShopRows shop;
  if (expected.known()) {
    shop.expected = &expected;
    shop.world = &expected.world;
  }
  std::vector<uint64_t> emails;
  for (const TableDecl* decl :
       {&kCustomers, &kSuppliers, &kProducts, &kCampaigns, &kSystemMetrics, &kIncidents}) {
    const DatasetTable* table = dataset.Find(*decl);
    if (table == nullptr) continue;
    const auto see = [&](const arrow::RecordBatch& batch, const TableRows&, size_t) {
      for (int64_t i = 0; i < batch.num_rows(); ++i) {
        if (decl == &kCustomers) {
          const std::string_view email = TextAt(batch, "email", i);
          emails.push_back(Xxh3Of64(email));
          if (shop.world != nullptr) shop.email_domain.push_back(DomainOf(email, *shop.world));
        }
        if (decl == &kProducts) {
          shop.sku.emplace_back(TextAt(batch, "sku", i));
          shop.category.emplace_back(TextAt(batch, "category", i));
        }
        if (decl == &kSystemMetrics)
          shop.metric_names.emplace_back(TextAt(batch, "metric_name", i));
        if (decl == &kCampaigns) {
          const auto column = batch.GetColumnByName("target_categories");
          const auto& lists = static_cast<const arrow::ListArray&>(*column);
          const auto& words = static_cast<const arrow::StringArray&>(*lists.values());
          auto& names = shop.targets.emplace_back();
          for (int64_t k = lists.value_offset(i); k < lists.value_offset(i + 1); ++k) {
            names.emplace_back(words.GetView(k));
          }
        }
      }
    };
    auto rows = ReadChecked(dataset, *decl, table->parts, plan, see, findings, unreadable);
    if (rows == nullptr) continue;
    KeptTable& kept = shop.tables[decl];
    kept.rows = std::move(*rows);
    kept.index = std::make_unique<KeyIndex>(kept.rows.Numbers(decl->key));
    const size_t check = plan.tables.at(decl).key;
    findings->Examined(check, static_cast<int64_t>(kept.rows.rows));
    for (const size_t row : kept.index->Repeated()) {
      findings->Violated(check, [&] { return RowName(kept.rows, row) + " is there twice"; });
    }
  }
  for (const auto& [decl, kept] : shop.tables) CheckReferences(kept.rows, plan, shop, findings);
  if (shop.Find(kCustomers) != nullptr) CheckEmails(std::move(emails), plan.shop.emails, findings);
  if (expected.known()) KnowWhatToExpect(expected, planned, &shop);
  return shop;
}

}  // namespace fauxmart
