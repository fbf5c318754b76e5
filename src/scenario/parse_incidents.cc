// Incidents and campaigns: what effects belong to, and what is advertised.
#include <fmt/format.h>

#include "scenario/parse_sections.h"
#include "world/limits.h"

namespace fauxmart::internal {
namespace {

constexpr size_t kMostIncidents = 100;
constexpr Bounds kPercent{0, 100};

std::string ReadSentence(Reader& entry, std::string_view key) {
  std::string text = entry.Text(key);
  if (text.empty()) entry.FailAt(key, "is empty; write a sentence");
  return text;
}

}  // namespace

void ReadIncidents(Reader& root, Scenario* scenario) {
  if (!root.Has("incidents")) return;
  const Names severities = {"low", "medium", "high", "critical"};
  Reader map = root.Map("incidents");
  for (const std::string& name : map.Keys(1, kMostIncidents)) {
    Reader entry = map.Map(name);
    Incident incident;
    incident.name = name;
    if (!IsPlainName(name)) {
      map.FailAt(name, "is not an incident's name; write small letters, digits and _");
    }
    incident.kind = entry.Name("kind");
    incident.title = ReadSentence(entry, "title");
    incident.description = ReadSentence(entry, "description");
    incident.root_cause = ReadSentence(entry, "root_cause");
    incident.severity = severities[entry.Choice("severity", severities)];
    scenario->incidents.push_back(std::move(incident));
  }
}

void ReadCampaigns(Reader& root, const World& world, Scenario* scenario) {
  if (!root.Has("campaigns")) return;
  Reader map = root.Map("campaigns");
  for (const std::string& key : map.Keys()) {
    Reader entry = map.Map(key);
    Campaign campaign;
    campaign.key = key;
    campaign.name = entry.Name("name");
    campaign.type = entry.Name("type");
    ReadSpan(entry, *scenario, &campaign.from, &campaign.to);
    if (entry.Has("discount")) campaign.discount_percent = entry.Number("discount", kPercent);
    if (entry.Has("intensity")) campaign.intensity = entry.Number("intensity", kIntensity);
    Filter filter = ReadFilter(entry, "where", "a campaign's products", kProductKeys, world);
    campaign.products = std::move(filter.products);
    campaign.sku_place = std::move(filter.sku_place);
    campaign.incident = ReadIncidentName(entry, *scenario);
    scenario->campaigns.push_back(std::move(campaign));
  }
}

}  // namespace fauxmart::internal
