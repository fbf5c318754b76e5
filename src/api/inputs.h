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
  // What makes the same dataset again: the request as given, with the texts of the files that were
  // read (empty for built-in ones).
  Request request;
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

// The shop of the inputs, planned.
arrow::Result<std::unique_ptr<const Shop>> BuildShop(const Inputs& inputs);

Summary MakeSummary(const Job& job, const std::string& scenario,
                    const std::vector<TaskResult>& tasks, const Counters& counters);

}  // namespace fauxmart
