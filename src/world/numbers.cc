#include "world/numbers.h"

#include "world/limits.h"

namespace fauxmart {
namespace {

// A path below a section, and the field of that section's struct.
template <auto kSection, auto kField>
NumberDecl Number(std::string_view path, Bounds bounds) {
  return {path, bounds, [](World& world) { return &(world.*kSection.*kField); }, nullptr};
}

template <auto kSection, auto kField>
NumberDecl Whole(std::string_view path, Bounds bounds) {
  return {path, bounds, nullptr, [](World& world) { return &(world.*kSection.*kField); }};
}

constexpr auto kOrders = &World::orders;
constexpr auto kTickets = &World::tickets;
constexpr auto kReturns = &World::returns;

constexpr Bounds kMoney{0, kPrice.high};
constexpr Bounds kWaitHours{0, 8784};
constexpr Bounds kDays{0, 366};

}  // namespace

const std::vector<NumberDecl>& AllNumbers() {
  static const std::vector<NumberDecl> numbers = {
      Number<kOrders, &OrderRules::tax_rate>("orders.tax_rate", kShare),
      Number<kOrders, &OrderRules::shipping_fee>("orders.shipping_fee", kMoney),
      Number<kOrders, &OrderRules::free_shipping_from>("orders.free_shipping_from", kMoney),
      Whole<kOrders, &OrderRules::late_hours>("orders.late_hours", {1, 8784}),
      Number<kOrders, &OrderRules::lateness_per_load>("orders.lateness_per_load", {0, 100}),
      Number<kOrders, &OrderRules::lateness_cap>("orders.lateness_cap", {1, 100}),

      Whole<kTickets, &TicketRules::late_wait_hours>("tickets.late_wait_hours", kWaitHours),
      Number<kTickets, &TicketRules::named_share>("tickets.named_share", kShare),
      Whole<kTickets, &TicketRules::named_wait_hours>("tickets.named_wait_hours", kWaitHours),
      Number<kTickets, &TicketRules::first_response_median_sla_share>(
          "tickets.first_response.median_sla_share", {0.001, 10}),
      Number<kTickets, &TicketRules::first_response_sigma>("tickets.first_response.sigma", {0, 1}),
      // Together at most the mu + 9 sigma that a world may have, however both are changed.
      {"tickets.resolution_minutes.mu",
       {-16, 7},
       [](World& world) { return &world.tickets.resolution_minutes.mu; },
       nullptr},
      {"tickets.resolution_minutes.sigma",
       {0, 1},
       [](World& world) { return &world.tickets.resolution_minutes.sigma; },
       nullptr},
      Number<kTickets, &TicketRules::resolved_share>("tickets.resolved_share", kShare),
      Number<kTickets, &TicketRules::csat_answer_share>("tickets.csat_answer_share", kShare),
      Number<kTickets, &TicketRules::chatbot_base>("tickets.chatbot_share.base", kShare),
      Number<kTickets, &TicketRules::chatbot_per_load>("tickets.chatbot_share.per_load", {0, 100}),
      Number<kTickets, &TicketRules::chatbot_cap>("tickets.chatbot_share.cap", kShare),

      Number<&World::abandonment, &AbandonmentRules::known_share>("abandonment.known_share",
                                                                  kShare),

      Whole<kReturns, &ReturnRules::wait_days>("returns.wait_days", kDays),
      Number<kReturns, &ReturnRules::refund_share>("returns.refund_share", kShare),
      Whole<kReturns, &ReturnRules::processing_days>("returns.processing_days", kDays),
      Number<kReturns, &ReturnRules::processed_share>("returns.processed_share", kShare),

      Number<&World::metrics, &MetricRules::page_load_noise>("metrics.page_load_seconds.noise",
                                                             {0, 2}),
  };
  return numbers;
}

const NumberDecl* FindNumber(std::string_view path) {
  for (const NumberDecl& decl : AllNumbers()) {
    if (decl.path == path) return &decl;
  }
  return nullptr;
}

double NumberOf(const World& world, const NumberDecl& decl) {
  // The declaration serves both who reads and who writes; nothing is written here.
  return decl.number == nullptr ? 0 : *decl.number(const_cast<World&>(world));
}

const NumberDecl* BeyondBounds(const World& world, const NumberDecl& decl) {
  const std::string_view parent = decl.path.substr(0, decl.path.rfind('.') + 1);
  for (const NumberDecl& other : AllNumbers()) {
    if (other.number == nullptr || other.path.substr(0, other.path.rfind('.') + 1) != parent) {
      continue;
    }
    const double value = NumberOf(world, other);
    if (value < other.bounds.low || value > other.bounds.high) return &other;
  }
  return nullptr;
}

}  // namespace fauxmart
