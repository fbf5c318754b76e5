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
};

constexpr ColumnDecl kLabelColumns[] = {
    {"incident_id", Type::kId, false, "", "The incident.", "incidents.incident_id"},
    {"table_name", Type::kCategory, false, "", "The table of the row."},
    {"row_id", Type::kId, false, "", "The row's primary key."},
    {"change", Type::kCategory, false, "",
     "changed: differs without the incident; added: is not there without it."},
    {"role", Type::kCategory, false, "",
     "direct: the incident acted on the row itself; downstream: only on its parent."},
};

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

}  // namespace fauxmart
