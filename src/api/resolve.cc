#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "api/inputs.h"
#include "base/document.h"
#include "base/embedded.h"
#include "base/text.h"
#include "base/time.h"
#include "fauxmart/version.h"
#include "plan/series.h"
#include "scenario/parse.h"
#include "world/limits.h"
#include "world/parse.h"

namespace fauxmart {
namespace {

using arrow::Result;
using arrow::Status;

Result<Document> LoadWorld(const Request& request, std::string* text) {
  if (!request.world_text.empty()) {
    *text = request.world_text;
    return Document::Parse(*text, request.world.empty() ? "world" : request.world);
  }
  if (request.world.empty()) return Document::Parse(EmbeddedDefaultWorld(), "worlds/default.yaml");
  ARROW_ASSIGN_OR_RAISE(*text, ReadDocumentText(request.world));
  return Document::Parse(*text, request.world);
}

Status OutOfRange(const char* flag, double value, const Bounds& bounds) {
  return Status::Invalid(fmt::format("{}: {} is out of range; give a number from {} to {}", flag,
                                     FormatNumber(value), FormatNumber(bounds.low),
                                     FormatNumber(bounds.high)));
}

Status CheckNumber(const char* flag, double value, const Bounds& bounds) {
  // Written so that NaN fails too.
  return value >= bounds.low && value <= bounds.high ? Status::OK()
                                                     : OutOfRange(flag, value, bounds);
}

Result<int64_t> ResolveStart(const Request& request, const Scenario& scenario) {
  constexpr char kDefaultStart[] = "2025-01-01T00:00:00Z";
  if (!request.start && scenario.start_us) return *scenario.start_us;
  const std::string text = request.start.value_or(kDefaultStart);
  const auto start = ParseTime(text);
  if (!start.ok()) return Status::Invalid("--start: " + start.status().message());
  if (*start % kMicrosPerHour != 0) {
    return Status::Invalid(fmt::format("--start: {} is not a whole hour; give {}",
                                       FormatTime(*start),
                                       FormatTime(*start - *start % kMicrosPerHour)));
  }
  return *start;
}

// "A:B", hours of the window.
Status ResolveHours(const std::string& text, int64_t duration, Setup* setup) {
  const size_t colon = text.find(':');
  if (colon != std::string::npos) {
    const auto first = ParseWhole(text.substr(0, colon)), end = ParseWhole(text.substr(colon + 1));
    if (first.ok() && end.ok() && 0 <= *first && *first < *end && *end <= duration) {
      setup->first_hour = setup->scenario_hour + *first;
      setup->end_hour = setup->scenario_hour + *end;
      return Status::OK();
    }
  }
  return Status::Invalid(
      fmt::format("--hours: \"{}\" is no range of this window; give A:B with 0 <= A < B <= {}",
                  text, duration));
}

Result<double> ResolveRate(const Request& request, const Scenario& scenario, const World& world) {
  if (request.orders_per_hour && request.orders_per_day) {
    return Status::Invalid("--orders-per-hour and --orders-per-day exclude each other; give one");
  }
  if (request.orders_per_hour) {
    ARROW_RETURN_NOT_OK(CheckNumber("--orders-per-hour", *request.orders_per_hour, kOrdersPerHour));
    return *request.orders_per_hour;
  }
  if (request.orders_per_day) {
    // A day has the sum of m(h) as many orders as a full hour.
    double sum = 0;
    for (int hour = 0; hour < 24; ++hour) {
      sum += DailyCurveAt(world.arrivals.daily_curve, hour);
    }
    const Bounds bounds{kOrdersPerHour.low * 24, kOrdersPerHour.high * sum};
    ARROW_RETURN_NOT_OK(CheckNumber("--orders-per-day", *request.orders_per_day, bounds));
    return *request.orders_per_day / sum;
  }
  return scenario.orders_per_hour.value_or(world.arrivals.orders_per_hour);
}

Result<int64_t> ResolveCount(const char* flag, const std::optional<int64_t>& asked,
                             const std::optional<int64_t>& scenario, int64_t world, int64_t most) {
  if (!asked) return scenario.value_or(world);
  if (*asked < 1 || *asked > most) {
    return Status::Invalid(fmt::format("{}: {} is out of range; give a whole number from 1 to {}",
                                       flag, *asked, most));
  }
  return *asked;
}

// Effects that the window never reaches.
std::vector<std::string> OutsideWindow(const Scenario& scenario, int64_t duration) {
  std::vector<std::string> warnings;
  for (const Effect& effect : scenario.effects) {
    if (effect.from < duration) continue;
    warnings.push_back(
        fmt::format("effects.{}: acts from {} on, and the window ends after {}: it does nothing",
                    effect.name, FormatDuration(effect.from), FormatDuration(duration)));
  }
  return warnings;
}

}  // namespace

Names BuiltInScenarioNames() {
  Names names;
  for (const EmbeddedFile& file : EmbeddedScenarios()) names.emplace_back(file.name);
  return names;
}

Result<InputsPtr> Resolve(const Request& request) {
  if (request.data_version && *request.data_version != DataVersion()) {
    return Status::Invalid(fmt::format(
        "--data-version: this build makes data version {}, not {}; use the release that makes it",
        DataVersion(), *request.data_version));
  }
  LapClock clock;
  auto inputs = std::make_shared<Inputs>();
  inputs->request = request;
  ARROW_ASSIGN_OR_RAISE(Document world, LoadWorld(request, &inputs->request.world_text));
  for (const std::string& setting : request.set) {
    ARROW_RETURN_NOT_OK(ApplySetting(setting, {{"world", &world}, {"scenario", nullptr}}));
  }
  ARROW_ASSIGN_OR_RAISE(inputs->world, ParseWorld(world));
  ARROW_ASSIGN_OR_RAISE(inputs->scenario, LoadScenario(&inputs->request, inputs->world));
  ARROW_ASSIGN_OR_RAISE(inputs->removed, ResolveWithout(request.without, inputs->scenario));

  Setup& setup = inputs->setup;
  setup.seed = request.seed;
  ARROW_ASSIGN_OR_RAISE(const int64_t start, ResolveStart(request, inputs->scenario));
  setup.midnight_us = start - start % kMicrosPerDay;
  setup.scenario_hour = start % kMicrosPerDay / kMicrosPerHour;
  int64_t duration = inputs->scenario.duration_hours;
  if (request.duration) {
    const auto hours = ParseDuration(*request.duration);
    if (!hours.ok()) return Status::Invalid("--duration: " + hours.status().message());
    duration = *hours;
  }
  inputs->scenario.duration_hours = duration;
  setup.first_hour = setup.scenario_hour;
  setup.end_hour = setup.scenario_hour + duration;
  if (request.hours) ARROW_RETURN_NOT_OK(ResolveHours(*request.hours, duration, &setup));

  setup.intensity = inputs->scenario.intensity;
  if (request.intensity) {
    ARROW_RETURN_NOT_OK(CheckNumber("--intensity", *request.intensity, kIntensity));
    setup.intensity = *request.intensity;
  }
  ARROW_ASSIGN_OR_RAISE(setup.orders_per_hour,
                        ResolveRate(request, inputs->scenario, inputs->world));
  ARROW_ASSIGN_OR_RAISE(setup.customers,
                        ResolveCount("--customers", request.customers, inputs->scenario.customers,
                                     inputs->world.customers.count, kMaxCustomers));
  ARROW_ASSIGN_OR_RAISE(setup.products,
                        ResolveCount("--products", request.products, inputs->scenario.products,
                                     inputs->world.products.count, kMaxProducts));
  inputs->warnings = OutsideWindow(inputs->scenario, duration);
  inputs->nanoseconds = clock.Lap();
  return inputs;
}

std::vector<ScenarioInfo> BuiltInScenarios() {
  std::vector<ScenarioInfo> infos;
  const auto world_document = Document::Parse(EmbeddedDefaultWorld(), "worlds/default.yaml");
  if (!world_document.ok()) return infos;
  const auto world = ParseWorld(*world_document);
  if (!world.ok()) return infos;
  for (const EmbeddedFile& file : EmbeddedScenarios()) {
    const auto document = Document::Parse(file.text, std::string(file.name));
    if (!document.ok()) continue;
    const auto scenario = ParseScenario(*document, *world);
    if (!scenario.ok()) continue;
    ScenarioInfo info{scenario->name,
                      scenario->description,
                      FormatDuration(scenario->duration_hours),
                      std::string(file.text),
                      {},
                      scenario->intensity};
    for (const Incident& incident : scenario->incidents) info.incidents.push_back(incident.name);
    infos.push_back(std::move(info));
  }
  return infos;
}

std::string DefaultWorldText() { return std::string(EmbeddedDefaultWorld()); }

}  // namespace fauxmart
