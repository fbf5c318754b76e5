#include "scenario/parse.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/reader.h"
#include "base/text.h"
#include "base/time.h"
#include "scenario/parse_sections.h"
#include "world/limits.h"

namespace fauxmart {
namespace internal {

bool IsPlainName(std::string_view name) {
  return !name.empty() && name[0] >= 'a' && name[0] <= 'z' &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
}

}  // namespace internal

namespace {

void ReadTitle(Reader& root, Scenario* scenario) {
  scenario->name = root.Name("name");
  if (!internal::IsPlainName(scenario->name)) {
    root.FailAt("name", fmt::format("\"{}\" is not a scenario's name; write small letters, digits "
                                    "and _, such as busy_week",
                                    scenario->name));
  }
  scenario->description = root.Text("description");
  scenario->layers = {{scenario->name, 0}};
}

// When and how much; what is not written is left to the run and the world.
void ReadWindow(Reader& root, Scenario* scenario) {
  const std::string duration = root.Text("duration");
  if (const auto hours = ParseDuration(duration); hours.ok()) {
    scenario->duration_hours = *hours;
  } else {
    root.FailAt("duration", hours.status().message());
  }
  scenario->intensity = root.Number("intensity", kIntensity);
  if (root.Has("start")) {
    const auto start = ParseTime(root.Text("start"));
    if (!start.ok()) {
      root.FailAt("start", start.status().message());
    } else if (*start % kMicrosPerHour != 0) {
      root.FailAt("start", fmt::format("{} is not a whole hour; write {}", FormatTime(*start),
                                       FormatTime(*start - *start % kMicrosPerHour)));
    } else {
      scenario->start_us = *start;
    }
  }
  if (root.Has("orders_per_hour")) {
    scenario->orders_per_hour = root.Number("orders_per_hour", kOrdersPerHour);
  }
  if (root.Has("customers")) scenario->customers = root.Whole("customers", 1, kMaxCustomers);
  if (root.Has("products")) scenario->products = root.Whole("products", 1, kMaxProducts);
}

// What is to be laid over it; whether there are such scenarios is for the caller to find out.
void ReadWith(Reader& root, Scenario* scenario) {
  if (!root.Has("with")) return;
  for (const PlacedName& entry : root.Names("with")) {
    const size_t at = std::min(entry.text.find('@'), entry.text.size());
    if (!internal::IsPlainName(std::string_view(entry.text).substr(0, at))) {
      root.FailAt(entry, fmt::format("{} is not NAME@OFFSET; write a scenario's name and an "
                                     "offset, such as busy_week@2d",
                                     Quote(entry.text)));
    } else if (at < entry.text.size()) {
      const auto offset = ParseOffset(std::string_view(entry.text).substr(at + 1));
      if (!offset.ok()) root.FailAt(entry, offset.status().message());
    }
    scenario->with.push_back(entry.text);
  }
}

// An incident is what its effects and campaigns are, so there must be some.
void SpanIncidents(Reader& root, Scenario* scenario) {
  std::vector<uint8_t> has_any(scenario->incidents.size(), 0);
  const auto span = [&](const auto& part) {
    if (part.incident < 0) return;
    Incident& incident = scenario->incidents[part.incident];
    const bool first = has_any[part.incident] == 0;
    incident.from = first ? part.from : std::min(incident.from, part.from);
    incident.to = first ? part.to : std::max(incident.to, part.to);
    has_any[part.incident] = 1;
  };
  for (const Effect& effect : scenario->effects) span(effect);
  for (const Campaign& campaign : scenario->campaigns) span(campaign);
  if (scenario->incidents.empty()) return;
  Reader incidents = root.Map("incidents");
  for (const std::string& name : incidents.Keys()) {
    const auto at = std::find_if(scenario->incidents.begin(), scenario->incidents.end(),
                                 [&](const Incident& incident) { return incident.name == name; });
    if (at == scenario->incidents.end() || has_any[at - scenario->incidents.begin()]) continue;
    incidents.FailAt(name, fmt::format("no effect belongs to it; write incident: {} in one", name));
  }
}

}  // namespace

arrow::Result<Scenario> ParseScenario(const Document& document, const World& world) {
  Scenario scenario;
  Problems problems;
  Node tree = document.root();
  internal::FillParameters(&tree, &problems);
  {
    // Closed before the verdict: a Reader's end is where unknown keys come to light.
    Reader root(tree, &problems);
    ReadTitle(root, &scenario);
    ReadWindow(root, &scenario);
    root.Has("parameters");
    ReadWith(root, &scenario);
    internal::ReadIncidents(root, &scenario);
    internal::ReadCampaigns(root, world, &scenario);
    internal::ReadEffects(root, world, &scenario);
    SpanIncidents(root, &scenario);
  }
  ARROW_RETURN_NOT_OK(problems.status());
  return scenario;
}

}  // namespace fauxmart
