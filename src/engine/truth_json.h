// truth.json: what was planted, as one document: the inputs, the incidents, and the plan hour by
// hour with them and without each. Its schema is schemas/truth.schema.json.
#pragma once

#include <string>
#include <vector>

#include "engine/job.h"

namespace fauxmart {

// `tasks` of the whole dataset: the truth tables' files are listed, by paths relative to
// truth.json.
std::string TruthText(const Job& job, const std::vector<TaskResult>& tasks,
                      const Counters& counters);

// What a blind dataset's manifest says of its truth: SHA-256 of truth.json's bytes. It has a salt
// in it, so that a guess at the inputs cannot be checked by writing the document oneself.
std::string SealOf(const std::string& truth_text);

// A table's files as the manifest lists them; `prefix` is taken off their paths.
std::string TableJson(const std::vector<TaskResult>& tasks, const TableDecl& table,
                      const std::string& prefix);

}  // namespace fauxmart
