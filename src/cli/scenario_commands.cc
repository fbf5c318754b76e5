// scenarios: list, show, check.
#include <fmt/format.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "cli/chart.h"
#include "cli/commands.h"
#include "cli/options.h"
#include "cli/render.h"
#include "cli/summary.h"
#include "cli/terminal.h"

namespace fauxmart {

namespace {

using arrow::Status;

Status ListScenarios() {
  TextTable table{.columns = {"name", "duration", "intensity", "incidents", "description"},
                  .numeric = {false, true, true, false, false},
                  .rows = {}};
  for (const ScenarioInfo& scenario : BuiltInScenarios()) {
    table.rows.push_back({scenario.name, scenario.duration, fmt::format("x{}", scenario.intensity),
                          fmt::format("{}", fmt::join(scenario.incidents, ", ")),
                          scenario.description});
  }
  return Print(AlignTable(table, 0, LookAt(STDOUT_FILENO)));
}

arrow::Result<ScenarioSummary> Summarise(const Invocation& invocation, const std::string& name) {
  Request request;
  request.scenario = name;
  ApplyInputFlags(invocation, &request);
  ARROW_ASSIGN_OR_RAISE(const InputsPtr inputs, Resolve(request));
  return DescribeScenario(*inputs);
}

Status Plot(const ScenarioSummary& scenario) {
  const Terminal terminal = LookAt(STDOUT_FILENO);
  std::string text = fmt::format("{}: planned by the hour, {} to {}\n\n",
                                 terminal.Bold(scenario.name), scenario.start, scenario.end);
  text += Chart("orders", scenario.orders, terminal);
  text += Chart("support tickets", scenario.tickets, terminal);
  text += Chart("payment failures", scenario.failures, terminal);
  text += Chart("abandoned carts", scenario.abandonments, terminal);
  for (const IncidentSummary& incident : scenario.incidents) {
    text += fmt::format("\n{}: {} to {}\n  {}\n", terminal.Bold(incident.name), incident.start,
                        incident.end, incident.title);
  }
  return Print(text);
}

std::string CheckJson(const ScenarioSummary& scenario) {
  nlohmann::ordered_json json = {{"name", scenario.name},
                                 {"description", scenario.description},
                                 {"start", scenario.start},
                                 {"end", scenario.end},
                                 {"hours", scenario.hours}};
  json["effects"] = nlohmann::ordered_json::array();
  for (const EffectSummary& effect : scenario.effects) {
    json["effects"].push_back({{"name", effect.name},
                               {"lever", effect.lever},
                               {"change", effect.change},
                               {"shape", effect.shape},
                               {"from", effect.from},
                               {"to", effect.to},
                               {"where", effect.where},
                               {"incident", effect.incident}});
  }
  json["incidents"] = nlohmann::ordered_json::array();
  for (const IncidentSummary& incident : scenario.incidents) {
    json["incidents"].push_back({{"name", incident.name},
                                 {"title", incident.title},
                                 {"start", incident.start},
                                 {"end", incident.end}});
  }
  json["orders"] = scenario.orders;
  json["support_tickets"] = scenario.tickets;
  json["payment_failures"] = scenario.failures;
  json["abandonments"] = scenario.abandonments;
  json["warnings"] = scenario.warnings;
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string CheckText(const ScenarioSummary& scenario, const Terminal& terminal) {
  int64_t orders = 0;
  for (const int64_t hour : scenario.orders) orders += hour;
  std::string text = fmt::format("{}: {}\n{} to {}, {} hours, {} orders planned\n",
                                 terminal.Bold(scenario.name), scenario.description, scenario.start,
                                 scenario.end, Grouped(scenario.hours), Grouped(orders));
  if (!scenario.effects.empty()) {
    TextTable table{
        .columns = {"effect", "lever", "change", "shape", "from", "to", "where", "incident"},
        .numeric = std::vector<bool>(8),
        .rows = {}};
    for (const EffectSummary& effect : scenario.effects) {
      table.rows.push_back({effect.name, effect.lever, effect.change, effect.shape, effect.from,
                            effect.to, effect.where, effect.incident});
    }
    text += "\n" + AlignTable(table, 2, terminal);
  }
  for (const CampaignSummary& campaign : scenario.campaigns) {
    text += fmt::format("\n  campaign {}: {}, {} % off, {} to {}", campaign.name, campaign.type,
                        campaign.discount_percent, campaign.from, campaign.to);
  }
  for (const IncidentSummary& incident : scenario.incidents) {
    text += fmt::format("\n  incident {}: {}", incident.name, incident.title);
  }
  text += scenario.warnings.empty() ? "\n\nNothing is wrong with it.\n"
                                    : "\n\nIt can be generated; see the warnings.\n";
  return text;
}

Status Check(const Invocation& invocation, const std::string& name) {
  ARROW_ASSIGN_OR_RAISE(const ScenarioSummary scenario, Summarise(invocation, name));
  if (invocation.Has("--json")) return Print(CheckJson(scenario));
  Tell(WarningsText(scenario.warnings));
  return Print(CheckText(scenario, LookAt(STDOUT_FILENO)));
}

Status Show(const Invocation& invocation, const std::string& name) {
  if (invocation.Has("--plot")) {
    ARROW_ASSIGN_OR_RAISE(const ScenarioSummary scenario, Summarise(invocation, name));
    Tell(WarningsText(scenario.warnings));
    return Plot(scenario);
  }
  std::vector<std::string> known;
  for (const ScenarioInfo& scenario : BuiltInScenarios()) {
    if (scenario.name == name) return Print(scenario.text);
    known.push_back(scenario.name);
  }
  return Status::Invalid("scenario '", name, "' is unknown", NearestHint(name, known),
                         "\nList of them: fauxmart scenarios list");
}

}  // namespace

Status RunScenarios(const Invocation& invocation) {
  const auto name = invocation.Text("NAME");
  const std::string action = invocation.TextOr("ACTION", "list");
  if (action == "list") {
    if (!name) return ListScenarios();
    return Status::Invalid("scenarios list takes no name\nTo see one: fauxmart scenarios show ",
                           *name);
  }
  if (!name) {
    return Status::Invalid("scenarios ", action,
                           " needs a name\nList of them: fauxmart scenarios list");
  }
  return action == "check" ? Check(invocation, *name) : Show(invocation, *name);
}

}  // namespace fauxmart
