#include <algorithm>
#include <cmath>

#include "base/philox.h"
#include "base/portable_math.h"
#include "plan/keys.h"
#include "plan/streams.h"
#include "tables/append.h"
#include "tables/orders.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

constexpr ColumnDecl kColumns[] = {
    {"ticket_id", Type::kId, false, "", "The ticket."},
    {"customer_id", Type::kId, false, "", "Who wrote.", "customers.customer_id"},
    {"order_id", Type::kId, true, "", "The order it names, always one of that customer's.",
     "orders.order_id"},
    {"channel", Type::kCategory, false, "", "How they wrote: chat, email, phone or social."},
    {"language", Type::kCategory, false, "", "ISO 639-1."},
    {"issue_category", Type::kCategory, false, "", "What it is about."},
    {"issue_subcategory", Type::kCategory, false, "", "What it is about, more closely."},
    {"severity", Type::kCategory, false, "", "low, medium, high or critical; sets the SLA."},
    {"created_ts", Type::kTimestamp, false, "UTC", "When it was written."},
    {"first_response_ts", Type::kTimestamp, false, "UTC", "When it was first answered."},
    {"resolved_ts", Type::kTimestamp, true, "UTC", "When it was resolved; null if it is open."},
    {"sla_breach", Type::kBool, false, "", "Whether the first answer came after the SLA."},
    {"sla_breach_hours", Type::kFloat64, false, "hours",
     "How long after the SLA, to a hundredth and at least that; 0 within it."},
    {"csat", Type::kInt32, true, "1 to 5", "The customer's rating, if resolved and given."},
    {"agent_id", Type::kId, false, "", "Who answered; the last ids are chatbots."},
    {"agent_type", Type::kCategory, false, "", "human or chatbot."},
    {"escalation_count", Type::kInt32, false, "", "How often it was handed on."},
    {"resolution_time_minutes", Type::kInt32, true, "minutes",
     "Whole minutes from created_ts to resolved_ts; null if it is open."},
};

constexpr RowRule kRules[] = {
    {"It is answered after it is written, and resolved after it is answered.",
     "first_response_ts >= created_ts AND coalesce(resolved_ts >= first_response_ts, true)"},
    {"The SLA is broken exactly where there are hours beyond it.",
     "sla_breach_hours >= 0 AND sla_breach = (sla_breach_hours > 0)"},
    {"A rating is from 1 to 5 and of a resolved ticket.",
     "csat IS NULL OR (csat BETWEEN 1 AND 5 AND resolved_ts IS NOT NULL)"},
    {"The resolution time is in whole minutes.",
     "resolution_time_minutes IS NOT DISTINCT FROM date_diff('microsecond', created_ts, "
     "resolved_ts) // 60000000"},
};

enum : size_t {
  kTicketId,
  kCustomerId,
  kOrderId,
  kChannel,
  kLanguage,
  kCategory,
  kSubcategory,
  kSeverity,
  kCreated,
  kFirstResponse,
  kResolved,
  kBreach,
  kBreachHours,
  kCsat,
  kAgentId,
  kAgentType,
  kEscalations,
  kResolutionMinutes,
  kCount
};
static_assert(std::size(kColumns) == kCount);

enum AgentType : int32_t { kHuman, kChatbot };

AnchorState StateOf(int32_t status, int32_t payment_status) {
  if (payment_status == kFailed) return kAnchorFailed;
  if (status == kDelivered) return kAnchorDelivered;
  return status == kCancelled ? kAnchorCancelled : kAnchorOpen;
}

// A part of `length` microseconds, to the second.
int64_t PartOf(uint32_t word, int64_t length) {
  const auto seconds = static_cast<uint64_t>(length / kMicrosPerSecond);
  return static_cast<int64_t>((word * seconds) >> 32) * kMicrosPerSecond;
}

int64_t Between(uint32_t word, const WholeRange& hours) {
  return hours.low * kMicrosPerHour + PartOf(word, (hours.high - hours.low) * kMicrosPerHour);
}

// A LogNormal duration, in whole seconds. The limit keeps times in range, and no world reaches it.
int64_t LogNormalDuration(uint32_t word, double mu, double sigma, double unit_seconds) {
  const double seconds = Exp(mu + sigma * NormalQuantile(UnitInterval(word))) * unit_seconds;
  return static_cast<int64_t>(std::min(seconds, 20 * 365.0 * 86400.0)) * kMicrosPerSecond;
}

// What a ticket is about, when it is written and whether it names its order.
struct Issue {
  bool named = true;
  int category = 0, subcategory = 0;
  int64_t created_us = 0;
};

// A draw under the effects on its mix.
int Shifted(const OrderTile& tile, MixKind kind, size_t i, size_t row, int value) {
  HourShop& hour = *tile.hour;
  if (hour.effects() == nullptr) return value;
  MixEffects& mix = hour.effects()->mix(kind);
  if (mix.empty()) return value;
  RowView rows = tile.view();
  rows.basket = &tile.basket;
  return mix.Apply(hour.seed(), kStreamOrderEffect, rows.keys[i],
                   mix.list().MaskOf(hour.shop(), rows, i), row, value);
}

Issue MakeIssue(const OrderTile& tile, size_t i, const Philox4& words) {
  const TicketRules& rules = tile.hour->world().tickets;
  const Rules& chances = tile.hour->rules();
  Issue issue;
  if (tile.ticket[i] == TicketCause::kLate) {
    issue.category = rules.late_category;
    issue.subcategory = rules.late_subcategory;
    issue.created_us = tile.expected_us[i] + Between(words.word[1], rules.late_wait_hours);
    return issue;
  }
  const AnchorState state = StateOf(tile.status[i], tile.payment_status[i]);
  issue.named = chances.named.Hit(words.word[0]);
  issue.category = Shifted(tile, MixKind::kTicketCategory, i, state,
                           chances.categories.Pick(words.word[2], state));
  const auto category = static_cast<size_t>(issue.category);
  issue.subcategory = Shifted(tile, MixKind::kTicketTopic, i, category,
                              chances.subcategories.Pick(words.word[3], category));
  if (issue.named) {
    const int64_t since = state == kAnchorDelivered ? tile.actual_us[i] : tile.arrivals.times[i];
    issue.created_us = since + Between(words.word[1], rules.named_wait_hours);
  } else {
    issue.created_us = tile.hour->shop().setup.HourStart(tile.hour->plan().hour) +
                       PartOf(words.word[1], kMicrosPerHour);
  }
  return issue;
}

void AppendTicket(const OrderTile& tile, size_t i, std::vector<Column>& columns) {
  const HourShop& hour = *tile.hour;
  const TicketRules& rules = hour.world().tickets;
  const Rules& chances = hour.rules();
  const uint64_t seed = hour.seed(), key = tile.arrivals.keys[i];
  const Issue issue = MakeIssue(tile, i, Draw(seed, kStreamTicket, key));
  const Philox4 handling = Draw(seed, kStreamTicketHandling, key);
  const Philox4 desk = Draw(seed, kStreamTicketDesk, key);
  const Philox4 after = Draw(seed, kStreamTicketAfter, key);

  const int severity =
      Shifted(tile, MixKind::kSeverity, i, 0, chances.severities.Pick(handling.word[0]));
  const double sla_seconds = rules.severities[static_cast<size_t>(severity)].sla_hours * 3600.0;
  const auto sla = static_cast<int64_t>(sla_seconds) * kMicrosPerSecond;
  const int64_t response = LogNormalDuration(handling.word[1], chances.first_response_mu,
                                             rules.first_response_sigma, sla_seconds);
  const bool breach = response > sla;
  const int64_t beyond_hundredths =
      breach ? std::max<int64_t>(1, ((response - sla) * 100 + kMicrosPerHour / 2) / kMicrosPerHour)
             : 0;
  const bool resolved = chances.resolved.Hit(handling.word[2]);
  const int64_t resolution =
      response + LogNormalDuration(handling.word[3], rules.resolution_minutes.mu,
                                   rules.resolution_minutes.sigma, 60.0);
  const bool rated = resolved && chances.csat_answered.Hit(after.word[0]);
  const bool chatbot = rules.chatbots > 0 && hour.plan().chatbot.Hit(desk.word[2]);
  const int humans = rules.agents - rules.chatbots;
  const auto cohort = static_cast<size_t>(tile.cohort[i]);

  *columns[kTicketId].Append<uint64_t>(1) =
      TicketId(key, chances.ticket_id_keys[0], chances.ticket_id_keys[1]);
  *columns[kCustomerId].Append<int64_t>(1) = tile.customer[i];
  AppendOptional<uint64_t>(columns[kOrderId], issue.named, key);
  *columns[kChannel].Append<int32_t>(1) =
      Shifted(tile, MixKind::kContact, i, cohort, chances.contacts.Pick(desk.word[0], cohort));
  *columns[kLanguage].Append<int32_t>(1) =
      Shifted(tile, MixKind::kLanguage, i, 0, chances.languages.Pick(desk.word[1]));
  *columns[kCategory].Append<int32_t>(1) = issue.category;
  *columns[kSubcategory].Append<int32_t>(1) = issue.subcategory;
  *columns[kSeverity].Append<int32_t>(1) = severity;
  *columns[kCreated].Append<int64_t>(1) = issue.created_us;
  *columns[kFirstResponse].Append<int64_t>(1) = issue.created_us + response;
  AppendOptional<int64_t>(columns[kResolved], resolved, issue.created_us + resolution);
  *columns[kBreach].Append<uint8_t>(1) = breach ? 1 : 0;
  *columns[kBreachHours].Append<double>(1) = static_cast<double>(beyond_hundredths) / 100.0;
  AppendOptional<int32_t>(columns[kCsat], rated,
                          chances.csat.Pick(after.word[1], breach ? 1 : 0) + 1);
  *columns[kAgentId].Append<int64_t>(1) = chatbot
                                              ? UniformInt(desk.word[3], humans + 1, rules.agents)
                                              : UniformInt(desk.word[3], 1, humans);
  *columns[kAgentType].Append<int32_t>(1) = chatbot ? kChatbot : kHuman;
  *columns[kEscalations].Append<int32_t>(1) =
      Shifted(tile, MixKind::kEscalations, i, 0, chances.escalations.Pick(after.word[2]));
  AppendOptional<int32_t>(columns[kResolutionMinutes], resolved,
                          static_cast<int32_t>(resolution / (60 * kMicrosPerSecond)));
}

}  // namespace

const TableDecl kSupportTickets = {
    "support_tickets",
    TableKind::kFact,
    "What customers wrote in about. At most one ticket an order; in the order of their orders.",
    "ticket_id",
    "",
    kColumns,
    kRules};

void AppendTickets(const OrderTile& tile, TableBuffer* out) {
  for (size_t i = 0; i < tile.size(); ++i) {
    if (tile.ticket[i] == TicketCause::kNone) continue;
    AppendTicket(tile, i, out->columns);
    ++out->rows;
  }
}

}  // namespace fauxmart
