// From checked flags to the three structures of a request.
//
// What flags mean together is settled here: which exclude each other, what a default depends on.
#pragma once

#include <arrow/result.h>

#include <string>

#include "cli/parse.h"
#include "cli/progress.h"
#include "fauxmart/dataset.h"

namespace fauxmart {

// The flags that decide rows, over what `request` already says.
void ApplyInputFlags(const Invocation& invocation, Request* request);

// --ids and --money, where they are given.
void ApplyTypeFlags(const Invocation& invocation, WriteOptions* write);

struct GenerateOptions {
  Request request;
  WriteOptions write;
  RunOptions run;
  bool dry_run = false, json = false, quiet = false;
  std::string stats;  // a file for the run's figures; empty: none
  ProgressMode progress = ProgressMode::kAuto;
};

// Reads the manifest of --from, if there is one. Flags that exclude each other: Invalid.
arrow::Result<GenerateOptions> ReadGenerateOptions(const Invocation& invocation);

// Where a scenario (a name, or a file's path) goes if nobody says.
std::string DefaultOut(const std::string& scenario, int shard, int shards);

}  // namespace fauxmart
