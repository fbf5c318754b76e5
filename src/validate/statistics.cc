#include "validate/statistics.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "base/time.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

using nlohmann::json;

// Chances of a false alarm: 6 in 10 million a check.
constexpr double kLimit = 5;

double Ratio(int64_t part, int64_t whole) {
  return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0.0;
}

HourTally TallyAt(const HourTallies& hours, int64_t hour) {
  const auto found = hours.find(hour);
  return found == hours.end() ? HourTally{} : found->second;
}

HourTally Total(const HourTallies& hours) {
  HourTally total;
  for (const auto& [hour, tally] : hours) total.Add(tally);
  return total;
}

// What a metric is by the rows; nothing for those that are no count of rows.
std::optional<double> MetricOf(const std::string& name, const HourTally& tally,
                               const ShopRows& shop) {
  if (name == "orders_per_hour") return static_cast<double>(tally.orders);
  if (name == "support_tickets_per_hour") return static_cast<double>(tally.tickets);
  if (name == "payment_failure_rate") return Ratio(tally.failed, tally.online);
  if (name == "cart_abandonment_rate") return Ratio(tally.carts, tally.carts + tally.orders);
  const KeptTable* products = shop.Find(kProducts);
  if (name == "inventory_turnover" && products != nullptr) {
    return static_cast<double>(tally.units) * shop.world->metrics.turnover_hours /
           (shop.world->products.units_in_stock * static_cast<double>(products->rows.rows));
  }
  return std::nullopt;
}

// The number at a place of a document; nothing if there is none.
std::optional<double> NumberAt(const json& document, const json::json_pointer& place) {
  if (!document.contains(place) || !document[place].is_number()) return std::nullopt;
  return document[place].get<double>();
}

// An array of numbers, by hour.
std::vector<double> Hourly(const json& plan, const char* name) {
  std::vector<double> values;
  if (!plan.is_object() || !plan.contains(name) || !plan[name].is_array()) return values;
  for (const json& value : plan[name])
    values.push_back(value.is_number() ? value.get<double>() : -1);
  return values;
}

}  // namespace

void CheckMetrics(const ShopRows& shop, const PlanOfChecks& plan, const Measured& measured,
                  Findings* findings) {
  const KeptTable* metrics = shop.Find(kSystemMetrics);
  if (metrics == nullptr || plan.list.Skipped(plan.shop.metrics)) return;
  const auto& times = metrics->rows.Numbers("timestamp");
  const auto& values = metrics->rows.Reals("metric_value");
  for (size_t i = 0; i < times.size(); ++i) {
    const HourTally tally = TallyAt(measured.hours, times[i] / kMicrosPerHour);
    const std::optional<double> right = MetricOf(shop.metric_names[i], tally, shop);
    if (!right) continue;
    findings->Examined(plan.shop.metrics, 1);
    if (std::abs(values[i] - *right) <= 1e-9 * (1 + std::abs(*right))) continue;
    findings->Violated(plan.shop.metrics, [&] {
      return fmt::format("{}: {} of {} is {}, and its rows give {}", RowName(metrics->rows, i),
                         shop.metric_names[i], FormatTime(times[i]), values[i], *right);
    });
  }
}

void CheckIncidents(const ShopRows& shop, const PlanOfChecks& plan, const Measured& measured,
                    Findings* findings) {
  const KeptTable* incidents = shop.Find(kIncidents);
  if (incidents == nullptr) return;
  const HourTally total = Total(measured.hours);
  const TableRows& rows = incidents->rows;
  const std::pair<const char*, int64_t> counts[] = {
      {"orders_with", total.orders},           {"tickets_with", total.tickets},
      {"abandonments_with", total.carts},      {"late_orders_with", total.late},
      {"payment_failures_with", total.failed}, {"returns_with", total.returns}};
  for (size_t i = 0; i < rows.rows; ++i) {
    const auto labels = measured.labels.find(rows.Numbers("incident_id")[i]);
    const int64_t labelled = labels == measured.labels.end() ? 0 : labels->second;
    const auto expect = [&](size_t check, const char* column, int64_t right) {
      if (plan.list.Skipped(check)) return;
      findings->Examined(check, 1);
      const int64_t value = rows.Numbers(column)[i];
      if (value == right) return;
      findings->Violated(check, [&] {
        return fmt::format("{}: {} is {}, and the rows give {}", RowName(rows, i), column, value,
                           right);
      });
    };
    expect(plan.shop.label_count, "rows_affected", labelled);
    for (const auto& [column, right] : counts) expect(plan.shop.incident_counts, column, right);
  }
}

void CheckCounts(const json& manifest, const Measured& measured, PlanOfChecks* plan,
                 Findings* findings) {
  const HourTally total = Total(measured.hours);
  const std::pair<const char*, int64_t> counts[] = {
      {"orders", total.orders},    {"online_orders", total.online},
      {"tickets", total.tickets},  {"payment_failures", total.failed},
      {"late_orders", total.late}, {"abandonments", total.carts},
      {"units", total.units},      {"returns", total.returns}};
  const size_t check = plan->shop.counts;
  for (const auto& [name, right] : counts) {
    const auto value = NumberAt(manifest, json::json_pointer("/statistics/measured") / name);
    if (!value) return plan->list.Skip(check, "the manifest has no statistics");
    findings->Examined(check, 1);
    if (*value == static_cast<double>(right)) continue;
    findings->Violated(check, [&] {
      return fmt::format("{}: {} in the manifest, {} by the rows", name, *value, right);
    });
  }
}

void CheckPlan(const json& truth, const Measured& measured, const std::string& no_rates,
               PlanOfChecks* plan, Findings* findings) {
  const ShopChecks& shop = plan->shop;
  const auto skip = [&](const std::string& reason) {
    plan->list.Skip(shop.planned, reason);
    plan->list.Skip(shop.failures, reason);
  };
  if (!truth.is_object() || !truth.contains("plan") ||
      !truth.contains("/resolved/start"_json_pointer)) {
    return skip("there is no truth/truth.json with the plan");
  }
  if (!no_rates.empty()) plan->list.Skip(shop.failures, no_rates);
  const json& planned = truth["plan"];
  const std::vector<double> orders = Hourly(planned, "orders"),
                            carts = Hourly(planned, "abandonments"),
                            tickets = Hourly(planned, "support_tickets"),
                            late = Hourly(planned, "late_orders"), load = Hourly(planned, "load"),
                            failures = Hourly(planned, "payment_failure_rate");
  const json& start = truth["resolved"]["start"];
  const auto from = ParseTime(start.is_string() ? start.get<std::string>() : "");
  const size_t n = orders.size();
  for (const auto* other : {&carts, &tickets, &late, &load, &failures}) {
    if (!from.ok() || other->size() != n) {
      return skip("its plan has not as many hours of everything");
    }
  }
  double expected = 0, variance = 0;
  int64_t failed = 0;
  for (size_t h = 0; h < n; ++h) {
    const HourTally tally =
        TallyAt(measured.hours, *from / kMicrosPerHour + static_cast<int64_t>(h));
    findings->Examined(shop.planned, 1);
    // Who finds the stock gone leaves a cart and no order.
    const auto made = static_cast<double>(tally.orders);
    const bool right = made + static_cast<double>(tally.carts) == orders[h] + carts[h] &&
                       made <= orders[h] &&
                       (!no_rates.empty() || made != orders[h] ||
                        static_cast<double>(tally.tickets) == tickets[h]);
    if (!right) {
      findings->Violated(shop.planned, [&] {
        return fmt::format("hour {}: {} orders, {} carts, {} tickets; planned {}, {}, {}", h,
                           tally.orders, tally.carts, tally.tickets, orders[h], carts[h],
                           tickets[h]);
      });
    }
    // Beyond capacity more orders are late, and those are paid: the rate is that of the others.
    if (load[h] > 1) continue;
    const auto online = static_cast<double>(tally.online);
    expected += online * failures[h];
    variance += online * failures[h] * (1 - failures[h]);
    failed += tally.failed;
    findings->Examined(shop.failures, 1);
  }
  const double spread = std::sqrt(variance);
  const double z = spread > 0 ? (static_cast<double>(failed) - expected) / spread : 0;
  if (std::abs(z) > kLimit) {
    findings->Violated(shop.failures, [&] {
      return fmt::format("{} payments failed, {:.1f} planned: z {:+.1f}", failed, expected, z);
    });
  }
}

}  // namespace fauxmart
