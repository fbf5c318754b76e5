// Effects: a lever, what becomes of it, when, for whom, and the incident they belong to.
#include <fmt/format.h>

#include "base/text.h"
#include "base/time.h"
#include "scenario/compose.h"
#include "scenario/parse_sections.h"
#include "world/mix.h"

namespace fauxmart::internal {
namespace {

// Where the lever is wrong, nothing else can be judged: all other keys pass.
void PassAllKeys(Reader& entry) { entry.Keys(0, SIZE_MAX); }

void ReadWants(Reader& entry, const World& world, Effect* effect) {
  Filter filter = ReadFilter(entry, "wants", "what visitors want", kProductKeys, world);
  effect->wants = std::move(filter.products);
  // A visitor wants one of a few products; "anything electronic" is the lever demand.
  if (effect->wants.top == 0 && effect->wants.skus.empty()) {
    entry.FailAt("wants", "so many products; write top or sku too, such as top: 1");
  }
  if (!effect->wants.skus.empty()) effect->sku_place = filter.sku_place;
}

void ReadSupply(Reader& entry, const World& world, Effect* effect) {
  if (!entry.Has("backup")) return;
  Names suppliers;
  for (const Supplier& supplier : world.suppliers) suppliers.push_back(supplier.name);
  effect->backup = entry.Choice("backup", suppliers);
  for (const int failing : effect->products.suppliers) {
    if (failing != effect->backup) continue;
    entry.FailAt("backup",
                 fmt::format("{} is the supplier that fails; write another", suppliers[failing]));
  }
}

// Keys that one lever alone has.
void ReadOwnKeys(Reader& entry, const World& world, Effect* effect) {
  switch (effect->lever) {
    case Lever::kTraffic:
      if (entry.Has("wants")) ReadWants(entry, world, effect);
      break;
    case Lever::kStock:
      if (entry.Has("lost")) effect->lost = entry.Number("lost", kShare);
      if (entry.Has("reorder")) effect->reorder = entry.Whole("reorder", 0, 1'000'000'000);
      break;
    case Lever::kSupply:
      ReadSupply(entry, world, effect);
      break;
    default:
      break;
  }
}

void ReadWhere(Reader& entry, const LeverRules& rules, const World& world, Effect* effect) {
  if (!entry.Has("where")) {
    if (rules.needs_products) {
      entry.Fail(
          fmt::format("{} is of products; write where with category, subcategory, sku, "
                      "supplier or top",
                      effect->lever_text));
    }
    return;
  }
  Filter filter = ReadFilter(entry, "where", effect->lever_text, rules.filters, world);
  effect->products = std::move(filter.products);
  effect->rows = std::move(filter.rows);
  effect->hours_of_day = filter.hours_of_day;
  effect->where_text = std::move(filter.text);
  effect->sku_place = std::move(filter.sku_place);
  if (rules.needs_products && !effect->products.any()) {
    entry.FailAt("where", fmt::format("{} is of products; write category, subcategory, sku, "
                                      "supplier or top too",
                                      effect->lever_text));
  }
}

Effect ReadEffect(Reader& effects, const std::string& name, const World& world,
                  const Scenario& scenario) {
  Effect effect;
  effect.name = name;
  effect.place = effects.KeyPlaceOf(name);
  Reader entry = effects.Map(name);
  effect.lever_text = entry.Text("lever");
  const auto rules = FindLever(effect.lever_text, world);
  if (!rules.ok()) {
    entry.FailAt("lever", rules.status().message());
    PassAllKeys(entry);
    return effect;
  }
  effect.lever = rules->lever;
  effect.mix.kind = rules->mix;
  effect.mix.rows = rules->mix_rows;
  effect.number.index = rules->number;
  ReadSpan(entry, scenario, &effect.from, &effect.to);
  effect.explicit_to = entry.Has("to");
  ReadOperation(entry, *rules, world, &effect);
  ReadShape(entry, *rules, world, &effect);
  ReadWhere(entry, *rules, world, &effect);
  ReadOwnKeys(entry, world, &effect);
  effect.incident = ReadIncidentName(entry, scenario);
  effect.key = EffectKey(scenario.layers.front(), effect);
  return effect;
}

}  // namespace

void ReadSpan(Reader& entry, const Scenario& scenario, int64_t* from, int64_t* to) {
  const auto read = [&](std::string_view key, int64_t otherwise) {
    if (!entry.Has(key)) return otherwise;
    const auto hours = ParseOffset(entry.Text(key));
    if (!hours.ok()) entry.FailAt(key, hours.status().message());
    return hours.ok() ? *hours : otherwise;
  };
  *from = read("from", 0);
  *to = read("to", scenario.duration_hours);
  if (*to > *from) return;
  if (entry.Has("to")) {
    entry.FailAt("to", fmt::format("ends before it starts, at {}; write a later time",
                                   FormatDuration(*from)));
  } else {
    entry.FailAt("from", fmt::format("starts when the scenario is over, at {}; write an earlier "
                                     "time, or a to of its own",
                                     FormatDuration(*to)));
  }
}

int ReadIncidentName(Reader& entry, const Scenario& scenario) {
  if (!entry.Has("incident")) return -1;
  Names names;
  for (const Incident& incident : scenario.incidents) names.push_back(incident.name);
  const std::string name = entry.Text("incident");
  const int index = IndexOf(name, names);
  if (index < 0) {
    entry.FailAt("incident", fmt::format("{} is not one of the incidents{}", Quote(name),
                                         names.empty() ? "; declare it under incidents"
                                                       : DidYouMean(name, names)));
  }
  return index;
}

void ReadEffects(Reader& root, const World& world, Scenario* scenario) {
  if (!root.Has("effects")) return;
  Reader effects = root.Map("effects");
  for (const std::string& name : effects.Keys()) {
    scenario->effects.push_back(ReadEffect(effects, name, world, *scenario));
  }
}

}  // namespace fauxmart::internal
