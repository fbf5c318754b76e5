#include "engine/truth_json.h"

#include <fmt/format.h>
#include <sodium/crypto_hash_sha256.h>

#include <nlohmann/json.hpp>

#include "base/philox.h"
#include "base/time.h"
#include "engine/manifest.h"
#include "fauxmart/version.h"
#include "plan/streams.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

using nlohmann::ordered_json;

ordered_json PlanJson(const Plan& plan) {
  ordered_json json;
  for (const char* key : {"orders", "support_tickets", "late_orders", "abandonments",
                          "payment_failure_rate", "load", "late_rate"}) {
    json[key] = ordered_json::array();
  }
  for (const HourPlan& hour : plan.hours) {
    json["orders"].push_back(hour.orders);
    json["support_tickets"].push_back(hour.tickets);
    json["late_orders"].push_back(hour.late);
    json["abandonments"].push_back(hour.carts);
    json["payment_failure_rate"].push_back(hour.payment_failure_rate);
    json["load"].push_back(hour.load);
    json["late_rate"].push_back(hour.late_rate);
  }
  return json;
}

ordered_json IncidentJson(const Shop& shop, const Counters& counters, size_t t) {
  const Twin& twin = shop.twins[t];
  const Incident& incident = shop.scenario.incidents[static_cast<size_t>(twin.incident)];
  const TwinCounts& counts = counters.twins[t];
  ordered_json json = {
      {"incident_id", twin.incident + 1},
      {"name", incident.name},
      {"kind", incident.kind},
      {"severity", incident.severity},
      {"start", FormatTime(shop.setup.start_us() + incident.from * kMicrosPerHour)},
      {"end", FormatTime(shop.setup.start_us() + incident.to * kMicrosPerHour)},
      {"rows_changed", counts.changed},
      {"rows_added", counts.added},
      {"rows_prevented", counts.prevented}};
  json["effects"] = ordered_json::array();
  for (const Effect& effect : shop.scenario.effects) {
    if (effect.incident != twin.incident) continue;
    json["effects"].push_back({{"name", effect.name},
                               {"lever", effect.lever_text},
                               {"where", effect.where_text},
                               {"from_hour", effect.from},
                               {"to_hour", effect.to}});
  }
  json["plan_without"] = PlanJson(twin.plan);
  return json;
}

std::string Hex(const unsigned char* bytes, size_t n) {
  std::string text;
  for (size_t i = 0; i < n; ++i) text += fmt::format("{:02x}", bytes[i]);
  return text;
}

// As hard to guess as the inputs are, and the same for the same inputs.
std::string SaltOf(const Job& job) {
  const Philox4 words = Draw(job.shop->setup.seed, kStreamSalt, 0);
  return SealOf(fmt::format("{} {:08x}{:08x}{:08x}{:08x}", job.request, words.word[0],
                            words.word[1], words.word[2], words.word[3]));
}

}  // namespace

std::string SealOf(const std::string& text) {
  unsigned char hash[crypto_hash_sha256_BYTES];
  crypto_hash_sha256(hash, reinterpret_cast<const unsigned char*>(text.data()), text.size());
  return Hex(hash, sizeof hash);
}

std::string TruthText(const Job& job, const std::vector<TaskResult>& tasks,
                      const Counters& counters) {
  const Shop& shop = *job.shop;
  ordered_json truth;
  truth["fauxmart"] = {{"version", Version()}, {"data_version", DataVersion()}};
  truth["salt"] = SaltOf(job);
  truth["request"] = ordered_json::parse(job.request);
  truth["resolved"] = ordered_json::parse(job.resolved);
  truth["plan"] = PlanJson(shop.plan);
  truth["incidents"] = ordered_json::array();
  for (size_t t = 0; t < shop.twins.size(); ++t) {
    truth["incidents"].push_back(IncidentJson(shop, counters, t));
  }
  truth["tables"] = ordered_json::object();
  for (const TableDecl* table : {&kIncidents, &kIncidentLabels}) {
    if (!job.Writes(*table)) continue;
    truth["tables"][std::string(table->name)] =
        ordered_json::parse(TableJson(tasks, *table, "truth/"));
  }
  truth["statistics"] = ordered_json::parse(StatisticsJson(job, counters));
  truth["warnings"] = job.warnings;
  return truth.dump(2) + "\n";
}

}  // namespace fauxmart
