#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "api/inputs.h"
#include "base/document.h"
#include "base/embedded.h"
#include "base/json_text.h"
#include "base/text.h"
#include "base/time.h"
#include "engine/dataset_card.h"
#include "engine/files.h"
#include "fauxmart/version.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

using arrow::Status;
using nlohmann::ordered_json;

bool IsBuiltInScenario(const std::string& name) {
  const Names names = BuiltInScenarioNames();
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The name that the default world's text gives itself.
std::string BuiltInWorldName() {
  const auto document = Document::Parse(EmbeddedDefaultWorld(), "worlds/default.yaml");
  if (!document.ok()) return "";
  const Item* name = document->root().Find("name");
  return name == nullptr ? "" : name->value.text;
}

// The start of a text that may be anything, fit to be shown.
std::string PlainExcerpt(const std::string& text) {
  constexpr size_t kMost = 60;
  std::string excerpt = text.substr(0, kMost);
  for (char& c : excerpt) c = static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
  return text.size() > kMost ? excerpt + "..." : excerpt;
}

// Reads a request's keys one by one: each of its kind, none unknown, the first mistake kept.
class RequestReader {
 public:
  RequestReader(const ordered_json& json, const std::string& origin)
      : json_(json), origin_(origin) {}

  template <typename T>
  void Read(const char* key, T* value) {
    known_.emplace_back(key);
    if (!json_.contains(key)) return;
    const ordered_json& given = json_.at(key);
    if (!Fits(given, value)) {
      Fail(key, fmt::format("must be {}, not a {}", Wanted(value), given.type_name()));
      return;
    }
    *value = given.get<T>();
  }
  template <typename T>
  void Read(const char* key, std::optional<T>* value) {
    T read{};
    const bool there = json_.contains(key);
    Read(key, &read);
    if (there && status_.ok()) *value = std::move(read);
  }
  // One of two names: is it the second?
  void ReadChoice(const char* key, const char* no, const char* yes, bool* value) {
    std::string text = *value ? yes : no;
    Read(key, &text);
    if (text != no && text != yes) {
      Fail(key, fmt::format("must be {} or {}, not \"{}\"", no, yes, PlainExcerpt(text)));
    }
    *value = text == yes;
  }
  // The first mistake; a key that nobody read is one.
  Status Finish() {
    for (const auto& [key, value] : json_.items()) {
      if (std::find(known_.begin(), known_.end(), key) != known_.end()) continue;
      Fail(PlainExcerpt(key), "is not known" + DidYouMean(PlainExcerpt(key), known_));
    }
    return status_;
  }

 private:
  static bool Fits(const ordered_json& json, const std::string*) { return json.is_string(); }
  static bool Fits(const ordered_json& json, const double*) { return json.is_number(); }
  static bool Fits(const ordered_json& json, const uint64_t*) { return json.is_number_unsigned(); }
  static bool Fits(const ordered_json& json, const int64_t*) {
    return json.is_number_integer() &&
           (!json.is_number_unsigned() ||
            json.get<uint64_t>() <= static_cast<uint64_t>(std::numeric_limits<int64_t>::max()));
  }
  static bool Fits(const ordered_json& json, const std::map<std::string, std::string>*) {
    return json.is_object() && std::all_of(json.begin(), json.end(), [](const ordered_json& item) {
             return item.is_string();
           });
  }
  static bool Fits(const ordered_json& json, const Names*) {
    return json.is_array() && std::all_of(json.begin(), json.end(), [](const ordered_json& item) {
             return item.is_string();
           });
  }
  static const char* Wanted(const std::string*) { return "a text"; }
  static const char* Wanted(const double*) { return "a number"; }
  static const char* Wanted(const uint64_t*) { return "a whole number from 0"; }
  static const char* Wanted(const int64_t*) { return "a whole number"; }
  static const char* Wanted(const std::map<std::string, std::string>*) { return "a map of texts"; }
  static const char* Wanted(const Names*) { return "a list of texts"; }

  void Fail(const std::string& key, const std::string& what) {
    if (status_.ok()) status_ = Status::Invalid(origin_, ": request.", key, ": ", what);
  }

  const ordered_json& json_;
  const std::string& origin_;
  Names known_;
  Status status_;
};

}  // namespace

std::string RequestJson(const Inputs& inputs, const WriteOptions& write) {
  const Request& request = inputs.request;
  ordered_json json;
  json["data_version"] = DataVersion();
  json["scenario"] = inputs.scenario.name;
  if (!request.scenario_text.empty()) json["scenario_text"] = request.scenario_text;
  json["world"] = inputs.world.name;
  if (!request.world_text.empty()) json["world_text"] = request.world_text;
  json["set"] = request.set;
  if (!request.with.empty()) json["with"] = request.with;
  if (!request.with_texts.empty()) json["with_texts"] = request.with_texts;
  if (!request.without.empty()) json["without"] = request.without;
  if (request.discount) json["discount"] = *request.discount;
  if (!request.category.empty()) json["category"] = request.category;
  json["seed"] = request.seed;
  // Only what was asked for: the rest is the scenario's and the world's, and --set may change it.
  const auto add = [&](const char* key, const auto& value) {
    if (value) json[key] = *value;
  };
  add("start", request.start);
  add("duration", request.duration);
  add("hours", request.hours);
  add("intensity", request.intensity);
  add("orders_per_hour", request.orders_per_hour);
  add("orders_per_day", request.orders_per_day);
  add("customers", request.customers);
  add("products", request.products);
  ordered_json tables = ordered_json::array();
  for (const TableDecl* table : AllTables()) {
    const bool wanted = write.tables.empty() || std::find(write.tables.begin(), write.tables.end(),
                                                          table->name) != write.tables.end();
    if (wanted) tables.push_back(table->name);
  }
  json["tables"] = std::move(tables);
  json["format"] = write.format;
  json["compression"] = write.compression;
  json["writer"] = write.writer;
  json["ids"] = write.ids_as_uuid ? "uuid" : "int64";
  json["money"] = write.money_as_float64 ? "float64" : "decimal";
  if (write.csv_safe) json["csv_text"] = "safe";
  if (write.by_date) json["partition_by"] = "date";
  if (write.card) json[kCardKey] = kCardWanted;
  return json.dump();
}

std::string ResolvedJson(const Inputs& inputs) {
  const Setup& setup = inputs.setup;
  const ordered_json json = {{"start", FormatTime(setup.HourStart(setup.first_hour))},
                             {"end", FormatTime(setup.HourStart(setup.end_hour))},
                             {"hours", setup.hours()},
                             {"intensity", setup.intensity},
                             {"orders_per_hour", setup.orders_per_hour},
                             {"customers", setup.customers},
                             {"products", setup.products}};
  return json.dump();
}

Status ParseRequestJson(const std::string& text, const std::string& origin, Request* request,
                        WriteOptions* write) {
  const auto whole = ParseJson<ordered_json>(text);
  const ordered_json& json =
      whole.is_object() && whole.contains("request") ? whole.at("request") : whole;
  if (!json.is_object() || !json.contains("scenario")) {
    return Status::Invalid(origin, ": not a manifest of ours; name the manifest.json of a dataset");
  }
  *request = Request();
  *write = WriteOptions();
  RequestReader reader(json, origin);
  std::string world;
  reader.Read("data_version", &request->data_version);
  reader.Read("scenario", &request->scenario);
  reader.Read("scenario_text", &request->scenario_text);
  reader.Read("world", &world);
  reader.Read("world_text", &request->world_text);
  reader.Read("set", &request->set);
  reader.Read("with", &request->with);
  reader.Read("with_texts", &request->with_texts);
  reader.Read("without", &request->without);
  reader.Read("discount", &request->discount);
  reader.Read("category", &request->category);
  reader.Read("seed", &request->seed);
  reader.Read("start", &request->start);
  reader.Read("duration", &request->duration);
  reader.Read("hours", &request->hours);
  reader.Read("intensity", &request->intensity);
  reader.Read("orders_per_hour", &request->orders_per_hour);
  reader.Read("orders_per_day", &request->orders_per_day);
  reader.Read("customers", &request->customers);
  reader.Read("products", &request->products);
  reader.Read("tables", &write->tables);
  reader.Read("format", &write->format);
  reader.Read("compression", &write->compression);
  reader.Read("writer", &write->writer);
  reader.ReadChoice("ids", "int64", "uuid", &write->ids_as_uuid);
  reader.ReadChoice("money", "decimal", "float64", &write->money_as_float64);
  reader.ReadChoice("csv_text", "plain", "safe", &write->csv_safe);
  reader.ReadChoice("partition_by", "none", "date", &write->by_date);
  reader.ReadChoice(kCardKey, "no", kCardWanted, &write->card);
  ARROW_RETURN_NOT_OK(reader.Finish());
  // A manifest holds the texts of the files it was made from: paths in it are never opened.
  request->sealed = true;
  if (request->scenario_text.empty() && !IsBuiltInScenario(request->scenario)) {
    return Status::Invalid(origin, ": request.scenario_text: is missing, and \"",
                           PlainExcerpt(request->scenario), "\" is not a built-in scenario",
                           DidYouMean(PlainExcerpt(request->scenario), BuiltInScenarioNames()));
  }
  if (request->world_text.empty() && json.contains("world") && world != BuiltInWorldName()) {
    return Status::Invalid(origin, ": request.world_text: is missing, and \"", PlainExcerpt(world),
                           "\" is not the built-in world");
  }
  if (!request->world_text.empty()) request->world = world;
  return Status::OK();
}

std::string RequestText(const Inputs& inputs, const WriteOptions& write) {
  return RequestJson(inputs, write);
}

Status ParseRequest(const std::string& text, Request* request, WriteOptions* write) {
  return ParseRequestJson(text, "request", request, write);
}

Status ReadManifestRequest(const std::string& path, Request* request, WriteOptions* write) {
  ARROW_RETURN_NOT_OK(RequireDirectory("--from", path));
  ARROW_ASSIGN_OR_RAISE(const std::string text, ReadTextFile(path));
  return ParseRequestJson(text, path, request, write);
}

}  // namespace fauxmart
