#include "tables/order_tile.h"

#include <algorithm>

#include "base/philox.h"
#include "base/vector_clones.h"
#include "plan/streams.h"

namespace fauxmart {
namespace {

// The words of one block a row, as four columns.
struct Words {
  uint32_t* word[4];
};
Words DrawWords(const Shop& shop, uint32_t stream, OrderTile* tile) {
  const size_t n = tile->size();
  Words words{};
  for (int w = 0; w < 4; ++w) words.word[w] = tile->words[w].Reserve(n);
  DrawMany(shop.setup.seed, stream, 0, tile->arrivals.keys.get(), n, words.word[0], words.word[1],
           words.word[2], words.word[3]);
  return words;
}

// Which ranks are late, and which raise a ticket: arithmetic on the rank alone.
void SelectRanks(const HourSelections& s, const int64_t* ranks, size_t n, uint8_t* late,
                 TicketCause* ticket) {
  for (size_t i = 0; i < n; ++i) {
    const int64_t rank = ranks[i];
    const int64_t chosen = s.late.Below(rank);
    const bool by_rate = s.late.Below(rank + 1) > chosen;
    const int64_t place = by_rate ? chosen : rank - chosen;
    const bool is_late = by_rate ? place >= s.late.demoted : place < s.late.promoted;
    const Selection& group = is_late ? (by_rate ? s.ticket_late : s.ticket_promoted)
                                     : (by_rate ? s.ticket_demoted : s.ticket_other);
    late[i] = is_late ? 1 : 0;
    ticket[i] = !group.Chosen(place) ? TicketCause::kNone
                : is_late            ? TicketCause::kLate
                                     : TicketCause::kOther;
  }
}

FAUXMART_CLONES
void SettleStatus(size_t n, const StatusRule& rule, const uint32_t* __restrict failure_words,
                  const uint32_t* __restrict status_words, const uint8_t* __restrict late,
                  const uint8_t* __restrict online, int32_t* __restrict status,
                  int32_t* __restrict payment) {
  const uint32_t fails_below = rule.payment_failure.threshold;
  for (size_t i = 0; i < n; ++i) {
    const bool on = online[i] != 0, is_late = late[i] != 0;
    const bool failed = on & !is_late & ((failure_words[i] >> 1) < fails_below);
    const uint32_t word = status_words[i] >> 1;
    const int32_t later =
        static_cast<int32_t>(word >= (on ? rule.cumulative[1][0] : rule.cumulative[0][0])) +
        static_cast<int32_t>(word >= (on ? rule.cumulative[1][1] : rule.cumulative[0][1])) +
        static_cast<int32_t>(word >= (on ? rule.cumulative[1][2] : rule.cumulative[0][2]));
    const int32_t outcome = failed ? int32_t{kCancelled} : is_late ? int32_t{kDelivered} : later;
    status[i] = outcome;
    // Cash is paid when the parcel is handed over.
    payment[i] = failed                                 ? int32_t{kFailed}
                 : (!on & (outcome != kDelivered)) != 0 ? int32_t{kPending}
                                                        : int32_t{kPaid};
  }
}

FAUXMART_CLONES
void ScheduleDelivery(size_t n, const OrderRules& rules, const int64_t* __restrict times,
                      const int32_t* __restrict days, const uint32_t* __restrict words,
                      const uint8_t* __restrict late, const int32_t* __restrict status,
                      int64_t* __restrict expected, int64_t* __restrict actual,
                      int32_t* __restrict delay) {
  const int low = rules.late_hours.low;
  const auto hours = static_cast<uint64_t>(rules.late_hours.high - low + 1);
  const uint64_t early = static_cast<uint64_t>(rules.early_hours) * 3600;
  for (size_t i = 0; i < n; ++i) {
    const int64_t promised = times[i] + (days[i] + 1) * kMicrosPerDay;
    // One word gives the whole hours late and, from what is left of it, the seconds into the next.
    const uint64_t scaled = words[i] * hours;
    const auto late_hours = static_cast<int32_t>(low + static_cast<int64_t>(scaled >> 32));
    const auto late_seconds = static_cast<int64_t>(((scaled & 0xffffffffu) * 3600) >> 32);
    const auto early_seconds = static_cast<int64_t>((words[i] * early) >> 32);
    const int64_t seconds =
        late[i] != 0 ? int64_t{late_hours} * 3600 + late_seconds : -early_seconds;
    expected[i] = promised;
    actual[i] = status[i] == kDelivered ? promised + seconds * kMicrosPerSecond : 0;
    delay[i] = late[i] != 0 ? late_hours : 0;
  }
}

FAUXMART_CLONES
void SumOrders(size_t n, const Rules& rules, const int64_t* __restrict subtotal,
               const int64_t* __restrict discount, int64_t* __restrict tax,
               int64_t* __restrict shipping, int64_t* __restrict total) {
  const int64_t ppm = rules.tax_ppm, fee = rules.shipping_cents, free = rules.free_shipping_cents;
  for (size_t i = 0; i < n; ++i) {
    const int64_t net = subtotal[i] - discount[i];
    tax[i] = PartsPerMillion(net, ppm);
    shipping[i] = subtotal[i] < free ? fee : 0;
    total[i] = net + tax[i] + shipping[i];
  }
}

}  // namespace

void SampleCustomers(const Shop& shop, const ArrivalTile& arrivals, int32_t* cohort,
                     uint32_t* customer) {
  const size_t n = arrivals.n;
  shop.rules.cohorts.PickMany(arrivals.word1.get(), n, cohort);
  const uint32_t* place = arrivals.word2.get();
  const uint32_t* coin = arrivals.word3.get();
  for (size_t i = 0; i < n; ++i) {
    customer[i] = shop.customers.by_cohort[static_cast<size_t>(cohort[i])].Pick(place[i], coin[i]);
  }
}

void SampleOrders(const Shop& shop, const HourPlan& hour, OrderTile* tile) {
  const Rules& rules = shop.rules;
  const size_t n = tile->size();
  tile->hour = &hour;

  int32_t* cohort = tile->cohort.Reserve(n);
  uint32_t* customer = tile->customer.Reserve(n);
  SampleCustomers(shop, tile->arrivals, cohort, customer);

  const Words how = DrawWords(shop, kStreamOrderHow, tile);
  rules.channels.PickMany(how.word[0], cohort, n, tile->channel.Reserve(n));
  int32_t* payment_type = tile->payment_type.Reserve(n);
  rules.payments.PickMany(how.word[1], cohort, n, payment_type);
  uint8_t* online = tile->online.Reserve(n);
  for (size_t i = 0; i < n; ++i) online[i] = rules.online[static_cast<size_t>(payment_type[i])];
  uint8_t* late = tile->late.Reserve(n);
  SelectRanks(hour.selections, tile->arrivals.ranks.get(), n, late, tile->ticket.Reserve(n));
  int32_t* status = tile->status.Reserve(n);
  int32_t* payment_status = tile->payment_status.Reserve(n);
  SettleStatus(n, hour.status, how.word[2], how.word[3], late, online, status, payment_status);
  int32_t* reason = tile->failure_reason.Reserve(n);
  for (size_t i = 0; i < n; ++i) {
    reason[i] = 0;
    if (payment_status[i] != kFailed) continue;
    reason[i] = rules.failure_reasons.Pick(
        Draw(shop.setup.seed, kStreamOrderFailure, tile->arrivals.keys[i]).word[0]);
  }

  const Words what = DrawWords(shop, kStreamOrderWhat, tile);
  int32_t* items = tile->items.Reserve(n);
  rules.items.PickMany(what.word[0], n, items);
  int32_t* regions = tile->regions.Reserve(n);
  for (size_t i = 0; i < n; ++i) regions[i] = shop.customers.region[customer[i] - 1];
  rules.warehouses.PickMany(what.word[1], regions, n, tile->warehouse.Reserve(n));
  int32_t* days = tile->expected_days.Reserve(n);
  rules.expected_days.PickMany(what.word[2], n, days);
  ScheduleDelivery(n, shop.world.orders, tile->arrivals.times.get(), days, what.word[3], late,
                   status, tile->expected_us.Reserve(n), tile->actual_us.Reserve(n),
                   tile->delay_hours.Reserve(n));

  SampleBaskets(shop, kStreamLine, hour.hour, tile->arrivals.keys.get(), items, n, &tile->basket);
  const size_t lines = tile->basket.lines;
  std::fill_n(tile->line_discount_cents.Reserve(lines), lines, 0);
  std::fill_n(tile->discount_cents.Reserve(n), n, 0);
  SumOrders(n, rules, tile->basket.value_cents.get(), tile->discount_cents.get(),
            tile->tax_cents.Reserve(n), tile->shipping_cents.Reserve(n),
            tile->total_cents.Reserve(n));
}

}  // namespace fauxmart
