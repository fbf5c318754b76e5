// The request of a manifest: read, resolved and, where it is a small one, planned; and what is
// written of it again reads as the same.
#include "api/inputs.h"
#include "base/text.h"
#include "fuzz_target.h"
#include "tables/tables.h"

using namespace fauxmart;

namespace {

// Planning takes time and memory in proportion, which is no fault.
bool IsSmall(const Inputs& inputs) {
  const Setup& setup = inputs.setup;
  return setup.hours() <= 48 && inputs.scenario.incidents.size() <= 4 &&
         setup.customers <= 20'000 && setup.products <= 2'000 &&
         setup.orders_per_hour * setup.intensity <= 10'000;
}

}  // namespace

FUZZ_TARGET(request) {
  const std::string text(fuzz::TextOf(data, size));
  Request request;
  WriteOptions write;
  if (!ParseRequestJson(text, "manifest.json", &request, &write).ok()) return 0;
  // Names of tables are looked up by who writes them.
  for (const std::string& table : write.tables) {
    if (FindTable(table) == nullptr) return 0;
  }
  const auto inputs = Resolve(request);
  if (!inputs.ok()) return 0;
  const std::string written = RequestJson(**inputs, write);
  Request again;
  WriteOptions write_again;
  const auto read = ParseRequestJson(written, "written", &again, &write_again);
  fuzz::Require(read.ok(), "a request that was written can be read: " + read.ToString(), written);
  const auto same = Resolve(again);
  fuzz::Require(same.ok(), "and resolves: " + same.status().ToString(), written);
  fuzz::Require(RequestJson(**same, write_again) == written, "and is the same", written);
  fuzz::Require(ResolvedJson(**same) == ResolvedJson(**inputs), "and comes to the same", written);
  if (IsSmall(**inputs)) static_cast<void>(DryRun(**inputs, write));
  return 0;
}
