#include "validate/statistics.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "base/time.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

using nlohmann::json;

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
  const std::pair<const char*, double> rates[] = {
      {"rate.payment_failure", Ratio(total.failed, total.online)},
      {"rate.late", Ratio(total.late, total.orders)},
      {"rate.tickets", Ratio(total.tickets, total.orders)},
      {"rate.abandonment", Ratio(total.carts, total.carts + total.orders)}};
  const size_t check = plan->shop.counts;
  const auto expect = [&](const char* name, double right) {
    const auto value = NumberAt(manifest, json::json_pointer("/statistics/measured") / name);
    if (!value) return plan->list.Skip(check, "the manifest has no statistics");
    findings->Examined(check, 1);
    if (std::abs(*value - right) <= 1e-12 * right) return;
    findings->Violated(check, [&] {
      return fmt::format("{}: {} in the manifest, {} by the rows", name, *value, right);
    });
  };
  for (const auto& [name, right] : counts) expect(name, static_cast<double>(right));
  for (const auto& [name, right] : rates) expect(name, right);
}

void CheckPlan(const ExpectedHours& hours, const Measured& measured, const PlanOfChecks& plan,
               Findings* findings) {
  const size_t check = plan.shop.planned;
  if (plan.list.Skipped(check)) return;
  const PlannedHours& planned = hours.plan();
  for (size_t h = 0; h < planned.hours.size(); ++h) {
    const int64_t at = planned.first + static_cast<int64_t>(h);
    const PlannedHour& hour = planned.hours[h];
    const HourTally tally = TallyAt(measured.hours, at);
    const auto rates = hours.At(at);
    findings->Examined(check, 1);
    // Who finds the stock gone leaves a cart and no order.
    const auto is = [](int64_t count, double right) { return static_cast<double>(count) == right; };
    const bool all = tally.lost == 0 && rates != nullptr;
    const bool right = rates != nullptr &&
                       (!rates->exact_orders || is(tally.orders + tally.lost, hour.orders)) &&
                       (!rates->exact_carts || is(tally.carts - tally.lost, hour.carts)) &&
                       (!all || !rates->exact_late || is(tally.late, hour.late)) &&
                       (!all || !rates->exact_tickets || is(tally.tickets, hour.tickets));
    if (right) continue;
    findings->Violated(check, [&] {
      return fmt::format(
          "hour {}: {} orders, {} late, {} tickets, {} carts; planned {}, {}, {}, {}", h,
          tally.orders + tally.lost, tally.late, tally.tickets, tally.carts - tally.lost,
          hour.orders, hour.late, hour.tickets, hour.carts);
    });
  }
  for (const auto& [hour, tally] : measured.hours) {
    if (planned.At(hour) != nullptr) continue;
    findings->Violated(check, [&] {
      return fmt::format("{}: the plan has no such hour", FormatTime(hour * kMicrosPerHour));
    });
  }
}

void CheckRates(const RateTallies& rates, const World& world, const PlanOfChecks& plan,
                Findings* findings) {
  for (size_t r = 0; r < kRates; ++r) {
    if (plan.list.Skipped(plan.rates[r])) continue;
    for (Comparison& figure : rates.Compare(static_cast<Rate>(r), world)) {
      findings->Compared(plan.rates[r], std::move(figure));
    }
  }
}

}  // namespace fauxmart
