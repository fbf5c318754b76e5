// What checks found, and the list of the checks themselves.
//
// The list is made before the work, so every check is named whether it could be made or not. Each
// task notes what it sees in findings of its own, and they are put together in the order of the
// parts: the first rows that offend are the same for every number of threads.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "fauxmart/validate.h"

namespace fauxmart {

// A sound dataset goes beyond it about once in two million figures.
inline constexpr double kMostStandardErrors = 5;

class Checklist {
 public:
  // A number to note findings under.
  size_t Add(std::string_view group, std::string_view table, std::string_view words);
  void Skip(size_t check, std::string reason);
  bool Skipped(size_t check) const { return checks_[check].outcome == Outcome::kSkipped; }
  size_t size() const { return checks_.size(); }

 private:
  friend class Findings;
  std::vector<CheckResult> checks_;
};

class Findings {
 public:
  // Keeps the first `rows` offenders of each check.
  Findings(size_t checks, int64_t rows) : found_(checks), keep_(rows) {}

  void Examined(size_t check, int64_t rows) { found_[check].examined += rows; }
  // `row()` says which row offends, and how; it is only asked while rows are kept.
  template <typename Row>
  void Violated(size_t check, Row&& row) {
    Finding& finding = found_[check];
    ++finding.violations;
    if (static_cast<int64_t>(finding.rows.size()) < keep_) finding.rows.push_back(row());
  }
  // A figure of a statistic; beyond kMostStandardErrors it is a violation.
  void Compared(size_t check, Comparison comparison);
  bool Any(size_t check) const { return found_[check].violations > 0; }
  // Those of later parts.
  void Append(const Findings& later);
  std::vector<CheckResult> Results(const Checklist& list) const;

 private:
  struct Finding {
    int64_t examined = 0, violations = 0;
    std::vector<std::string> rows;
    std::vector<Comparison> compared;
  };
  std::vector<Finding> found_;
  int64_t keep_;
};

}  // namespace fauxmart
