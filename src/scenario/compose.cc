#include "scenario/compose.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/fnv.h"
#include "base/time.h"

namespace fauxmart {
namespace {

bool IsTaken(const std::vector<Incident>& all, const std::string& name) {
  return std::any_of(all.begin(), all.end(), [&](const Incident& i) { return i.name == name; });
}

bool IsTaken(const std::vector<Campaign>& all, const std::string& key) {
  return std::any_of(all.begin(), all.end(), [&](const Campaign& c) { return c.key == key; });
}

// The name, or NAME@OFFSET, or, where two scenarios want even that, NAME@OFFSET-2 ...
template <typename Named>
std::string FreeName(const std::vector<Named>& all, const std::string& name, int64_t offset) {
  if (!IsTaken(all, name)) return name;
  const std::string shifted = fmt::format("{}@{}", name, FormatDuration(offset));
  std::string free = shifted;
  for (int i = 2; IsTaken(all, free); ++i) free = fmt::format("{}-{}", shifted, i);
  return free;
}

arrow::Status CheckLayer(const Scenario& scenario, const Layer& layer) {
  const auto& all = scenario.layers;
  if (std::find(all.begin(), all.end(), layer) == all.end()) return arrow::Status::OK();
  const std::string offset = FormatDuration(layer.offset_hours);
  return arrow::Status::Invalid(
      fmt::format("{0}@{1}: {0} is in {2} twice at {1}; choose another offset, or leave one out",
                  layer.scenario, offset, scenario.name));
}

}  // namespace

uint32_t EffectKey(const Layer& layer, const Effect& effect) {
  return Fnv1a32(fmt::format("{}/{}@{}", layer.scenario, effect.name, layer.offset_hours));
}

arrow::Status LayOver(const Scenario& other, int64_t offset_hours, Scenario* scenario) {
  const auto first_layer = static_cast<int>(scenario->layers.size());
  std::vector<Layer> layers = other.layers;
  for (Layer& layer : layers) {
    layer.offset_hours += offset_hours;
    ARROW_RETURN_NOT_OK(CheckLayer(*scenario, layer));
  }
  scenario->layers.insert(scenario->layers.end(), layers.begin(), layers.end());

  const auto first_incident = static_cast<int>(scenario->incidents.size());
  for (Incident incident : other.incidents) {
    incident.name = FreeName(scenario->incidents, incident.name, offset_hours);
    incident.from += offset_hours;
    incident.to += offset_hours;
    scenario->incidents.push_back(std::move(incident));
  }
  for (Campaign campaign : other.campaigns) {
    campaign.key = FreeName(scenario->campaigns, campaign.key, offset_hours);
    campaign.from += offset_hours;
    campaign.to += offset_hours;
    if (campaign.incident >= 0) campaign.incident += first_incident;
    scenario->campaigns.push_back(std::move(campaign));
  }
  for (Effect effect : other.effects) {
    effect.from += offset_hours;
    effect.to += offset_hours;
    if (effect.incident >= 0) effect.incident += first_incident;
    effect.layer += first_layer;
    effect.key = EffectKey(scenario->layers[effect.layer], effect);
    scenario->effects.push_back(std::move(effect));
  }
  return arrow::Status::OK();
}

}  // namespace fauxmart
