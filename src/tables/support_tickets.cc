#include <algorithm>
#include <cmath>

#include "base/philox.h"
#include "base/portable_math.h"
#include "plan/keys.h"
#include "plan/streams.h"
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

// The random words of ticket t: one block each for what it is about, how it is handled, at which
// desk, and what comes after.
struct TicketWords {
  const uint32_t *issue[4], *handling[4], *desk[4], *after[4];
};

Issue MakeIssue(const OrderTile& tile, size_t i, const TicketWords& words, size_t t) {
  const TicketRules& rules = tile.hour->world().tickets;
  const Rules& chances = tile.hour->rules();
  Issue issue;
  if (tile.ticket[i] == TicketCause::kLate) {
    issue.category = rules.late_category;
    issue.subcategory = rules.late_subcategory;
    issue.created_us = tile.expected_us[i] + Between(words.issue[1][t], rules.late_wait_hours);
    return issue;
  }
  const AnchorState state = StateOf(tile.status[i], tile.payment_status[i]);
  issue.named = chances.named.Hit(words.issue[0][t]);
  issue.category = Shifted(tile, MixKind::kTicketCategory, i, state,
                           chances.categories.Pick(words.issue[2][t], state));
  const auto category = static_cast<size_t>(issue.category);
  issue.subcategory = Shifted(tile, MixKind::kTicketTopic, i, category,
                              chances.subcategories.Pick(words.issue[3][t], category));
  if (issue.named) {
    const int64_t since = state == kAnchorDelivered ? tile.actual_us[i] : tile.arrivals.times[i];
    issue.created_us = since + Between(words.issue[1][t], rules.named_wait_hours);
  } else {
    issue.created_us = tile.hour->shop().setup.HourStart(tile.hour->plan().hour) +
                       PartOf(words.issue[1][t], kMicrosPerHour);
  }
  return issue;
}

// The tile's orders with a ticket; returns how many.
size_t GatherTickets(const OrderTile& tile, uint32_t* orders, uint64_t* keys) {
  size_t count = 0;
  for (size_t i = 0; i < tile.size(); ++i) {
    orders[count] = static_cast<uint32_t>(i);
    keys[count] = tile.arrivals.keys[i];
    count += tile.ticket[i] != TicketCause::kNone ? 1 : 0;
  }
  return count;
}

TicketWords DrawTickets(uint64_t seed, const uint64_t* keys, size_t n, TicketScratch* scratch) {
  TicketWords words{};
  Scratch<uint32_t>* memory = scratch->words;
  const auto draw = [&](uint32_t stream, const uint32_t** out) {
    uint32_t* w[4];
    for (int i = 0; i < 4; ++i) out[i] = w[i] = (memory++)->Reserve(n);
    DrawMany(seed, stream, 0, keys, n, w[0], w[1], w[2], w[3]);
  };
  draw(kStreamTicket, words.issue);
  draw(kStreamTicketHandling, words.handling);
  draw(kStreamTicketDesk, words.desk);
  draw(kStreamTicketAfter, words.after);
  return words;
}

// Room for n rows in every column.
struct TicketRows {
  uint64_t *ticket_id, *order_id;
  int64_t *customer_id, *created, *first_response, *resolved, *agent_id;
  int32_t *channel, *language, *category, *subcategory, *severity, *csat, *agent_type, *escalations,
      *resolution_minutes;
  uint8_t *breach, *named, *is_resolved, *is_rated, *has_minutes;
  double* breach_hours;

  TicketRows(std::vector<Column>& columns, size_t n)
      : ticket_id(columns[kTicketId].Append<uint64_t>(n)),
        order_id(columns[kOrderId].Append<uint64_t>(n)),
        customer_id(columns[kCustomerId].Append<int64_t>(n)),
        created(columns[kCreated].Append<int64_t>(n)),
        first_response(columns[kFirstResponse].Append<int64_t>(n)),
        resolved(columns[kResolved].Append<int64_t>(n)),
        agent_id(columns[kAgentId].Append<int64_t>(n)),
        channel(columns[kChannel].Append<int32_t>(n)),
        language(columns[kLanguage].Append<int32_t>(n)),
        category(columns[kCategory].Append<int32_t>(n)),
        subcategory(columns[kSubcategory].Append<int32_t>(n)),
        severity(columns[kSeverity].Append<int32_t>(n)),
        csat(columns[kCsat].Append<int32_t>(n)),
        agent_type(columns[kAgentType].Append<int32_t>(n)),
        escalations(columns[kEscalations].Append<int32_t>(n)),
        resolution_minutes(columns[kResolutionMinutes].Append<int32_t>(n)),
        breach(columns[kBreach].Append<uint8_t>(n)),
        named(columns[kOrderId].AppendValidity(n)),
        is_resolved(columns[kResolved].AppendValidity(n)),
        is_rated(columns[kCsat].AppendValidity(n)),
        has_minutes(columns[kResolutionMinutes].AppendValidity(n)),
        breach_hours(columns[kBreachHours].Append<double>(n)) {}
};

// Ticket t, of order i.
void MakeTicket(const OrderTile& tile, size_t i, const TicketWords& words, size_t t,
                const TicketRows& out) {
  const HourShop& hour = *tile.hour;
  const TicketRules& rules = hour.world().tickets;
  const Rules& chances = hour.rules();
  const Issue issue = MakeIssue(tile, i, words, t);

  const int severity =
      Shifted(tile, MixKind::kSeverity, i, 0, chances.severities.Pick(words.handling[0][t]));
  const double sla_seconds = rules.severities[static_cast<size_t>(severity)].sla_hours * 3600.0;
  const auto sla = static_cast<int64_t>(sla_seconds) * kMicrosPerSecond;
  const int64_t response = LogNormalDuration(words.handling[1][t], chances.first_response_mu,
                                             rules.first_response_sigma, sla_seconds);
  const bool breach = response > sla;
  const int64_t beyond_hundredths =
      breach ? std::max<int64_t>(1, ((response - sla) * 100 + kMicrosPerHour / 2) / kMicrosPerHour)
             : 0;
  const bool resolved = chances.resolved.Hit(words.handling[2][t]);
  const int64_t resolution =
      response + LogNormalDuration(words.handling[3][t], rules.resolution_minutes.mu,
                                   rules.resolution_minutes.sigma, 60.0);
  const bool rated = resolved && chances.csat_answered.Hit(words.after[0][t]);
  const bool chatbot = rules.chatbots > 0 && hour.plan().chatbot.Hit(words.desk[2][t]);
  const int humans = rules.agents - rules.chatbots;
  const auto cohort = static_cast<size_t>(tile.cohort[i]);
  const uint64_t key = tile.arrivals.keys[i];

  out.ticket_id[t] = TicketId(key, chances.ticket_id_keys[0], chances.ticket_id_keys[1]);
  out.customer_id[t] = tile.customer[i];
  out.named[t] = issue.named ? 1 : 0;
  out.order_id[t] = issue.named ? key : 0;
  out.channel[t] =
      Shifted(tile, MixKind::kContact, i, cohort, chances.contacts.Pick(words.desk[0][t], cohort));
  out.language[t] =
      Shifted(tile, MixKind::kLanguage, i, 0, chances.languages.Pick(words.desk[1][t]));
  out.category[t] = issue.category;
  out.subcategory[t] = issue.subcategory;
  out.severity[t] = severity;
  out.created[t] = issue.created_us;
  out.first_response[t] = issue.created_us + response;
  out.is_resolved[t] = out.has_minutes[t] = resolved ? 1 : 0;
  out.resolved[t] = resolved ? issue.created_us + resolution : 0;
  out.resolution_minutes[t] =
      resolved ? static_cast<int32_t>(resolution / (60 * kMicrosPerSecond)) : 0;
  out.breach[t] = breach ? 1 : 0;
  out.breach_hours[t] = static_cast<double>(beyond_hundredths) / 100.0;
  out.is_rated[t] = rated ? 1 : 0;
  out.csat[t] = rated ? chances.csat.Pick(words.after[1][t], breach ? 1 : 0) + 1 : 0;
  out.agent_type[t] = chatbot ? kChatbot : kHuman;
  out.agent_id[t] = chatbot ? UniformInt(words.desk[3][t], humans + 1, rules.agents)
                            : UniformInt(words.desk[3][t], 1, humans);
  out.escalations[t] =
      Shifted(tile, MixKind::kEscalations, i, 0, chances.escalations.Pick(words.after[2][t]));
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

void AppendTickets(const OrderTile& tile, TicketScratch* scratch, TableBuffer* out) {
  uint32_t* orders = scratch->orders.Reserve(tile.size());
  uint64_t* keys = scratch->keys.Reserve(tile.size());
  const size_t n = GatherTickets(tile, orders, keys);
  const TicketWords words = DrawTickets(tile.hour->seed(), keys, n, scratch);
  const TicketRows rows(out->columns, n);
  for (size_t t = 0; t < n; ++t) MakeTicket(tile, orders[t], words, t, rows);
  out->rows += static_cast<int64_t>(n);
}

}  // namespace fauxmart
