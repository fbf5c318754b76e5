#include "validate/validate.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <thread>

#include "base/json_text.h"
#include "engine/dataset_layout.h"
#include "engine/files.h"
#include "tables/tables.h"
#include "validate/block_checks.h"
#include "validate/file_checks.h"
#include "validate/part_checks.h"
#include "validate/rate_counts.h"
#include "validate/statistics.h"

namespace fauxmart {
namespace {

namespace fs = std::filesystem;
using arrow::Result;
using arrow::Status;
using nlohmann::json;

bool InParts(const TableDecl& decl) {
  return decl.kind == TableKind::kFact || &decl == &kIncidentLabels;
}

// Parts of one number are of the same hours. The last labels, those of tables without parts, have a
// number of their own.
std::vector<PartTask> TasksOf(const Dataset& dataset) {
  std::map<int64_t, PartTask> tasks;
  for (const DatasetTable& table : dataset.tables) {
    if (!InParts(*table.decl)) continue;
    for (const DatasetPart& part : table.parts) {
      const size_t dash = part.path.rfind('-');
      int64_t number = 0;
      std::from_chars(part.path.data() + dash + 1, part.path.data() + part.path.size(), number);
      tasks[number].number = number;
      tasks[number].parts.emplace(table.decl, part);
    }
  }
  std::vector<PartTask> list;
  for (auto& [number, task] : tasks) list.push_back(std::move(task));
  return list;
}

// Runs work(0) .. work(n - 1) on threads, in any order, until `stop`.
template <typename Work>
Status ForEach(size_t n, int threads, const std::atomic<bool>* stop, Work&& work) {
  std::atomic<size_t> next{0};
  const auto run = [&] {
    for (size_t i = next++; i < n && (stop == nullptr || !*stop); i = next++) work(i);
  };
  std::vector<std::thread> others;
  for (int t = 1; t < threads; ++t) others.emplace_back(run);
  run();
  for (std::thread& thread : others) thread.join();
  return stop != nullptr && *stop ? Status::Cancelled("interrupted") : Status::OK();
}

// Keys rise from part to part, and so do times: what is unique and in order in every part is so in
// all of them. Parts of an hour that was cut in two may mix the tickets' keys, so those may
// overlap.
void CheckBetweenParts(const PlanOfChecks& plan, const std::vector<CheckedPart>& parts,
                       Findings* findings) {
  std::map<const TableDecl*, int64_t> highest, latest;
  for (const CheckedPart& part : parts) {
    for (const auto& [decl, range] : part.keys) {
      const auto before = highest.find(decl);
      if (before != highest.end() && range.first <= before->second && decl != &kSupportTickets) {
        findings->Violated(plan.tables.at(decl).key, [&] {
          return fmt::format("{} {} is not above those of earlier parts", decl->key, range.first);
        });
      }
      highest[decl] =
          std::max(before == highest.end() ? range.second : before->second, range.second);
    }
    for (const auto& [decl, range] : part.times) {
      const auto before = latest.find(decl);
      if (before != latest.end() && range.first < before->second) {
        findings->Violated(plan.tables.at(decl).order, [&] {
          return fmt::format("{} begins before an earlier part ends", decl->order_by);
        });
      }
      latest[decl] = range.second;
    }
  }
}

// All tables have the rows of some hours in one folder, and orders and carts say of which day.
void CheckDays(const std::vector<PartTask>& tasks, const std::vector<CheckedPart>& parts,
               size_t check, Findings* findings) {
  for (size_t i = 0; i < tasks.size(); ++i) {
    std::string_view day;
    for (const auto& [decl, part] : tasks[i].parts) {
      if (decl->kind != TableKind::kFact) continue;
      findings->Examined(check, 1);
      const std::string_view folder = DateFolderOf(part.path);
      if (day.empty()) day = folder;
      bool fits = !folder.empty() && folder == day;
      const auto times = parts[i].times.find(decl);
      if (fits && times != parts[i].times.end()) {
        fits = DateFolder(times->second.first) == day && DateFolder(times->second.second) == day;
      }
      if (!fits) findings->Violated(check, [&] { return part.path; });
    }
  }
}

// What needed a table that cannot be read was not checked, unless it failed by other rows.
void SkipWhatNeeds(const std::vector<const TableDecl*>& unreadable, const Findings& findings,
                   PlanOfChecks* plan) {
  plan->needs.resize(plan->list.size());
  for (size_t check = 0; check < plan->list.size(); ++check) {
    for (const TableDecl* need : plan->needs[check]) {
      if (std::ranges::find(unreadable, need) == unreadable.end() || findings.Any(check)) continue;
      plan->list.Skip(check, fmt::format("{} cannot be read", need->name));
    }
  }
}

ValidationResult NoManifest(const Status& why) {
  CheckResult check;
  check.group = "files";
  check.table = "manifest.json";
  check.words = "It is the manifest of a dataset.";
  check.outcome = Outcome::kFailed;
  check.examined = check.violations = 1;
  check.rows = {why.message()};
  ValidationResult result;
  result.checks.push_back(std::move(check));
  return result;
}

Result<ValidationResult> CheckAll(const Dataset& dataset, const json& manifest,
                                  const std::string& truth_text, const PlannedHours& planned,
                                  PlanOfChecks plan, const Expected& expected,
                                  const ValidateOptions& options, const std::atomic<bool>* stop) {
  const int cores = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  const int threads = options.threads > 0 ? options.threads : cores;
  const Findings empty(plan.list.size(), options.rows);
  Findings findings = empty;

  std::vector<DatasetPart> files;
  for (const DatasetTable& table : dataset.tables) {
    files.insert(files.end(), table.parts.begin(), table.parts.end());
  }
  std::vector<Findings> of_files(files.size(), empty);
  ARROW_RETURN_NOT_OK(ForEach(files.size(), threads, stop, [&](size_t i) {
    CheckFile(dataset, files[i], plan.checksums, &of_files[i]);
  }));
  for (const Findings& found : of_files) findings.Append(found);
  CheckListed(dataset, plan, &findings);
  CheckTotals(dataset, manifest, plan, &findings);
  CheckSeal(manifest, truth_text, &plan, &findings);

  std::vector<const TableDecl*> unreadable;
  const ShopRows shop = ReadShop(dataset, plan, expected, planned, &findings, &unreadable);
  const std::vector<PartTask> tasks = TasksOf(dataset);
  std::vector<CheckedPart> parts(tasks.size(), CheckedPart(empty));
  ARROW_RETURN_NOT_OK(ForEach(tasks.size(), threads, stop, [&](size_t i) {
    parts[i] = CheckPart(dataset, plan, shop, tasks[i], empty);
  }));

  ValidationResult result;
  Measured measured;
  if (expected.known()) {
    measured.rates = RateTallies(expected.world);
    CountShopRates(shop, expected, &measured.rates);
    CountPageLoad(shop, *shop.hours, &measured.rates);
  }
  for (const CheckedPart& part : parts) {
    findings.Append(part.findings);
    for (const auto& [hour, tally] : part.hours) measured.hours[hour].Add(tally);
    if (expected.known()) measured.rates.Add(part.rates);
    for (const auto& [incident, labels] : part.labels) measured.labels[incident] += labels;
    unreadable.insert(unreadable.end(), part.unreadable.begin(), part.unreadable.end());
    result.rows += part.rows;
  }
  for (const auto& [decl, kept] : shop.tables) result.rows += static_cast<int64_t>(kept.rows.rows);
  CheckBetweenParts(plan, parts, &findings);
  if (plan.shop.days) CheckDays(tasks, parts, *plan.shop.days, &findings);
  SkipWhatNeeds(unreadable, findings, &plan);
  CheckMetrics(shop, plan, measured, &findings);
  CheckIncidents(shop, plan, measured, &findings);
  if (!plan.list.Skipped(plan.shop.counts)) CheckCounts(manifest, measured, &plan, &findings);
  if (expected.known()) {
    CheckPlan(*shop.hours, measured, plan, &findings);
    CheckRates(measured.rates, expected.world, plan, &findings);
    CheckBlocks(expected, measured.hours, plan, &findings);
  }
  result.checks = findings.Results(plan.list);
  return result;
}

}  // namespace

int64_t ValidationResult::Count(Outcome outcome) const {
  return std::ranges::count(checks, outcome, &CheckResult::outcome);
}

Result<ValidationResult> ValidateDataset(const std::string& dir, const Expected& expected,
                                         const ValidateOptions& options,
                                         const std::atomic<bool>* stop) {
  const fs::path path = fs::path(dir) / "manifest.json";
  auto dataset = OpenDataset(dir);
  std::error_code ignored;
  if (!dataset.ok()) {
    if (!fs::exists(path, ignored)) return dataset.status();
    return NoManifest(dataset.status());
  }
  ARROW_ASSIGN_OR_RAISE(const std::string text, ReadTextFile(path.string()));
  const json manifest = ParseJson<json>(text);
  std::string truth;
  if (const fs::path file = fs::path(dir) / kTruthFile; fs::is_regular_file(file, ignored)) {
    ARROW_ASSIGN_OR_RAISE(truth, ReadTextFile(file.string()));
  }
  const PlannedHours planned = ReadPlan(ParseJson<json>(truth));
  ARROW_ASSIGN_OR_RAISE(PlanOfChecks plan, MakePlanOfChecks(*dataset, expected, planned));
  return CheckAll(*dataset, manifest, truth, planned, std::move(plan), expected, options, stop);
}

}  // namespace fauxmart
