// Whether a dataset keeps every promise that can be read off its files.
//
// Reads the files and the manifest only, never a random number: what is checked is the dataset, and
// not the generator once more. Rows are streamed part by part, so memory depends on the largest
// part. The answer is the same for every number of threads.
#pragma once

#include <arrow/result.h>

#include <atomic>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fauxmart {

struct ValidateOptions {
  int threads = 0;  // 0: one a core
  int64_t rows = 3;  // offending rows to name, at most, of each check
};

enum class Outcome { kPassed, kFailed, kSkipped };
std::string_view OutcomeName(Outcome outcome);  // "passed", "failed", "skipped"

// One figure of a statistic: what world and plan say it is, and what the rows give.
struct Comparison {
  std::string what;  // "gen_z app"
  int64_t of = 0;  // what it was measured on: rows, hours
  double planned = 0, measured = 0;
  double z = 0;  // how many standard errors lie between the two
};

struct CheckResult {
  std::string group;  // files, schema, key, reference, rule, identity, metric, statistic, truth
  std::string table;  // or what it is about
  std::string words;  // what must hold
  Outcome outcome = Outcome::kPassed;
  int64_t examined = 0, violations = 0;
  std::vector<std::string> rows;  // the first that offend, with what they say
  std::string reason;  // kSkipped: why
  std::vector<Comparison> compared;  // statistic only

  // The figure that is furthest off; null where none was compared.
  const Comparison* Worst() const;
};

struct ValidationResult {
  std::vector<CheckResult> checks;
  int64_t rows = 0;  // that were read

  int64_t Count(Outcome outcome) const;
  bool valid() const { return Count(Outcome::kFailed) == 0; }
};

// Invalid: `dir` is no dataset of ours. Cancelled: `stop`, which may be null. Whatever is wrong
// with files and rows is a failed check, and no error.
arrow::Result<ValidationResult> Validate(const std::string& dir, const ValidateOptions& options,
                                         const std::atomic<bool>* stop);

}  // namespace fauxmart
