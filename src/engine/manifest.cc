#include "engine/manifest.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "engine/dataset_card.h"
#include "engine/dataset_layout.h"
#include "engine/truth_json.h"
#include "fauxmart/version.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

using nlohmann::ordered_json;

double Ratio(int64_t part, int64_t whole) {
  return whole > 0 ? static_cast<double>(part) / static_cast<double>(whole) : 0.0;
}

// Pearson's correlation of two hourly counts. Sums are whole numbers, so it does not depend on the
// order of adding.
double Correlation(const std::vector<HourCounts>& hours, HourCount a, HourCount b) {
  __int128 sum_a = 0, sum_b = 0, sum_aa = 0, sum_bb = 0, sum_ab = 0;
  for (const HourCounts& hour : hours) {
    const __int128 x = hour[a], y = hour[b];
    sum_a += x;
    sum_b += y;
    sum_aa += x * x;
    sum_bb += y * y;
    sum_ab += x * y;
  }
  const auto n = static_cast<__int128>(hours.size());
  const auto spread_a = static_cast<double>(n * sum_aa - sum_a * sum_a);
  const auto spread_b = static_cast<double>(n * sum_bb - sum_b * sum_b);
  const auto shared = static_cast<double>(n * sum_ab - sum_a * sum_b);
  return spread_a > 0 && spread_b > 0 ? shared / (std::sqrt(spread_a) * std::sqrt(spread_b)) : 0.0;
}

ordered_json PlannedStatistics(const Shop& shop) {
  int64_t late = 0;
  for (const HourPlan& hour : shop.plan.hours) late += hour.late;
  const Correlations& target = shop.world.correlations;
  return {{"orders", shop.plan.TotalOrders()},
          {"support_tickets", shop.plan.TotalTickets()},
          {"late_orders", late},
          {"abandonments", shop.plan.TotalCarts()},
          {"correlation.orders_tickets", target.orders_tickets},
          {"correlation.tickets_delays", target.tickets_delays},
          {"correlation.orders_delays", target.orders_delays},
          {"correlation.orders_abandonment", target.orders_abandonment},
          {"correlation.tickets_abandonment", target.tickets_abandonment},
          {"correlation.delays_abandonment", target.delays_abandonment}};
}

// What this run was; its seconds by stage, of all threads together, are in job.meter.
ordered_json RunJson(const Job& job, const RunFacts& run) {
  ordered_json json = {{"seconds", run.seconds}, {"threads", job.threads}};
  // Time, memory and rows in all tell whether twins were sampled and labels made.
  if (job.truth.empty()) {
    for (size_t stage = 0; stage < kStages; ++stage) {
      const auto one = static_cast<RunStage>(stage);
      json["stages"][std::string(StageName(one))] =
          static_cast<double>(job.meter->Nanoseconds(one)) / 1e9;
    }
    const auto rows = static_cast<double>(job.meter->TotalRows());
    json["rows_per_second"] = run.seconds > 0 ? std::llround(rows / run.seconds) : 0;
    json["peak_bytes"] = run.peak_bytes;
  }
  json["commit"] = BuildCommit();
  json["compiler"] = BuildCompiler();
  return json;
}

}  // namespace

std::string TableJson(const std::vector<TaskResult>& tasks, const TableDecl& table,
                      const std::string& prefix) {
  ordered_json files = ordered_json::array();
  int64_t rows = 0, bytes = 0;
  for (const TaskResult& task : tasks) {
    for (const PartEntry& part : task.parts) {
      if (part.table != table.name) continue;
      const std::string& path = part.result.path;
      files.push_back({{"path", path.starts_with(prefix) ? path.substr(prefix.size()) : path},
                       {"rows", part.result.rows},
                       {"bytes", part.result.bytes},
                       {"xxh3_128", part.result.checksum},
                       {"digest", part.result.digest}});
      rows += part.result.rows;
      bytes += part.result.bytes;
    }
  }
  const ordered_json json = {{"rows", rows},
                             {"bytes", bytes},
                             {"digest", TableDigest(tasks, std::string(table.name))},
                             {"files", std::move(files)}};
  return json.dump();
}

std::string StatisticsJson(const Job& job, const Counters& counters) {
  ordered_json measured = ordered_json::object();
  for (const auto& [name, value] : MeasuredStatistics(*job.shop, counters)) measured[name] = value;
  const ordered_json json = {{"planned", PlannedStatistics(*job.shop)},
                             {"measured", std::move(measured)}};
  return json.dump();
}

std::string TableDigest(const std::vector<TaskResult>& tasks, const std::string& table) {
  std::vector<std::string> digests;
  for (const TaskResult& task : tasks) {
    for (const PartEntry& part : task.parts) {
      if (part.table == table) digests.push_back(part.result.digest);
    }
  }
  return CombineDigests(digests);
}

std::vector<std::pair<std::string, double>> MeasuredStatistics(const Shop& shop,
                                                               const Counters& counters) {
  HourCounts total{};
  for (const HourCounts& hour : counters.hours) {
    for (size_t c = 0; c < kHourCounts; ++c) total[c] += hour[c];
  }
  std::vector<std::pair<std::string, double>> measured;
  for (size_t c = 0; c < kHourCounts; ++c) {
    measured.emplace_back(HourCountName(static_cast<HourCount>(c)), static_cast<double>(total[c]));
  }
  measured.emplace_back("rate.payment_failure", Ratio(total[kHourFailed], total[kHourOnline]));
  measured.emplace_back("rate.late", Ratio(total[kHourLate], total[kHourOrders]));
  measured.emplace_back("rate.tickets", Ratio(total[kHourTickets], total[kHourOrders]));
  measured.emplace_back("rate.abandonment",
                        Ratio(total[kHourCarts], total[kHourCarts] + total[kHourOrders]));
  const std::pair<const char*, std::pair<HourCount, HourCount>> pairs[] = {
      {"orders_tickets", {kHourOrders, kHourTickets}},
      {"tickets_delays", {kHourTickets, kHourLate}},
      {"orders_delays", {kHourOrders, kHourLate}},
      {"orders_abandonment", {kHourOrders, kHourCarts}},
      {"tickets_abandonment", {kHourTickets, kHourCarts}},
      {"delays_abandonment", {kHourLate, kHourCarts}}};
  for (const auto& [name, pair] : pairs) {
    measured.emplace_back(std::string("correlation.") + name,
                          Correlation(counters.hours, pair.first, pair.second));
  }
  for (size_t mix = 0; mix < kMixIds; ++mix) {
    const MixCount& count = counters.mixes[mix];
    int64_t whole = 0;
    for (const int64_t part : count.counts) whole += part;
    const Names names = MixNames(shop.world, static_cast<MixId>(mix));
    for (size_t i = 0; i < names.size(); ++i) {
      measured.emplace_back(fmt::format("mix.{}.{}", count.name, names[i]),
                            Ratio(count.counts[i], whole));
    }
  }
  return measured;
}

std::string ManifestText(const Job& job, const std::vector<TaskResult>& tasks,
                         const Counters& counters, const std::string& truth_text,
                         const std::string& card_text, const RunFacts& run) {
  const bool blind = !job.truth.empty();
  ordered_json manifest;
  manifest["fauxmart"] = {{"version", Version()}, {"data_version", DataVersion()}};
  if (!blind) {
    manifest["request"] = ordered_json::parse(job.request);
    manifest["resolved"] = ordered_json::parse(job.resolved);
  }
  // Not a part of the request alone: without it nobody reads the texts of a blind dataset right.
  if (job.output.csv_safe) manifest[kCsvText] = kCsvTextSafe;
  manifest["tables"] = ordered_json::object();
  for (const TableDecl* table : job.tables) {
    if (blind && table->kind == TableKind::kTruth) continue;
    manifest["tables"][std::string(table->name)] =
        ordered_json::parse(TableJson(tasks, *table, ""));
  }
  if (!blind) {
    manifest["statistics"] = ordered_json::parse(StatisticsJson(job, counters));
    manifest["warnings"] = job.warnings;
  }
  if (!truth_text.empty()) manifest["truth"] = {{"sha256", SealOf(truth_text)}};
  if (!card_text.empty()) {
    manifest[kCardKey] = {{"path", kCardFile}, {"xxh3_128", CardChecksum(card_text)}};
  }
  manifest["run"] = RunJson(job, run);
  return manifest.dump(2) + "\n";
}

}  // namespace fauxmart
