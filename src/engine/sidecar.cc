#include "engine/sidecar.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/json_text.h"
#include "output/xxh3.h"

namespace fauxmart {
namespace {

using nlohmann::ordered_json;

arrow::Status BadSidecar(const std::string& path, const std::string& what) {
  return arrow::Status::Invalid(fmt::format(
      "{}: not a sidecar of this run ({}); make the dataset anew with --overwrite", path, what));
}

constexpr char kSelf[] = "self";  // checksum of the other keys

std::string Checksum(const std::string& body) {
  Xxh3Stream stream;
  stream.Update(body.data(), body.size());
  return stream.Hex();
}

// Counts, of which no dataset has more; and what is far from overflow can be added up.
constexpr int64_t kMostCount = int64_t{1} << 50;

bool HasOnlyCounts(const ordered_json& json) {
  if (json.is_structured()) return std::ranges::all_of(json, HasOnlyCounts);
  if (!json.is_number()) return true;
  if (json.is_number_unsigned()) return json.get<uint64_t>() <= uint64_t{kMostCount};
  return json.is_number_integer() && json.get<int64_t>() >= -kMostCount;
}

void ReadParts(const ordered_json& json, TaskResult* result) {
  for (const ordered_json& part : json.at("parts")) {
    PartEntry entry;
    entry.table = part.at("table").get<std::string>();
    entry.result.path = part.at("path").get<std::string>();
    entry.result.rows = part.at("rows").get<int64_t>();
    entry.result.bytes = part.at("bytes").get<int64_t>();
    entry.result.checksum = part.at("checksum").get<std::string>();
    entry.result.digest = part.at("digest").get<std::string>();
    result->parts.push_back(std::move(entry));
  }
}

}  // namespace

std::string SidecarText(const TaskResult& result) {
  ordered_json json;
  json["task"] = result.name;
  json["parts"] = ordered_json::array();
  for (const PartEntry& part : result.parts) {
    json["parts"].push_back({{"table", part.table},
                             {"path", part.result.path},
                             {"rows", part.result.rows},
                             {"bytes", part.result.bytes},
                             {"checksum", part.result.checksum},
                             {"digest", part.result.digest}});
  }
  if (!result.counters.hours.empty()) {
    json["first_hour"] = result.counters.first_hour;
    json["hours"] = result.counters.hours;
    for (const MixCount& mix : result.counters.mixes) {
      json["mixes"][std::string(mix.name)] = mix.counts;
    }
    for (const TwinCounts& twin : result.counters.twins) {
      json["twins"].push_back({{"difference", twin.difference},
                               {"changed", twin.changed},
                               {"added", twin.added},
                               {"prevented", twin.prevented}});
    }
  }
  // Of all that stands before it: what was damaged is not believed.
  json[kSelf] = Checksum(json.dump());
  return json.dump() + "\n";
}

arrow::Result<TaskResult> ParseSidecar(const Shop& shop, const std::string& text,
                                       const std::string& path) {
  // The library throws on a value of the wrong kind; nothing of that leaves this function.
  try {
    auto json = ParseJson<ordered_json>(text);
    if (json.is_discarded()) return BadSidecar(path, "it is no JSON");
    const auto checksum = json.at(kSelf).get<std::string>();
    json.erase(kSelf);
    if (checksum != Checksum(json.dump())) return BadSidecar(path, "its checksum does not hold");
    if (!HasOnlyCounts(json)) return BadSidecar(path, "it has a number that is no count");
    TaskResult result;
    result.name = json.at("task").get<std::string>();
    ReadParts(json, &result);
    if (!json.contains("hours")) return result;
    const auto first = json.at("first_hour").get<int64_t>();
    const auto hours = json.at("hours").get<std::vector<HourCounts>>();
    const Setup& setup = shop.setup;
    const auto count = static_cast<int64_t>(hours.size());
    if (first < setup.first_hour || first > setup.end_hour - count) {
      return BadSidecar(path, "hours outside the window");
    }
    const int64_t end = first + count;
    result.counters = Counters(shop, first, end);
    result.counters.hours = hours;
    for (const HourCounts& hour : hours) result.counters.total_orders += hour[kHourOrders];
    for (MixCount& mix : result.counters.mixes) {
      const auto counts = json.at("mixes").at(std::string(mix.name)).get<std::vector<int64_t>>();
      if (counts.size() != mix.counts.size()) return BadSidecar(path, "a mix of another world");
      mix.counts = counts;
    }
    const ordered_json twins = json.value("twins", ordered_json::array());
    if (twins.size() != result.counters.twins.size()) return BadSidecar(path, "other incidents");
    for (size_t t = 0; t < twins.size(); ++t) {
      TwinCounts& twin = result.counters.twins[t];
      twin.difference = twins[t].at("difference").get<std::vector<HourCounts>>();
      twin.changed = twins[t].at("changed").get<int64_t>();
      twin.added = twins[t].at("added").get<int64_t>();
      twin.prevented = twins[t].at("prevented").get<int64_t>();
      if (twin.difference.size() != hours.size()) return BadSidecar(path, "hours missing");
    }
    return result;
  } catch (const nlohmann::json::exception& error) {
    return BadSidecar(path, error.what());
  }
}

}  // namespace fauxmart
