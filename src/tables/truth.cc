#include "tables/truth.h"

#include <algorithm>

#include "plan/levers.h"
#include "tables/append.h"
#include "tables/system_metrics.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

constexpr ColumnDecl kIncidentColumns[] = {
    {"incident_id", Type::kId, false, "", "The incident."},
    {"name", Type::kText, false, "", "Its name."},
    {"kind", Type::kText, false, "", "What kind of incident it is."},
    {"title", Type::kText, false, "", "A headline."},
    {"description", Type::kText, false, "", "What happened."},
    {"root_cause", Type::kText, false, "", "Why it happened."},
    {"start_ts", Type::kTimestamp, false, "UTC", "When it starts."},
    {"end_ts", Type::kTimestamp, false, "UTC", "When its last effect ends."},
    {"first_effect_ts", Type::kTimestamp, false, "UTC", "When it first changes the plan."},
    {"recovered_ts", Type::kTimestamp, false, "UTC", "When the plan is as without it again."},
    {"severity", Type::kText, false, "", "How bad it is."},
    {"levers", Type::kTextList, false, "", "What it acts on."},
    {"filter", Type::kText, false, "", "Where it acts, in canonical text; empty: everywhere."},
    {"rows_affected", Type::kInt64, false, "rows", "Rows it changed or added."},
    {"rows_prevented", Type::kInt64, false, "rows", "Rows that exist only without it."},
    {"orders_with", Type::kInt64, false, "orders", "Orders with it."},
    {"orders_without", Type::kInt64, false, "orders", "Orders in the twin without it."},
    {"tickets_with", Type::kInt64, false, "tickets", "Tickets with it."},
    {"tickets_without", Type::kInt64, false, "tickets", "Tickets in the twin without it."},
    {"abandonments_with", Type::kInt64, false, "carts", "Abandoned carts with it."},
    {"abandonments_without", Type::kInt64, false, "carts", "Abandoned carts in the twin."},
    {"late_orders_with", Type::kInt64, false, "orders", "Late orders with it."},
    {"late_orders_without", Type::kInt64, false, "orders", "Late orders in the twin without it."},
    {"payment_failures_with", Type::kInt64, false, "orders", "Failed payments with it."},
    {"payment_failures_without", Type::kInt64, false, "orders", "Failed payments in the twin."},
    {"returns_with", Type::kInt64, false, "returns", "Returns with it."},
    {"returns_without", Type::kInt64, false, "returns", "Returns in the twin without it."},
};

constexpr RowRule kIncidentRules[] = {
    {"It ends after it starts.", "end_ts > start_ts"},
    {"Its effect ends where it began, or later.", "recovered_ts >= first_effect_ts"},
};

enum : size_t {
  kIncidentId,
  kName,
  kKind,
  kTitle,
  kDescription,
  kRootCause,
  kStart,
  kEnd,
  kFirstEffect,
  kRecovered,
  kSeverity,
  kLevers,
  kFilter,
  kAffected,
  kPrevented,
  kCounts  // from here on: pairs with and without
};
// The counts that an incident is summed up by, in the order of the columns.
constexpr HourCount kSummed[] = {kHourOrders, kHourTickets, kHourCarts,
                                 kHourLate,   kHourFailed,  kHourReturns};
static_assert(std::size(kIncidentColumns) == kCounts + 2 * std::size(kSummed));

constexpr ColumnDecl kLabelColumns[] = {
    {"incident_id", Type::kId, false, "", "The incident.", "incidents.incident_id"},
    {"table_name", Type::kCategory, false, "", "The table of the row."},
    {"row_id", Type::kId, false, "", "The row's primary key."},
    {"change", Type::kCategory, false, "",
     "changed: differs without the incident; added: is not there without it."},
    {"role", Type::kCategory, false, "",
     "direct: the incident acted on the row itself; downstream: only on its parent."},
};

enum : size_t { kLabelIncident, kLabelTable, kLabelRow, kLabelChange, kLabelRole };

void AddOnce(const std::string& text, Names* names) {
  if (text.empty() || std::find(names->begin(), names->end(), text) != names->end()) return;
  names->push_back(text);
}

// First and last hour (the end of it) in which the plan without the incident differs.
std::pair<int64_t, int64_t> EffectSpan(const Shop& shop, const Twin& twin) {
  int64_t first = -1, end = -1;
  for (const HourPlan& hour : shop.plan.hours) {
    if (twin.plan.At(hour.hour) == hour) continue;
    if (first < 0) first = hour.hour;
    end = hour.hour + 1;
  }
  return {first, end};
}

// Labels of campaigns and metrics, which no chunk makes: calls `label(table, row, added, role)`.
template <typename Fn>
void ForLastLabels(const Shop& shop, const Counters& counters, size_t t, const Fn& label) {
  const Twin& twin = shop.twins[t];
  const bool first = counters.first_hour == shop.setup.first_hour;
  for (size_t c = 0; first && c < shop.scenario.campaigns.size(); ++c) {
    if (shop.scenario.campaigns[c].incident == twin.incident) {
      label(kCampaigns, static_cast<uint64_t>(c) + 1, true, false);
    }
  }
  for (size_t at = 0; at < counters.hours.size(); ++at) {
    const HourPlan& hour = shop.plan.At(counters.first_hour + static_cast<int64_t>(at));
    const HourPlan& other = twin.plan.At(hour.hour);
    if (other == hour) continue;
    HourCounts counts = counters.hours[at];
    const HourMetrics mine = MetricsOf(shop, hour, counts);
    for (size_t c = 0; c < kHourCounts; ++c) counts[c] += counters.twins[t].difference[at][c];
    const HourMetrics theirs = MetricsOf(shop, other, counts);
    for (size_t metric = 0; metric < kMetrics; ++metric) {
      if (mine.values[metric] == theirs.values[metric] && mine.campaign_id == theirs.campaign_id) {
        continue;
      }
      // Page load is a metric of the hour itself; all others are sums of rows.
      const bool own = metric == kLoadTime && (hour.page_load != other.page_load ||
                                               hour.page_load_noise != other.page_load_noise);
      label(kSystemMetrics, static_cast<uint64_t>(MetricId(hour.hour, metric)), false, !own);
    }
  }
}

}  // namespace

int64_t AffectedRows(const Shop& shop, const Counters& counters, size_t t) {
  int64_t rows = counters.twins[t].changed + counters.twins[t].added;
  ForLastLabels(shop, counters, t, [&](const TableDecl&, uint64_t, bool, bool) { ++rows; });
  return rows;
}

namespace {

void AppendIncident(const Shop& shop, const Counters& counters, size_t t, TableBuffer* out) {
  const Twin& twin = shop.twins[t];
  const Incident& incident = shop.scenario.incidents[static_cast<size_t>(twin.incident)];
  const TwinCounts& counts = counters.twins[t];
  Names levers, filters;
  for (const Effect& effect : shop.scenario.effects) {
    if (effect.incident != twin.incident) continue;
    AddOnce(effect.lever_text, &levers);
    AddOnce(effect.where_text, &filters);
  }
  std::string filter;
  for (const std::string& text : filters) filter += (filter.empty() ? "" : " | ") + text;
  const auto [first, end] = EffectSpan(shop, twin);
  const auto time_of = [&](int64_t hours) {
    return shop.setup.start_us() + hours * kMicrosPerHour;
  };

  auto& columns = out->columns;
  *columns[kIncidentId].Append<int64_t>(1) = twin.incident + 1;
  columns[kName].AppendText(incident.name);
  columns[kKind].AppendText(incident.kind);
  columns[kTitle].AppendText(incident.title);
  columns[kDescription].AppendText(incident.description);
  columns[kRootCause].AppendText(incident.root_cause);
  *columns[kStart].Append<int64_t>(1) = time_of(incident.from);
  *columns[kEnd].Append<int64_t>(1) = time_of(incident.to);
  // One that changes nothing in this window has no effect to begin or end.
  *columns[kFirstEffect].Append<int64_t>(1) =
      first < 0 ? time_of(incident.from) : shop.setup.HourStart(first);
  *columns[kRecovered].Append<int64_t>(1) =
      first < 0 ? time_of(incident.from) : shop.setup.HourStart(end);
  columns[kSeverity].AppendText(incident.severity);
  columns[kLevers].AppendTextList(levers);
  columns[kFilter].AppendText(filter);
  *columns[kAffected].Append<int64_t>(1) = AffectedRows(shop, counters, t);
  *columns[kPrevented].Append<int64_t>(1) = counts.prevented;
  for (size_t i = 0; i < std::size(kSummed); ++i) {
    int64_t with = 0, difference = 0;
    for (size_t h = 0; h < counters.hours.size(); ++h) {
      with += counters.hours[h][kSummed[i]];
      difference += counts.difference[h][kSummed[i]];
    }
    *columns[kCounts + 2 * i].Append<int64_t>(1) = with;
    *columns[kCounts + 2 * i + 1].Append<int64_t>(1) = with + difference;
  }
  ++out->rows;
}

}  // namespace

const TableDecl kIncidents = {"incidents", TableKind::kTruth, "What was planted.", "incident_id",
                              "",          kIncidentColumns,  kIncidentRules};
const TableDecl kIncidentLabels = {"incident_labels",
                                   TableKind::kTruth,
                                   "Every row that an incident changed or added.",
                                   "",
                                   "",
                                   kLabelColumns,
                                   {}};

void AppendIncidents(const Shop& shop, const Counters& counters, TableBuffer* out) {
  for (size_t t = 0; t < shop.twins.size(); ++t) AppendIncident(shop, counters, t, out);
}

void AppendLabel(int64_t incident_id, int32_t table, uint64_t row_id, bool added, bool downstream,
                 TableBuffer* out) {
  auto& columns = out->columns;
  *columns[kLabelIncident].Append<int64_t>(1) = incident_id;
  *columns[kLabelTable].Append<int32_t>(1) = table;
  *columns[kLabelRow].Append<uint64_t>(1) = row_id;
  *columns[kLabelChange].Append<int32_t>(1) = added ? 1 : 0;
  *columns[kLabelRole].Append<int32_t>(1) = downstream ? 1 : 0;
  ++out->rows;
}

void AppendLastLabels(const Shop& shop, const Counters& counters, TableBuffer* out) {
  for (size_t t = 0; t < shop.twins.size(); ++t) {
    const int64_t id = shop.twins[t].incident + 1;
    ForLastLabels(shop, counters, t,
                  [&](const TableDecl& table, uint64_t row, bool added, bool downstream) {
                    AppendLabel(id, TableIndex(table), row, added, downstream, out);
                  });
  }
}

}  // namespace fauxmart
