#include "scenario/parse.h"

#include <fmt/format.h>

#include "base/reader.h"
#include "base/text.h"
#include "base/time.h"
#include "world/limits.h"

namespace fauxmart {
namespace {

// Names of scenarios become folders, file names and arguments.
bool IsPlainName(const std::string& name) {
  return !name.empty() && name[0] >= 'a' && name[0] <= 'z' &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos;
}

void ReadTitle(Reader& root, Scenario* scenario) {
  scenario->name = root.Name("name");
  if (!IsPlainName(scenario->name)) {
    root.FailAt("name", fmt::format("\"{}\" is not a scenario's name; write small letters, digits "
                                    "and _, such as flash_sale",
                                    scenario->name));
  }
  scenario->description = root.Text("description");
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

}  // namespace

arrow::Result<Scenario> ParseScenario(const Document& document) {
  Scenario scenario;
  Problems problems;
  {
    // Closed before the verdict: a Reader's end is where unknown keys come to light.
    Reader root(document, &problems);
    ReadTitle(root, &scenario);
    ReadWindow(root, &scenario);
  }
  ARROW_RETURN_NOT_OK(problems.status());
  return scenario;
}

}  // namespace fauxmart
