#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "api/inputs.h"
#include "base/time.h"
#include "engine/files.h"
#include "fauxmart/version.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

using arrow::Status;
using nlohmann::ordered_json;

template <typename T>
void ReadInto(const ordered_json& json, const char* key, T* value) {
  if (json.contains(key)) *value = json.at(key).get<T>();
}

template <typename T>
void ReadInto(const ordered_json& json, const char* key, std::optional<T>* value) {
  if (json.contains(key)) *value = json.at(key).get<T>();
}

}  // namespace

std::string RequestJson(const Inputs& inputs, const WriteOptions& write) {
  const Setup& setup = inputs.setup;
  ordered_json json;
  json["data_version"] = DataVersion();
  json["scenario"] = inputs.scenario.name;
  if (!inputs.scenario_text.empty()) json["scenario_text"] = inputs.scenario_text;
  json["world"] = inputs.world.name;
  if (!inputs.world_text.empty()) json["world_text"] = inputs.world_text;
  json["set"] = inputs.settings;
  json["seed"] = setup.seed;
  json["start"] = FormatTime(setup.start_us());
  json["duration"] = FormatDuration(inputs.scenario.duration_hours);
  if (!inputs.hours.empty()) json["hours"] = inputs.hours;
  json["intensity"] = setup.intensity;
  json["orders_per_hour"] = setup.orders_per_hour;
  json["customers"] = setup.customers;
  json["products"] = setup.products;
  ordered_json tables = ordered_json::array();
  for (const TableDecl* table : AllTables()) {
    const bool wanted = write.tables.empty() || std::find(write.tables.begin(), write.tables.end(),
                                                          table->name) != write.tables.end();
    if (wanted) tables.push_back(table->name);
  }
  json["tables"] = std::move(tables);
  json["format"] = write.format;
  json["compression"] = write.compression;
  json["ids"] = write.ids_as_uuid ? "uuid" : "int64";
  json["money"] = write.money_as_float64 ? "float64" : "decimal";
  return json.dump();
}

Status ParseRequestJson(const std::string& text, const std::string& origin, Request* request,
                        WriteOptions* write) {
  // The library throws on a value of the wrong kind; nothing of that leaves this function.
  try {
    ordered_json json = ordered_json::parse(text);
    if (json.contains("request")) json = ordered_json(json.at("request"));
    *request = Request();
    *write = WriteOptions();
    ReadInto(json, "data_version", &request->data_version);
    request->scenario = json.at("scenario").get<std::string>();
    ReadInto(json, "scenario_text", &request->scenario_text);
    if (json.contains("world_text")) {
      ReadInto(json, "world", &request->world);
      ReadInto(json, "world_text", &request->world_text);
    }
    ReadInto(json, "set", &request->set);
    ReadInto(json, "seed", &request->seed);
    ReadInto(json, "start", &request->start);
    ReadInto(json, "duration", &request->duration);
    ReadInto(json, "hours", &request->hours);
    ReadInto(json, "intensity", &request->intensity);
    ReadInto(json, "orders_per_hour", &request->orders_per_hour);
    ReadInto(json, "customers", &request->customers);
    ReadInto(json, "products", &request->products);
    ReadInto(json, "tables", &write->tables);
    ReadInto(json, "format", &write->format);
    ReadInto(json, "compression", &write->compression);
    write->ids_as_uuid = json.value("ids", "int64") == "uuid";
    write->money_as_float64 = json.value("money", "decimal") == "float64";
    return Status::OK();
  } catch (const nlohmann::json::exception& error) {
    return Status::Invalid(
        fmt::format("{}: not a manifest of ours ({}); name the manifest.json of a dataset", origin,
                    error.what()));
  }
}

Status ReadManifestRequest(const std::string& path, Request* request, WriteOptions* write) {
  ARROW_ASSIGN_OR_RAISE(const std::string text, ReadTextFile(path));
  return ParseRequestJson(text, path, request, write);
}

}  // namespace fauxmart
