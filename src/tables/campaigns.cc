#include "tables/dimensions.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

constexpr ColumnDecl kColumns[] = {
    {"campaign_id", Type::kId, false, "", "The campaign."},
    {"name", Type::kText, false, "", "Its name."},
    {"campaign_type", Type::kText, false, "", "What kind of campaign it is."},
    {"start_ts", Type::kTimestamp, false, "UTC", "When it starts."},
    {"end_ts", Type::kTimestamp, false, "UTC", "When it has ended."},
    {"discount_percent", Type::kFloat64, false, "percent", "Taken off the target categories."},
    {"target_categories", Type::kTextList, false, "", "The product categories it is for."},
    {"intensity_multiplier", Type::kFloat64, false, "", "How much more demand it brings."},
};

enum : size_t {
  kCampaignId,
  kName,
  kType,
  kStart,
  kEnd,
  kDiscount,
  kCategories,
  kIntensity,
  kCount
};
static_assert(std::size(kColumns) == kCount);

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

void AppendCampaigns(const Shop& shop, TableBuffer* out) {
  auto& columns = out->columns;
  for (size_t c = 0; c < shop.scenario.campaigns.size(); ++c) {
    const Campaign& campaign = shop.scenario.campaigns[c];
    if (IsRemoved(campaign.incident, shop.removed)) continue;
    std::vector<uint8_t> targeted(shop.world.products.categories.size());
    const std::vector<uint8_t>& match = shop.matches.by_campaign[c];
    for (size_t i = 0; i < match.size(); ++i) {
      if (match[i] != 0) targeted[static_cast<size_t>(shop.products.category[i])] = 1;
    }
    Names categories;
    for (size_t i = 0; i < targeted.size(); ++i) {
      if (targeted[i] != 0) categories.push_back(shop.world.products.categories[i].name);
    }
    *columns[kCampaignId].Append<int64_t>(1) = static_cast<int64_t>(c) + 1;
    columns[kName].AppendText(campaign.name);
    columns[kType].AppendText(campaign.type);
    *columns[kStart].Append<int64_t>(1) = shop.setup.start_us() + campaign.from * kMicrosPerHour;
    *columns[kEnd].Append<int64_t>(1) = shop.setup.start_us() + campaign.to * kMicrosPerHour;
    *columns[kDiscount].Append<double>(1) = campaign.discount_percent;
    columns[kCategories].AppendTextList(categories);
    *columns[kIntensity].Append<double>(1) = campaign.intensity;
    ++out->rows;
  }
}

}  // namespace fauxmart
