// The manifest: what a dataset is, written last.
#pragma once

#include <arrow/result.h>

#include <string>
#include <vector>

#include "engine/job.h"

namespace fauxmart {

// Facts about this run alone: the only part of a manifest in which equal datasets may differ.
struct RunFacts {
  double seconds = 0;
  int64_t peak_bytes = 0;  // of memory
};

// `tasks` in the order of the dataset, `counters` the sum of theirs. Where the truth is kept apart,
// nothing but the files is told, and the seal of `truth_text` (empty: none was written). The
// checksum of `card_text` (likewise) tells whether somebody has changed the card since.
std::string ManifestText(const Job& job, const std::vector<TaskResult>& tasks,
                         const Counters& counters, const std::string& truth_text,
                         const std::string& card_text, const RunFacts& run);

// Planned and measured totals, rates, mixes and correlations, as JSON text.
std::string StatisticsJson(const Job& job, const Counters& counters);

// Totals, rates and correlations of the rows, by name.
std::vector<std::pair<std::string, double>> MeasuredStatistics(const Shop& shop,
                                                               const Counters& counters);

// The digest of each written table from its parts'.
std::string TableDigest(const std::vector<TaskResult>& tasks, const std::string& table);

}  // namespace fauxmart
