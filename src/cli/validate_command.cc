// validate: the checks of a dataset, for people and for programs.
#include <fmt/format.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/interrupt.h"
#include "cli/render.h"
#include "cli/terminal.h"
#include "fauxmart/validate.h"

namespace fauxmart {

namespace {

using Json = nlohmann::ordered_json;
using arrow::Status;

std::string ValidationJson(const std::string& dir, const ValidationResult& result) {
  Json json = {{"valid", result.valid()},
               {"dataset", dir},
               {"rows", result.rows},
               {"passed", result.Count(Outcome::kPassed)},
               {"failed", result.Count(Outcome::kFailed)},
               {"skipped", result.Count(Outcome::kSkipped)}};
  json["checks"] = Json::array();
  for (const CheckResult& check : result.checks) {
    Json one = {{"group", check.group},       {"table", check.table},
                {"check", check.words},       {"outcome", OutcomeName(check.outcome)},
                {"examined", check.examined}, {"violations", check.violations}};
    if (!check.rows.empty()) one["rows"] = check.rows;
    if (!check.reason.empty()) one["reason"] = check.reason;
    if (const Comparison* worst = check.Worst(); worst != nullptr) {
      one["z"] = worst->z;
      for (const Comparison& figure : check.compared) {
        one["compared"].push_back({{"what", figure.what},
                                   {"of", figure.of},
                                   {"planned", figure.planned},
                                   {"measured", figure.measured},
                                   {"z", figure.z}});
      }
    }
    json["checks"].push_back(std::move(one));
  }
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

// Of each statistic the figure that is furthest off.
std::string FiguresText(const ValidationResult& result, const Terminal& terminal) {
  TextTable table{.columns = {"table", "statistic", "furthest off", "planned", "measured", "z"},
                  .numeric = {false, false, false, true, true, true},
                  .rows = {}};
  for (const CheckResult& check : result.checks) {
    const Comparison* worst = check.Worst();
    if (worst == nullptr || check.outcome == Outcome::kSkipped) continue;
    table.rows.push_back(
        {check.table, check.words, worst->what, fmt::format("{:.5g}", worst->planned),
         fmt::format("{:.5g}", worst->measured), fmt::format("{:+.2f}", worst->z)});
  }
  return table.rows.empty() ? "" : "\n" + AlignTable(table, 0, terminal) + "\n";
}

std::string ValidationText(const std::string& dir, const ValidationResult& result,
                           const Terminal& terminal) {
  TextTable table{.columns = {"", "group", "table", "what must hold", "examined", "violations"},
                  .numeric = {false, false, false, false, true, true},
                  .rows = {}};
  for (const CheckResult& check : result.checks) {
    const bool skipped = check.outcome == Outcome::kSkipped;
    table.rows.push_back({std::string(OutcomeName(check.outcome)), check.group, check.table,
                          check.words, skipped ? "" : Grouped(check.examined),
                          skipped ? "" : Grouped(check.violations)});
  }
  std::string text = AlignTable(table, 0, terminal);
  text += FiguresText(result, terminal);
  for (const CheckResult& check : result.checks) {
    if (check.outcome == Outcome::kPassed) continue;
    text += fmt::format("{}: {}: {}\n", OutcomeName(check.outcome), check.table, check.words);
    if (!check.reason.empty()) text += fmt::format("  {}\n", check.reason);
    for (const std::string& row : check.rows) text += fmt::format("  {}\n", row);
  }
  return text + fmt::format("{}: {}; {} checks passed, {} failed, {} skipped; {} rows\n", dir,
                            result.valid() ? "valid" : "not valid", result.Count(Outcome::kPassed),
                            result.Count(Outcome::kFailed), result.Count(Outcome::kSkipped),
                            Grouped(result.rows));
}

}  // namespace

Status RunValidate(const Invocation& invocation) {
  const std::string dir = invocation.TextOr("DIR", "");
  const ValidateOptions options{
      .threads = static_cast<int>(invocation.Integer("--threads").value_or(0)),
      .rows = invocation.Integer("--rows").value_or(3)};
  const auto result = Validate(dir, options, CatchInterrupts());
  if (result.status().IsCancelled()) return Status::Cancelled("interrupted");
  ARROW_RETURN_NOT_OK(result.status());
  ARROW_RETURN_NOT_OK(Print(invocation.Has("--json")
                                ? ValidationJson(dir, *result)
                                : ValidationText(dir, *result, LookAt(STDOUT_FILENO))));
  return result->valid() ? Status::OK() : AnswerNo();
}

}  // namespace fauxmart
