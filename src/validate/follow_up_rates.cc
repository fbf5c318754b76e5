// Tickets, abandoned carts and returns, counted for the rates that are compared with the plan.

#include <cmath>

#include "tables/tables.h"
#include "validate/rate_counts.h"

namespace fauxmart {
namespace {

constexpr double kHalfASecond = 0.5;  // times are cut to whole seconds

double SecondsBetween(int64_t from, int64_t to) {
  return static_cast<double>(to - from) / kMicrosPerSecond;
}

// Whole seconds from low on, below high, in hours.
void CountWait(double seconds, double low, double high, MeanTally* tally) {
  const double width = high - low;
  tally->Count(seconds / 3600, (low + std::max(0.0, width - 1) / 2) / 3600,
               width / std::sqrt(12) / 3600);
}

// The agents of each kind, and their equal shares.
Chances Agents(const TicketRules& rules) {
  const int humans = rules.agents - rules.chatbots;
  Chances rows(2, std::vector<double>(static_cast<size_t>(rules.agents)));
  for (int agent = 0; agent < rules.agents; ++agent) {
    const bool human = agent < humans;
    rows[human ? 0 : 1][static_cast<size_t>(agent)] = 1.0 / (human ? humans : rules.chatbots);
  }
  return rows;
}

void ExpectTickets(const HourRates& rates, RateTallies* tallies) {
  const TicketRules& rules = rates.world->tickets;
  const std::pair<Rate, MixKind> mixes[] = {{Rate::kTicketCategories, MixKind::kTicketCategory},
                                            {Rate::kTicketTopics, MixKind::kTicketTopic},
                                            {Rate::kSeverities, MixKind::kSeverity},
                                            {Rate::kLanguages, MixKind::kLanguage},
                                            {Rate::kContacts, MixKind::kContact},
                                            {Rate::kEscalations, MixKind::kEscalations}};
  for (const auto& [rate, kind] : mixes) tallies->share(rate).Expect(rates.mix(kind));
  tallies->share(Rate::kNamedTickets).Expect({{rules.named_share}});
  tallies->share(Rate::kResolved).Expect({{rules.resolved_share}});
  tallies->share(Rate::kRatingsGiven).Expect({{rules.csat_answer_share}});
  tallies->share(Rate::kChatbots).Expect(rates.chatbots);
}

void Rate1(bool yes, ShareTally* tally) {
  tally->One(0);
  if (yes) tally->Hit(0, 0);
}

// How a ticket is handled, which does not depend on its order.
class Handling {
 public:
  Handling(const TableRows& rows, const World& world)
      : rows_(rows),
        severity_(rows, "severity", NamesOfAll(world.tickets.severities)),
        language_(rows, "language", world.tickets.languages.names),
        agent_type_(rows, "agent_type", {"human", "chatbot"}) {}

  void Count(size_t i, const HourRates& hour, RateTallies* tallies) const {
    const TicketRules& rules = hour.world->tickets;
    tallies->share(Rate::kSeverities).Count(0, severity_[i]);
    tallies->share(Rate::kLanguages).Count(0, language_[i]);
    tallies->share(Rate::kEscalations).Count(0, static_cast<size_t>(escalations_[i]));
    const bool resolved = is_resolved_[i] != 0;
    Rate1(resolved, &tallies->share(Rate::kResolved));
    if (resolved) Rate1(is_rated_[i] != 0, &tallies->share(Rate::kRatingsGiven));
    if (is_rated_[i] != 0) {
      tallies->share(Rate::kRatings).Count(breach_[i] != 0, static_cast<size_t>(csat_[i] - 1));
    }
    Rate1(agent_type_[i] == 1, &tallies->share(Rate::kChatbots));
    if (agent_type_[i] < 2) {
      tallies->share(Rate::kAgents).Count(agent_type_[i], static_cast<size_t>(agent_[i] - 1));
    }
    CountTimes(i, rules, tallies);
  }

 private:
  void CountTimes(size_t i, const TicketRules& rules, RateTallies* tallies) const {
    const double sigma = rules.first_response_sigma;
    if (severity_[i] < rules.severities.size()) {
      const double median =
          rules.first_response_median_sla_share * rules.severities[severity_[i]].sla_hours * 3600;
      // Seconds that are cut off must not matter.
      if (sigma > 0 && median * std::exp(-5 * sigma) > 5) {
        tallies->mean(Rate::kFirstResponses, severity_[i])
            .Count(LogOf(SecondsBetween(created_[i], answered_[i]) + kHalfASecond),
                   std::log(median), sigma);
      }
    }
    const LogNormal& law = rules.resolution_minutes;
    if (is_resolved_[i] == 0 || !(law.sigma > 0) || law.mu - 5 * law.sigma < std::log(5.0 / 60)) {
      return;
    }
    tallies->mean(Rate::kResolutions)
        .Count(LogOf((SecondsBetween(answered_[i], resolved_[i]) + kHalfASecond) / 60), law.mu,
               law.sigma);
  }

  const TableRows& rows_;
  const Coded severity_, language_, agent_type_;
  const std::vector<int64_t>&escalations_ = rows_.Numbers("escalation_count"),
        &csat_ = rows_.Numbers("csat"), &breach_ = rows_.Numbers("sla_breach"),
        &agent_ = rows_.Numbers("agent_id"), &created_ = rows_.Numbers("created_ts"),
        &answered_ = rows_.Numbers("first_response_ts"), &resolved_ = rows_.Numbers("resolved_ts");
  const std::vector<uint8_t>&is_resolved_ = rows_.Valid("resolved_ts"),
        &is_rated_ = rows_.Valid("csat");
};

// The row of each customer of the part's rows, or the place behind the last.
size_t CohortOf(const PartRows& part, int64_t customer, size_t* cursor) {
  const KeptTable* kept = part.shop.Find(kCustomers);
  const int64_t row = kept == nullptr ? -1 : kept->index->Find(customer, cursor);
  return row < 0 ? part.shop.expected->world.customers.cohorts.size()
                 : part.shop.customers.cohort[static_cast<size_t>(row)];
}

}  // namespace

void CountTicketRates(PartRows& part, const OrderFacts& orders, PartHours* hours) {
  const World& world = part.shop.expected->world;
  const TableRows& rows = *part.tickets;
  RateTallies& tallies = part.result->rates;
  const Coded category(rows, "issue_category", world.tickets.categories),
      topic(rows, "issue_subcategory", world.tickets.subcategories),
      contact(rows, "channel", world.contact_channels);
  const Handling handling(rows, world);
  tallies.share(Rate::kRatings).Expect({world.tickets.csat_on_time, world.tickets.csat_breached});
  tallies.share(Rate::kAgents).Expect(Agents(world.tickets));
  const auto &ids = rows.Numbers("order_id"), &customer = rows.Numbers("customer_id"),
             &written = rows.Numbers("created_ts");
  const auto& named = rows.Valid("order_id");
  const auto &late = part.orders->Numbers("is_sla_breach"),
             &ordered = part.orders->Numbers("order_ts"),
             &promised = part.orders->Numbers("expected_delivery_ts"),
             &came = part.orders->Numbers("actual_delivery_ts");
  const HourRates* current = nullptr;
  size_t cursor = 0, customer_cursor = 0;
  for (size_t i = 0; i < ids.size(); ++i) {
    const int64_t found = named[i] != 0 ? part.order_index->Find(ids[i], &cursor) : -1;
    if (named[i] != 0 && found < 0) continue;
    const auto order = static_cast<size_t>(found);
    const HourRates* hour = named[i] != 0 ? orders.hours[order] : hours->Of(written[i]);
    if (hour == nullptr) continue;
    if (hour != current) ExpectTickets(*(current = hour), &tallies);
    const TicketRules& rules = hour->world->tickets;
    handling.Count(i, *hour, &tallies);
    const size_t cohort = CohortOf(part, customer[i], &customer_cursor);
    if (cohort < world.customers.cohorts.size()) {
      tallies.share(Rate::kContacts).Count(cohort, contact[i]);
    }
    // Late orders are always named, and what they raise is about their lateness.
    if (named[i] != 0 && late[order] != 0) {
      tallies.share(Rate::kLateTickets).Hit(0, 0);
      CountWait(SecondsBetween(promised[order], written[i]), rules.late_wait_hours.low * 3600.0,
                rules.late_wait_hours.high * 3600.0, &tallies.mean(Rate::kTicketWaits, 0));
      continue;
    }
    Rate1(named[i] != 0, &tallies.share(Rate::kNamedTickets));
    if (category[i] < world.tickets.categories.size()) {
      tallies.share(Rate::kTicketTopics).Count(category[i], topic[i]);
    }
    if (named[i] == 0) continue;
    const uint8_t state = orders.state[order];
    tallies.share(Rate::kTicketCategories).Count(state, category[i]);
    const int64_t since = state == kAnchorDelivered ? came[order] : ordered[order];
    CountWait(SecondsBetween(since, written[i]), rules.named_wait_hours.low * 3600.0,
              rules.named_wait_hours.high * 3600.0, &tallies.mean(Rate::kTicketWaits, 1));
  }
}

void CountCartRates(PartRows& part, PartHours* hours) {
  const World& world = part.shop.expected->world;
  const TableRows& rows = *part.carts;
  RateTallies& tallies = part.result->rates;
  const Coded stage(rows, "abandon_stage", world.abandonment.stages.names),
      reason(rows, "abandon_reason", world.abandonment.reasons),
      channel(rows, "channel", world.channels);
  const auto &ids = rows.Numbers("abandonment_id"), &times = rows.Numbers("abandon_ts"),
             &customer = rows.Numbers("customer_id"), &items = rows.Numbers("items_count");
  const auto& known = rows.Valid("customer_id");
  const size_t cohorts = world.customers.cohorts.size();
  const HourRates* current = nullptr;
  size_t cursor = 0;
  for (size_t i = 0; i < ids.size(); ++i) {
    if (IsLostOrder(ids[i])) continue;
    const HourRates* hour = hours->Of(times[i]);
    if (hour == nullptr) continue;
    if (hour != current) {
      current = hour;
      tallies.share(Rate::kKnownCarts).Expect({{hour->world->abandonment.known_share}});
      tallies.share(Rate::kCartCohorts).Expect(hour->mix(MixKind::kCohort));
      tallies.share(Rate::kLeavingStages).Expect(hour->mix(MixKind::kStage));
      tallies.share(Rate::kAbandonReasons).Expect(hour->mix(MixKind::kAbandonReason));
      tallies.share(Rate::kCartChannels).Expect(hour->cart_channels);
      tallies.share(Rate::kCartItems).Expect(hour->mix(MixKind::kItems));
    }
    Rate1(known[i] != 0, &tallies.share(Rate::kKnownCarts));
    tallies.share(Rate::kLeavingStages).Count(0, stage[i]);
    if (stage[i] < world.abandonment.stages.names.size()) {
      tallies.share(Rate::kAbandonReasons).Count(stage[i], reason[i]);
    }
    tallies.share(Rate::kCartItems).Count(0, static_cast<size_t>(items[i] - 1));
    if (known[i] == 0) {
      tallies.share(Rate::kCartChannels).Count(cohorts, channel[i]);
      continue;
    }
    const size_t cohort = CohortOf(part, customer[i], &cursor);
    if (cohort >= cohorts) continue;
    tallies.share(Rate::kCartCohorts).Count(0, cohort);
    tallies.share(Rate::kCartChannels).Count(cohort, channel[i]);
  }
}

void CountReturnRates(PartRows& part, const OrderFacts& orders) {
  const World& world = part.shop.expected->world;
  const TableRows& rows = *part.returns;
  RateTallies& tallies = part.result->rates;
  const Coded reason(rows, "return_reason", world.return_reasons);
  const auto &ids = rows.Numbers("order_id"), &products = rows.Numbers("product_id"),
             &asked = rows.Numbers("return_ts"), &days = rows.Numbers("processing_days"),
             &came = part.orders->Numbers("actual_delivery_ts");
  const auto& processed = rows.Valid("processed_ts");
  const KeptTable* kept = part.shop.Find(kProducts);
  const HourRates* current = nullptr;
  size_t cursor = 0, product_cursor = 0;
  for (size_t i = 0; i < ids.size(); ++i) {
    const int64_t found = part.order_index->Find(ids[i], &cursor);
    if (found < 0) continue;
    const auto order = static_cast<size_t>(found);
    const HourRates* hour = orders.hours[order];
    if (hour == nullptr) continue;
    const ReturnRules& rules = hour->world->returns;
    if (hour != current) {
      current = hour;
      tallies.share(Rate::kReturnReasons).Expect(hour->mix(MixKind::kReturnReason));
      tallies.share(Rate::kProcessed).Expect({{rules.processed_share}});
    }
    const int64_t product = kept == nullptr ? -1 : kept->index->Find(products[i], &product_cursor);
    if (product >= 0) {
      const size_t category = part.shop.product_category[static_cast<size_t>(product)];
      if (category < world.products.categories.size()) {
        tallies.share(Rate::kReturnReasons).Count(category, reason[i]);
        if (orders.state[order] == kAnchorDelivered) {
          tallies.share(Rate::kReturned).Hit(category, 0);
        }
      }
    }
    Rate1(processed[i] != 0, &tallies.share(Rate::kProcessed));
    const double n = rules.processing_days.high - rules.processing_days.low + 1;
    tallies.mean(Rate::kProcessingDays)
        .Count(static_cast<double>(days[i]),
               (rules.processing_days.low + rules.processing_days.high) / 2.0,
               std::sqrt((n * n - 1) / 12));
    CountWait(SecondsBetween(came[order], asked[i]), rules.wait_days.low * 86400.0,
              rules.wait_days.high * 86400.0, &tallies.mean(Rate::kReturnWaits));
  }
}

}  // namespace fauxmart
