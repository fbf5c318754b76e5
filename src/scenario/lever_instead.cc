// Paths of the world that no effect changes, and the levers that do what is likely meant.
#include "scenario/levers.h"

namespace fauxmart::internal {
namespace {

struct FixedPath {
  std::string_view pattern;  // * stands for anything, the first that fits counts
  std::string_view instead;
};

constexpr FixedPath kFixedPaths[] = {
    {"channels", "channel"},
    {"acquisition_channels", ""},
    {"contact_channels", "contact"},
    {"payment_types*", "payment_type"},
    {"warehouses", "warehouse"},
    {"arrivals.orders_per_hour", "traffic"},
    {"arrivals.daily_curve*", "traffic"},
    {"arrivals.capacity", "capacity"},
    {"arrivals.process", ""},
    {"correlations*", ""},
    {"customers.count", ""},
    {"customers.history_days", ""},
    {"customers.activity_sigma", ""},
    {"customers.lifetime_value*", ""},
    {"customers.email_domains", ""},
    {"customers.first_names", ""},
    {"customers.last_names", ""},
    {"customers.cohorts.*.share", "cohort"},
    {"customers.cohorts.*.acquisition*", ""},
    {"customers.cohorts.*.price_sensitivity*", ""},
    {"customers.loyalty*", ""},
    {"customers.regions.*.cities*", "traffic, with where: {state: ...}"},
    {"suppliers.*.lead_time_days", "lead_time"},
    {"suppliers.*.reliability", "supply"},
    {"suppliers*", ""},
    {"products.count", ""},
    {"products.popularity_exponent", "demand"},
    {"products.cost_share", ""},
    {"products.price_min", "price"},
    {"products.units_in_stock", "stock"},
    {"products.name_words", ""},
    {"products.categories.*.share", "demand"},
    {"products.categories.*.price*", "price"},
    {"products.categories.*.seasonality", "demand"},
    {"products.categories.*.suppliers*", "supply"},
    {"products.categories.*.sku_prefix", ""},
    {"products.categories.*.subcategories*", ""},
    {"seasons*", "demand"},
    {"orders.statuses*", ""},
    {"orders.early_hours", ""},
    {"tickets.late_share", "ticket_rate"},
    {"tickets.late_category", ""},
    {"tickets.late_subcategory", ""},
    {"tickets.severities.*.share", "severity"},
    {"tickets.severities.*.sla_hours", ""},
    {"tickets.csat_on_time*", ""},
    {"tickets.csat_breached*", ""},
    {"tickets.agents", ""},
    {"tickets.chatbots", ""},
    {"abandonment.rate", "abandonment"},
    {"abandonment.out_of_stock_stage", ""},
    {"abandonment.out_of_stock_reason", ""},
    {"metrics.page_load_seconds.base", "page_load"},
    {"metrics.page_load_seconds.load_factor", "page_load"},
    {"metrics.page_load_seconds.overload_factor", "page_load"},
    {"metrics.turnover_hours", ""},
};

// A * at the end stands for nothing or for what is below; others stand for one name.
bool Fits(std::string_view pattern, std::string_view path) {
  const size_t star = pattern.find('*');
  if (star == std::string_view::npos) return pattern == path;
  if (!path.starts_with(pattern.substr(0, star))) return false;
  const std::string_view rest = pattern.substr(star + 1);
  path.remove_prefix(star);
  if (rest.empty()) return path.empty() || path[0] == '.';
  for (size_t end = 1; end <= path.size(); ++end) {  // a name may hold dots
    if (Fits(rest, path.substr(end))) return true;
  }
  return false;
}

}  // namespace

std::optional<std::string_view> LeverInstead(std::string_view path) {
  for (const FixedPath& fixed : kFixedPaths) {
    if (Fits(fixed.pattern, path)) return fixed.instead;
  }
  return std::nullopt;
}

}  // namespace fauxmart::internal
