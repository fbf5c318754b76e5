// The sections of a scenario file, each read from the root and checked against the world.
//
// Like Readers, they note problems and go on. Used by ParseScenario() only.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/reader.h"
#include "scenario/levers.h"
#include "scenario/scenario.h"

namespace fauxmart::internal {

// Names of scenarios and incidents become folders, file names and arguments: a_name_2.
bool IsPlainName(std::string_view name);

// Puts the parameters' values in the place of every "$name" in campaigns and effects.
void FillParameters(Node* root, Problems* problems);

void ReadIncidents(Reader& root, Scenario* scenario);
void ReadCampaigns(Reader& root, const World& world, Scenario* scenario);
void ReadEffects(Reader& root, const World& world, Scenario* scenario);

// "from" and "to" of an effect or campaign: from the start, to the scenario's end, if left out.
void ReadSpan(Reader& entry, const Scenario& scenario, int64_t* from, int64_t* to);
// "incident", if there is one: its index, else -1.
int ReadIncidentName(Reader& entry, const Scenario& scenario);

// An effect's operation and its value, and its shape. The rules are those of its lever.
void ReadOperation(Reader& entry, const LeverRules& rules, const World& world, Effect* effect);
void ReadShape(Reader& entry, const LeverRules& rules, const World& world, Effect* effect);
// One of scale, set, add of a mix's entries, or move.
void ReadMixChange(Reader& entry, std::string_view operation, Bounds bounds, const World& world,
                   MixChange* change);
// Notes a value of a number of the world that is out of its bounds, as it would be with `factor`
// (kScale) or `factor` more (kAdd).
void CheckNumberResult(Reader& entry, std::string_view key, const LeverRules& rules,
                       const World& world, Operation operation, double value);

// The filter at a key, which must be there: `allowed` of its keys may be, and at least one is.
// `owner` is who takes them, for messages: "price".
struct Filter {
  ProductFilter products;
  RowFilter rows;
  uint32_t hours_of_day = kAllHoursOfDay;
  Place sku_place;
  std::string text;  // canonical
};
Filter ReadFilter(Reader& entry, std::string_view key, std::string_view owner, FilterKeys allowed,
                  const World& world);

}  // namespace fauxmart::internal
