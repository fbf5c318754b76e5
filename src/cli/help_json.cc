// The table of commands and flags as JSON, for programs that write command lines or documents.
#include <nlohmann/json.hpp>

#include "cli/help.h"
#include "fauxmart/version.h"

namespace fauxmart {

namespace {

using Json = nlohmann::ordered_json;

Json FlagJson(const Flag& flag) {
  Json json = {{"name", flag.name}, {"help", flag.help}};
  if (!flag.argument.empty()) json["argument"] = flag.argument;
  const std::vector<std::string> values = KnownValues(flag);
  if (!values.empty()) json["values"] = values;
  if (flag.kind == Kind::kInteger || flag.kind == Kind::kNumber || flag.kind == Kind::kPercent) {
    if (flag.min != 0 || flag.max != kNoLimit) json["minimum"] = flag.min;
    if (flag.max != kNoLimit) json["maximum"] = flag.max;
  }
  if (!flag.fallback.empty()) json["default"] = flag.fallback;
  if (!flag.group.empty()) json["group"] = flag.group;
  if (flag.repeatable) json["repeatable"] = true;
  if (flag.required) json["required"] = true;
  return json;
}

Json CommandJson(const Command& command) {
  Json json = {{"name", command.name},       {"usage", command.Usage()},
               {"summary", command.summary}, {"description", command.description},
               {"arguments", Json::array()}, {"flags", Json::array()},
               {"examples", Json::array()}};
  for (const Flag& flag : command.flags) {
    if (!flag.hidden) json[flag.positional() ? "arguments" : "flags"].push_back(FlagJson(flag));
  }
  for (const Example& example : command.examples) {
    json["examples"].push_back({{"command", example.command}, {"words", example.words}});
  }
  return json;
}

}  // namespace

std::string HelpJson(const Command& command) {
  if (!command.name.empty()) return CommandJson(command).dump(2) + "\n";
  Json json = {{"version", Version()}, {"commands", Json::array()}};
  for (const Command& each : Commands()) {
    if (!each.hidden) json["commands"].push_back(CommandJson(each));
  }
  json["exit_statuses"] = Json::array();
  for (const ExitMeaning& exit : kExitMeanings) {
    json["exit_statuses"].push_back({{"status", exit.status}, {"meaning", exit.words}});
  }
  return json.dump(2) + "\n";
}

}  // namespace fauxmart
