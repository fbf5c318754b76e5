// A scenario file against the default world, and laid over itself some hours later.
#include "base/document.h"
#include "base/embedded.h"
#include "base/time.h"
#include "fuzz_target.h"
#include "scenario/compose.h"
#include "scenario/parse.h"
#include "world/parse.h"

using namespace fauxmart;

FUZZ_TARGET(scenario) {
  static const World world = *ParseWorld(*Document::Parse(EmbeddedDefaultWorld(), "world"));
  const std::string_view text = fuzz::TextOf(data, size);
  const auto document = Document::Parse(text, "scenario");
  if (!document.ok()) return 0;
  auto scenario = ParseScenario(*document, world);
  if (!scenario.ok()) {
    fuzz::Require(scenario.status().IsInvalid(), "a refusal is Invalid", text);
    return 0;
  }
  fuzz::Require(scenario->duration_hours >= 1 && scenario->duration_hours <= kMaxDurationHours,
                "a duration is in bounds", text);
  const Scenario other = *scenario;
  static_cast<void>(LayOver(other, 1, &*scenario));
  static_cast<void>(LayOver(other, kMaxDurationHours, &*scenario));
  return 0;
}
