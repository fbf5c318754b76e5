// Orders and their lines: amounts to the cent, accounts, campaigns, products and visits.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tables/tables.h"
#include "validate/part_rows.h"

namespace fauxmart {
namespace {

// Of numbers that may be anything: it wraps, and the rule that it is for fails.
int64_t Times(int64_t a, int64_t b) {
  return static_cast<int64_t>(static_cast<uint64_t>(a) * static_cast<uint64_t>(b));
}
int64_t Plus(int64_t a, int64_t b) {
  return static_cast<int64_t>(static_cast<uint64_t>(a) + static_cast<uint64_t>(b));
}

void CheckTarget(PartRows& part, size_t line, size_t order, int64_t product_id) {
  const KeptTable *campaigns = part.shop.Find(kCampaigns), *products = part.shop.Find(kProducts);
  if (campaigns == nullptr || products == nullptr) return;
  size_t cursor = 0;
  const int64_t campaign =
      campaigns->index->Find(part.orders->Numbers("campaign_id")[order], &cursor);
  cursor = 0;
  const int64_t product = products->index->Find(product_id, &cursor);
  if (campaign >= 0 && product >= 0) {
    const auto& targets = part.shop.targets[static_cast<size_t>(campaign)];
    const std::string& category = part.shop.category[static_cast<size_t>(product)];
    if (std::ranges::find(targets, category) != targets.end()) return;
  }
  part.Violated(part.checks.campaign_target, [&] { return RowName(*part.items, line); });
}

void CheckSums(PartRows& part, size_t check, std::string_view column,
               const std::vector<int64_t>& sums) {
  const auto& values = part.orders->Numbers(column);
  part.Examined(check, values.size());
  for (size_t i = 0; i < values.size(); ++i) {
    if (values[i] == sums[i]) continue;
    part.Violated(check, [&] {
      return fmt::format("{}: {} cents, and its lines give {}", RowName(*part.orders, i), values[i],
                         sums[i]);
    });
  }
}

}  // namespace

void CheckOrders(PartRows& part) {
  const auto &subtotal = part.orders->Numbers("subtotal"),
             &discount = part.orders->Numbers("discount"), &tax = part.orders->Numbers("tax"),
             &shipping = part.orders->Numbers("shipping_cost"),
             &times = part.orders->Numbers("order_ts"),
             &customers = part.orders->Numbers("customer_id"),
             &campaigns = part.orders->Numbers("campaign_id");
  const size_t n = part.orders->rows;
  if (const World* world = part.shop.world; world != nullptr) {
    part.Examined(part.checks.tax, n);
    part.Examined(part.checks.shipping, n);
    const auto fee = std::llround(world->orders.shipping_fee * 100),
               free = std::llround(world->orders.free_shipping_from * 100);
    for (size_t i = 0; i < n; ++i) {
      const int64_t right = ShareOf(subtotal[i] - discount[i], world->orders.tax_rate);
      if (tax[i] != right) {
        part.Violated(part.checks.tax, [&] {
          return fmt::format("{}: {} cents and not {}", RowName(*part.orders, i), tax[i], right);
        });
      }
      if (shipping[i] != (subtotal[i] >= free ? 0 : fee)) {
        part.Violated(part.checks.shipping, [&] {
          return fmt::format("{}: {} cents at a subtotal of {}", RowName(*part.orders, i),
                             shipping[i], subtotal[i]);
        });
      }
    }
  }
  if (const KeptTable* kept = part.shop.Find(kCustomers); kept != nullptr) {
    part.Examined(part.checks.account, n);
    const auto& created = kept->rows.Numbers("created_at");
    size_t cursor = 0;
    for (size_t i = 0; i < n; ++i) {
      const int64_t row = kept->index->Find(customers[i], &cursor);
      if (row < 0 || created[static_cast<size_t>(row)] <= times[i]) continue;
      part.Violated(part.checks.account, [&] { return RowName(*part.orders, i); });
    }
  }
  if (const KeptTable* kept = part.shop.Find(kCampaigns); kept != nullptr) {
    part.Examined(part.checks.campaign_window, n);
    const auto &from = kept->rows.Numbers("start_ts"), &to = kept->rows.Numbers("end_ts");
    size_t cursor = 0;
    for (size_t i = 0; i < n; ++i) {
      if (discount[i] == 0) continue;
      const int64_t row = kept->index->Find(campaigns[i], &cursor);
      if (row >= 0 && from[static_cast<size_t>(row)] <= times[i] &&
          times[i] < to[static_cast<size_t>(row)]) {
        continue;
      }
      part.Violated(part.checks.campaign_window, [&] { return RowName(*part.orders, i); });
    }
  }
}

void CheckPrices(PartRows& part) {
  const KeptTable* products = part.shop.Find(kProducts);
  if (products == nullptr) return;
  const auto &prices = products->rows.Numbers("price"), &ids = part.items->Numbers("product_id"),
             &unit = part.items->Numbers("unit_price");
  part.Examined(part.checks.line_price, ids.size());
  size_t cursor = 0;
  for (size_t i = 0; i < ids.size(); ++i) {
    const int64_t row = products->index->Find(ids[i], &cursor);
    if (row < 0 || prices[static_cast<size_t>(row)] == unit[i]) continue;
    part.Violated(part.checks.line_price, [&] {
      return fmt::format("{}: {} cents and not {}", RowName(*part.items, i), unit[i],
                         prices[static_cast<size_t>(row)]);
    });
  }
}

// Lines against their orders: references, sums, numbers, distinct products, campaigns.
void CheckLines(PartRows& part) {
  const size_t n = part.orders->rows;
  const auto &ids = part.items->Numbers("order_id"), &products = part.items->Numbers("product_id"),
             &quantity = part.items->Numbers("quantity"), &unit = part.items->Numbers("unit_price"),
             &off = part.items->Numbers("discount_per_unit");
  std::vector<int64_t> sums(n), discounts(n), lines(n);
  std::vector<std::pair<int64_t, int64_t>> pairs;
  pairs.reserve(ids.size());
  part.line_order.assign(ids.size(), -1);
  const size_t reference = part.ReferenceTo(kOrderItems);
  part.Examined(reference, ids.size());
  size_t cursor = 0;
  for (size_t i = 0; i < ids.size(); ++i) {
    pairs.emplace_back(ids[i], products[i]);
    const int64_t found = part.order_index->Find(ids[i], &cursor);
    if (found < 0) {
      part.NoOrder(reference, *part.items, i, ids[i]);
      continue;
    }
    part.line_order[i] = found;
    const auto order = static_cast<size_t>(found);
    sums[order] = Plus(sums[order], Times(quantity[i], unit[i]));
    discounts[order] = Plus(discounts[order], Times(quantity[i], off[i]));
    ++lines[order];
    if (off[i] != 0) CheckTarget(part, i, order, products[i]);
  }
  CheckSums(part, part.checks.subtotal, "subtotal", sums);
  CheckSums(part, part.checks.discount, "discount", discounts);
  part.Examined(part.checks.lines, n);
  for (size_t i = 0; i < n; ++i) {
    if (lines[i] >= 1 && lines[i] <= kMaxLines) continue;
    part.Violated(part.checks.lines,
                  [&] { return fmt::format("{}: {} lines", RowName(*part.orders, i), lines[i]); });
  }
  part.Examined(part.checks.campaign_target, ids.size());
  CheckOnce(part, part.checks.products_differ, std::move(pairs), "order_id", "product_id");
}

void CheckSessions(PartRows& part) {
  const auto &of_orders = part.orders->Numbers("session_id"),
             &of_carts = part.carts->Numbers("session_id");
  std::vector<std::pair<int64_t, int64_t>> visits;
  visits.reserve(of_orders.size() + of_carts.size());
  for (const int64_t id : of_orders) visits.emplace_back(id, 0);
  for (const int64_t id : of_carts) visits.emplace_back(id, 0);
  // Both rise with time, as a run writes them: then they need no sorting.
  if (std::ranges::is_sorted(of_orders) && std::ranges::is_sorted(of_carts)) {
    std::inplace_merge(visits.begin(), visits.begin() + static_cast<ptrdiff_t>(of_orders.size()),
                       visits.end());
  }
  CheckOnce(part, part.checks.sessions, std::move(visits), "session_id", "place");
}

}  // namespace fauxmart
