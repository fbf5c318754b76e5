// A request, resolved: world, scenario and run as validated values, and the request's own record.
#pragma once

#include <arrow/result.h>

#include <memory>
#include <string>

#include "engine/job.h"
#include "fauxmart/dataset.h"
#include "plan/setup.h"
#include "scenario/scenario.h"
#include "world/world.h"

namespace fauxmart {

struct Inputs {
  World world;
  Scenario scenario;
  Setup setup;
  std::vector<bool> removed;  // by incident of the scenario: left out
  std::vector<std::string> warnings;
  // What makes the same dataset again: the request as given, with the texts of the files that were
  // read (empty for built-in ones).
  Request request;
  int64_t nanoseconds = 0;  // that resolving took
};

// The names that need no file, in the order of the list.
Names BuiltInScenarioNames();

// The record of a request: the manifest's "request", as JSON text.
std::string RequestJson(const Inputs& inputs, const WriteOptions& write);

// What the request came to, for people to read: window, rate and sizes, as JSON text.
std::string ResolvedJson(const Inputs& inputs);

// Reads it back, from a manifest's text or a shard's record. `origin` is for messages.
arrow::Status ParseRequestJson(const std::string& text, const std::string& origin, Request* request,
                               WriteOptions* write);

// Turns names into what the engine takes: tables, formats, a shop.
arrow::Result<Job> MakeJob(const Inputs& inputs, const Shop& shop, const WriteOptions& write,
                           const RunOptions& run);

// The shop of the inputs, planned; with its twins if labels will be made.
arrow::Result<std::unique_ptr<const Shop>> BuildShop(const Inputs& inputs, bool with_twins);

// Do these tables need the twins?
bool NeedTwins(const std::vector<const TableDecl*>& tables);

// A built-in scenario's text, or that of the file of this name; `texts` (by name) stand in for
// files, and get those that were read. `sealed`: no file is opened.
struct ScenarioSource {
  std::string origin, text;
};
arrow::Result<ScenarioSource> FindScenario(const std::string& name, bool sealed,
                                           std::map<std::string, std::string>* texts);

// The scenario of a request with all that is laid over it.
arrow::Result<Scenario> LoadScenario(Request* request, const World& world);

// Names of the incidents to leave out -> by incident of the scenario.
arrow::Result<std::vector<bool>> ResolveWithout(const Names& without, const Scenario& scenario);

// Its name and when it was; its rows are counted elsewhere.
IncidentSummary SummaryOf(const Shop& shop, const Incident& incident);

// The meter's figures with those of the process; the seconds are the caller's.
Progress ReadProgress(const RunMeter& meter, const Job& job);

Summary MakeSummary(const Job& job, const std::string& scenario,
                    const std::vector<TaskResult>& tasks, const Counters& counters);

}  // namespace fauxmart
