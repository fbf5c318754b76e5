#include "validate/findings.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

namespace fauxmart {

size_t Checklist::Add(std::string_view group, std::string_view table, std::string_view words) {
  CheckResult check;
  check.group = group;
  check.table = table;
  check.words = words;
  checks_.push_back(std::move(check));
  return checks_.size() - 1;
}

void Checklist::Skip(size_t check, std::string reason) {
  if (Skipped(check)) return;
  checks_[check].outcome = Outcome::kSkipped;
  checks_[check].reason = std::move(reason);
}

void Findings::Compared(size_t check, Comparison figure) {
  Examined(check, figure.of);
  if (!(std::abs(figure.z) <= kMostStandardErrors)) {
    Violated(check, [&] {
      return fmt::format("{}: {:.6g} of {}, and {:.6g} are planned: z {:+.1f}", figure.what,
                         figure.measured, figure.of, figure.planned, figure.z);
    });
  }
  found_[check].compared.push_back(std::move(figure));
}

void Findings::Append(const Findings& later) {
  for (size_t c = 0; c < found_.size(); ++c) {
    found_[c].examined += later.found_[c].examined;
    found_[c].violations += later.found_[c].violations;
    for (const std::string& row : later.found_[c].rows) {
      if (static_cast<int64_t>(found_[c].rows.size()) == keep_) break;
      found_[c].rows.push_back(row);
    }
    const std::vector<Comparison>& compared = later.found_[c].compared;
    found_[c].compared.insert(found_[c].compared.end(), compared.begin(), compared.end());
  }
}

const Comparison* CheckResult::Worst() const {
  const Comparison* worst = nullptr;
  for (const Comparison& each : compared) {
    if (worst == nullptr || std::abs(each.z) > std::abs(worst->z)) worst = &each;
  }
  return worst;
}

std::vector<CheckResult> Findings::Results(const Checklist& list) const {
  std::vector<CheckResult> results = list.checks_;
  for (size_t c = 0; c < results.size(); ++c) {
    if (results[c].outcome == Outcome::kSkipped) continue;
    results[c].examined = found_[c].examined;
    results[c].violations = found_[c].violations;
    results[c].rows = found_[c].rows;
    results[c].compared = found_[c].compared;
    if (found_[c].violations > 0) results[c].outcome = Outcome::kFailed;
  }
  return results;
}

}  // namespace fauxmart
