#include "tables/tables.h"

namespace fauxmart {
namespace {

constexpr ColumnDecl kColumns[] = {
    {"campaign_id", Type::kId, false, "", "The campaign."},
    {"name", Type::kText, false, "", "Its name."},
    {"campaign_type", Type::kCategory, false, "", "What kind of campaign it is."},
    {"start_ts", Type::kTimestamp, false, "UTC", "When it starts."},
    {"end_ts", Type::kTimestamp, false, "UTC", "When it has ended."},
    {"discount_percent", Type::kFloat64, false, "percent", "Taken off the target categories."},
    {"target_categories", Type::kTextList, false, "", "The product categories it is for."},
    {"intensity_multiplier", Type::kFloat64, false, "", "How much more demand it brings."},
};

constexpr RowRule kRules[] = {
    {"It ends after it starts.", "end_ts > start_ts"},
    {"A discount is a part of the price.", "discount_percent BETWEEN 0 AND 100"},
};

}  // namespace

const TableDecl kCampaigns = {"campaigns",
                              TableKind::kDimension,
                              "Sales and pushes; empty in an undisturbed shop.",
                              "campaign_id",
                              "",
                              kColumns,
                              kRules};

}  // namespace fauxmart
