// Finding scenarios, and laying one over another.
#include <fmt/format.h>

#include <algorithm>

#include "api/inputs.h"
#include "base/document.h"
#include "base/embedded.h"
#include "base/text.h"
#include "base/time.h"
#include "scenario/compose.h"
#include "scenario/parse.h"

namespace fauxmart {
namespace {

using arrow::Result;
using arrow::Status;

// Layers of one composition; more are a slip, or an attack.
constexpr size_t kMaxLayers = 64;

// A path rather than a name: it has a folder or an ending.
bool LooksLikePath(const std::string& text) {
  return text.find('/') != std::string::npos || text.ends_with(".yaml") || text.ends_with(".yml") ||
         text.ends_with(".json");
}

struct Placed {
  std::string name;
  int64_t offset_hours = 0;
};

// "NAME@2d"
Result<Placed> ParsePlaced(const std::string& text) {
  const size_t at = text.rfind('@');
  if (at == std::string::npos) return Placed{text, 0};
  const auto offset = ParseOffset(text.substr(at + 1));
  if (!offset.ok()) {
    return Status::Invalid(fmt::format("with: {}: {}", text, offset.status().message()));
  }
  return Placed{text.substr(0, at), *offset};
}

// Lays `placed` and all that is laid over it over `scenario`. `chain`: what led here.
Status LayPlaced(const Placed& placed, Names chain, Request* request, const World& world,
                 Scenario* scenario) {
  if (std::find(chain.begin(), chain.end(), placed.name) != chain.end()) {
    chain.push_back(placed.name);
    return Status::Invalid(
        fmt::format("with: {} lays itself over itself ({})", placed.name, Join(chain, " -> ")));
  }
  if (scenario->layers.size() >= kMaxLayers) {
    return Status::Invalid(fmt::format("with: more than {} scenarios in one", kMaxLayers));
  }
  chain.push_back(placed.name);
  ARROW_ASSIGN_OR_RAISE(const ScenarioSource source,
                        FindScenario(placed.name, request->sealed, &request->with_texts));
  ARROW_ASSIGN_OR_RAISE(const Document document, Document::Parse(source.text, source.origin));
  ARROW_ASSIGN_OR_RAISE(const Scenario other, ParseScenario(document, world));
  ARROW_RETURN_NOT_OK(LayOver(other, placed.offset_hours, scenario));
  for (const std::string& text : other.with) {
    ARROW_ASSIGN_OR_RAISE(Placed next, ParsePlaced(text));
    next.offset_hours += placed.offset_hours;
    ARROW_RETURN_NOT_OK(LayPlaced(next, chain, request, world, scenario));
  }
  return Status::OK();
}

// --discount and --category are the scenario's parameters of these names where it has them.
Status ApplyOffer(const Request& request, Document* document, bool* discount, bool* category) {
  const Item* parameters = document->root().Find("parameters");
  const auto has = [&](const char* name) {
    return parameters != nullptr && parameters->value.Find(name) != nullptr;
  };
  if (request.discount && has("discount")) {
    *discount = true;
    ARROW_RETURN_NOT_OK(
        document->Set("parameters.discount", FormatNumber(*request.discount), "--discount"));
  }
  if (!request.category.empty() && has("category")) {
    *category = true;
    ARROW_RETURN_NOT_OK(
        document->Set("parameters.category", "[" + Join(request.category) + "]", "--category"));
  }
  return Status::OK();
}

// Where the scenario has no such parameter: a sale over its whole length.
Status AddSale(const Request& request, const World& world, Scenario* scenario) {
  Campaign sale;
  sale.key = "sale";
  sale.name = "Sale";
  sale.type = "discount";
  sale.to = scenario->duration_hours;
  sale.discount_percent = request.discount.value_or(0);
  Names names;
  for (const Category& category : world.products.categories) names.push_back(category.name);
  for (const std::string& name : request.category.empty() ? names : request.category) {
    const auto at = std::find(names.begin(), names.end(), name);
    if (at == names.end()) {
      return Status::Invalid(
          fmt::format("--category: unknown category \"{}\"{}", name, DidYouMean(name, names)));
    }
    sale.products.categories.push_back(static_cast<int>(at - names.begin()));
  }
  scenario->campaigns.push_back(std::move(sale));
  return Status::OK();
}

}  // namespace

Result<ScenarioSource> FindScenario(const std::string& name, bool sealed,
                                    std::map<std::string, std::string>* texts) {
  if (const auto known = texts->find(name); known != texts->end()) {
    return ScenarioSource{name, known->second};
  }
  for (const EmbeddedFile& file : EmbeddedScenarios()) {
    if (file.name == name) {
      return ScenarioSource{fmt::format("{}.yaml", name), std::string(file.text)};
    }
  }
  if (sealed || !LooksLikePath(name)) {
    return Status::Invalid(
        fmt::format("unknown scenario \"{}\"{}", name, DidYouMean(name, BuiltInScenarioNames())));
  }
  ARROW_ASSIGN_OR_RAISE(std::string text, ReadDocumentText(name));
  (*texts)[name] = text;
  return ScenarioSource{name, std::move(text)};
}

Result<Scenario> LoadScenario(Request* request, const World& world) {
  std::map<std::string, std::string> own;
  if (!request->scenario_text.empty()) own[request->scenario] = request->scenario_text;
  ARROW_ASSIGN_OR_RAISE(const ScenarioSource source,
                        FindScenario(request->scenario, request->sealed, &own));
  if (own.contains(request->scenario)) request->scenario_text = own[request->scenario];
  ARROW_ASSIGN_OR_RAISE(Document document, Document::Parse(source.text, source.origin));
  for (const std::string& setting : request->set) {
    ARROW_RETURN_NOT_OK(ApplySetting(setting, {{"world", nullptr}, {"scenario", &document}}));
  }
  if (request->discount && !(*request->discount >= 0 && *request->discount <= 100)) {
    return Status::Invalid(
        fmt::format("--discount: {} is out of range; give a number from 0 to 100",
                    FormatNumber(*request->discount)));
  }
  bool discount = false, category = false;
  ARROW_RETURN_NOT_OK(ApplyOffer(*request, &document, &discount, &category));
  ARROW_ASSIGN_OR_RAISE(Scenario scenario, ParseScenario(document, world));
  if ((request->discount && !discount) || (!request->category.empty() && !category)) {
    ARROW_RETURN_NOT_OK(AddSale(*request, world, &scenario));
  }
  Names laid = scenario.with;
  laid.insert(laid.end(), request->with.begin(), request->with.end());
  for (const std::string& text : laid) {
    ARROW_ASSIGN_OR_RAISE(const Placed placed, ParsePlaced(text));
    // A scenario may be laid over itself later on, but not by its own file.
    const bool by_file = &text - laid.data() < static_cast<ptrdiff_t>(scenario.with.size());
    ARROW_RETURN_NOT_OK(
        LayPlaced(placed, by_file ? Names{request->scenario} : Names{}, request, world, &scenario));
  }
  return scenario;
}

Result<std::vector<bool>> ResolveWithout(const Names& without, const Scenario& scenario) {
  std::vector<bool> removed(scenario.incidents.size());
  Names known;
  for (const Incident& incident : scenario.incidents) known.push_back(incident.name);
  for (const std::string& name : without) {
    const auto at = std::find(known.begin(), known.end(), name);
    if (name == "all") {
      removed.assign(removed.size(), true);
    } else if (at != known.end()) {
      removed[static_cast<size_t>(at - known.begin())] = true;
    } else {
      return Status::Invalid(fmt::format(
          "--without: {}",
          known.empty() ? fmt::format("\"{}\": this scenario plants no incident", name)
                        : fmt::format("no incident \"{}\"{}", name, DidYouMean(name, known))));
    }
  }
  return removed;
}

}  // namespace fauxmart
