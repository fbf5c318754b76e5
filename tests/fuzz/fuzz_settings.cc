// --set: each line is one assignment to the default world, or to a scenario of this shop.
#include "base/document.h"
#include "base/embedded.h"
#include "fuzz_target.h"
#include "scenario/parse.h"
#include "world/parse.h"

using namespace fauxmart;

namespace {

Document Embedded(std::string_view text) { return *Document::Parse(text, "embedded"); }

std::string_view ScenarioText() {
  for (const EmbeddedFile& file : EmbeddedScenarios()) {
    if (file.name == "viral_moment") return file.text;
  }
  return {};
}

}  // namespace

FUZZ_TARGET(settings) {
  static const Document default_world = Embedded(EmbeddedDefaultWorld());
  static const Document default_scenario = Embedded(ScenarioText());
  static const World parsed_default = *ParseWorld(default_world);
  const std::string_view text = fuzz::TextOf(data, size);
  // What is not named need not be copied nor parsed again.
  Document world, scenario;
  const bool has_world = text.find("world") != std::string_view::npos;
  if (has_world) world = default_world;
  scenario = default_scenario;
  bool set_world = false, set_scenario = false;
  for (std::string_view rest = text; !rest.empty();) {
    const size_t end = rest.find('\n');
    const std::string_view line = rest.substr(0, end);
    const bool done = ApplySetting(line, {{"world", &world}, {"scenario", &scenario}}).ok();
    (line.starts_with("world") ? set_world : set_scenario) |= done;
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  }
  if (!set_world) {
    if (set_scenario) static_cast<void>(ParseScenario(scenario, parsed_default));
    return 0;
  }
  const auto parsed = ParseWorld(world);
  if (parsed.ok() && set_scenario) static_cast<void>(ParseScenario(scenario, *parsed));
  return 0;
}
