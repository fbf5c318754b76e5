// What becomes of orders: late or not, a ticket or none, paid, delivered, what they cost.
#include <algorithm>

#include "base/philox.h"
#include "base/vector_clones.h"
#include "plan/streams.h"
#include "tables/order_tile.h"

namespace fauxmart {
namespace {

// The same where no lever moves lateness: two groups of ranks, and no branch on which one.
void SelectPlainRanks(const HourSelections& s, const int64_t* ranks, size_t n, uint8_t* late,
                      TicketCause* ticket) {
  const Selection base = s.late.base;
  const Selection of_late = s.ticket_late;
  const LeveledSelection of_others = s.ticket_other;
  for (size_t i = 0; i < n; ++i) {
    const int64_t below = base.Below(ranks[i]);
    const bool is_late = base.Below(ranks[i] + 1) > below;
    const bool late_writes = of_late.Chosen(below);
    const bool other_writes = of_others.Chosen(ranks[i] - below);
    const TicketCause cause = is_late ? TicketCause::kLate : TicketCause::kOther;
    late[i] = is_late ? 1 : 0;
    ticket[i] = (is_late ? late_writes : other_writes) ? cause : TicketCause::kNone;
  }
}

// Which ranks are late, and which raise a ticket: arithmetic on the rank alone.
void SelectRanks(const HourSelections& s, const int64_t* ranks, size_t n, uint8_t* late,
                 TicketCause* ticket) {
  if (s.late.Plain()) return SelectPlainRanks(s, ranks, n, late, ticket);
  using Late = LeveledSelection;
  for (size_t i = 0; i < n; ++i) {
    int64_t place = 0;
    const Late::Group group = s.late.GroupOf(ranks[i], &place);
    const bool is_late = group == Late::kStays || group == Late::kAdded;
    const bool writes = group == Late::kLeft    ? s.ticket_other.Chosen(place)
                        : group == Late::kStays ? s.ticket_late.Chosen(place)
                        : group == Late::kAdded ? s.ticket_added.Chosen(place)
                                                : s.ticket_taken.Chosen(place);
    late[i] = is_late ? 1 : 0;
    ticket[i] = !writes ? TicketCause::kNone : is_late ? TicketCause::kLate : TicketCause::kOther;
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

// A yes or no of chance `before` as one of chance `after`, changing as few as can be.
bool Reconsider(bool yes, double before, double after, uint32_t word) {
  if (after >= before) {
    return yes || (before < 1 && Chance((after - before) / (1.0 - before)).Hit(word));
  }
  return yes && Chance(after / before).Hit(word);
}

void SetLate(bool late, double late_ticket_share, uint32_t word, size_t i, OrderTile* tile) {
  if ((tile->late[i] != 0) == late) return;
  tile->late[i] = late ? 1 : 0;
  if (late) {
    tile->ticket[i] = Chance(late_ticket_share).Hit(word) ? TicketCause::kLate : TicketCause::kNone;
  } else if (tile->ticket[i] == TicketCause::kLate) {
    tile->ticket[i] = TicketCause::kNone;
  }
}

// Rates under filters, row by row, on top of what the ranks have settled.
void FilterOutcome(HourShop* hour, const RowView& rows, OrderTile* tile) {
  RowEffects& effects = *hour->effects();
  if (effects.late.empty() && effects.tickets.empty() && !tile->tracked) return;
  const double late_share = hour->world().tickets.late_share;
  for (size_t i = 0; i < tile->size(); ++i) {
    const Mask late = effects.late.list().MaskOf(hour->shop(), rows, i);
    const Mask ticket = effects.tickets.list().MaskOf(hour->shop(), rows, i);
    const bool supply = tile->tracked && tile->supply_late[i] != 0;
    if (late == 0 && ticket == 0 && !supply) continue;
    const Philox4 words = Draw(hour->seed(), kStreamRowRates, rows.keys[i]);
    if (late != 0) {
      const bool now =
          Reconsider(tile->late[i] != 0, effects.late.At(0), effects.late.At(late), words.word[0]);
      SetLate(now, late_share, words.word[2], i, tile);
    }
    if (supply) SetLate(true, late_share, words.word[2], i, tile);
    if (ticket != 0 && tile->late[i] == 0) {
      const bool now = Reconsider(tile->ticket[i] != TicketCause::kNone, effects.tickets.At(0),
                                  effects.tickets.At(ticket), words.word[1]);
      tile->ticket[i] = now ? TicketCause::kOther : TicketCause::kNone;
    }
  }
}

// Payment failures under filters: the same number against another threshold.
void FilterFailures(HourShop* hour, const RowView& rows, OrderTile* tile) {
  RateEffects& failures = hour->effects()->failures;
  if (failures.empty()) return;
  for (size_t i = 0; i < tile->size(); ++i) {
    const Mask mask = failures.list().MaskOf(hour->shop(), rows, i);
    if (mask == 0) continue;
    StatusRule rule = hour->plan().status;
    rule.payment_failure = Chance(failures.At(mask) / (1.0 - hour->plan().late_rate));
    SettleStatus(1, rule, &tile->how[2][i], &tile->how[3][i], &tile->late[i], &tile->online[i],
                 &tile->status[i], &tile->payment_status[i]);
  }
}

void PickFailureReasons(HourShop* hour, const RowView& rows, OrderTile* tile) {
  MixEffects* mix = nullptr;
  if (hour->effects() != nullptr) mix = &hour->effects()->mix(MixKind::kFailureReason);
  for (size_t i = 0; i < tile->size(); ++i) {
    tile->failure_reason[i] = 0;
    if (tile->payment_status[i] != kFailed) continue;
    const uint64_t key = rows.keys[i];
    int32_t reason =
        hour->rules().failure_reasons.Pick(Draw(hour->seed(), kStreamOrderFailure, key).word[0]);
    if (mix != nullptr && !mix->empty()) {
      reason = mix->Apply(hour->seed(), kStreamOrderEffect, key,
                          mix->list().MaskOf(hour->shop(), rows, i), 0, reason);
    }
    tile->failure_reason[i] = reason;
  }
}

// An order comes with one campaign: the one that takes most off it.
void ApplyCampaigns(HourShop* hour, OrderTile* tile) {
  const BasketTile& basket = tile->basket;
  for (size_t i = 0; i < tile->size(); ++i) {
    const RunningCampaign* best = nullptr;
    int64_t most = -1;
    for (const RunningCampaign& campaign : hour->effects()->campaigns) {
      int64_t off = -1;
      for (uint32_t line = basket.begin[i]; line < basket.begin[i + 1]; ++line) {
        if ((*campaign.products)[basket.product[line] - 1] == 0) continue;
        off = std::max<int64_t>(off, 0) +
              basket.quantity[line] *
                  PartsPerMillion(basket.price_cents[line], campaign.discount_ppm);
      }
      if (off > most) {
        most = off;
        best = &campaign;
      }
    }
    if (best == nullptr) continue;
    tile->campaign[i] = best->index + 1;
    tile->discount_cents[i] = most;
    for (uint32_t line = basket.begin[i]; line < basket.begin[i + 1]; ++line) {
      if ((*best->products)[basket.product[line] - 1] == 0) continue;
      tile->line_discount_cents[line] =
          PartsPerMillion(basket.price_cents[line], best->discount_ppm);
    }
  }
}

}  // namespace

void SampleOutcome(HourShop* hour, OrderTile* tile) {
  const Rules& rules = hour->rules();
  const HourPlan& plan = hour->plan();
  const size_t n = tile->size();
  const bool disturbed = hour->effects() != nullptr;
  RowView rows = tile->view();
  rows.basket = &tile->basket;

  uint8_t* online = tile->online.Reserve(n);
  for (size_t i = 0; i < n; ++i) {
    online[i] = rules.online[static_cast<size_t>(tile->payment_type[i])];
  }
  uint8_t* late = tile->late.Reserve(n);
  SelectRanks(plan.selections, tile->arrivals.ranks.get(), n, late, tile->ticket.Reserve(n));
  if (disturbed) FilterOutcome(hour, rows, tile);
  int32_t* status = tile->status.Reserve(n);
  SettleStatus(n, plan.status, tile->how[2].get(), tile->how[3].get(), late, online, status,
               tile->payment_status.Reserve(n));
  if (disturbed) FilterFailures(hour, rows, tile);
  tile->failure_reason.Reserve(n);
  PickFailureReasons(hour, rows, tile);

  int32_t* days = tile->expected_days.Reserve(n);
  rules.expected_days.PickMany(tile->what[2].get(), n, days);
  ShiftMix(hour, MixKind::kExpectedDays, kStreamOrderEffect, rows, n, nullptr, days);
  ScheduleDelivery(n, hour->world().orders, tile->arrivals.times.get(), days, tile->what[3].get(),
                   late, status, tile->expected_us.Reserve(n), tile->actual_us.Reserve(n),
                   tile->delay_hours.Reserve(n));

  const size_t lines = tile->basket.lines;
  std::fill_n(tile->line_discount_cents.Reserve(lines), lines, 0);
  std::fill_n(tile->discount_cents.Reserve(n), n, 0);
  std::fill_n(tile->campaign.Reserve(n), n, 0);
  if (disturbed && !hour->effects()->campaigns.empty()) ApplyCampaigns(hour, tile);
  SumOrders(n, rules, tile->basket.value_cents.get(), tile->discount_cents.get(),
            tile->tax_cents.Reserve(n), tile->shipping_cents.Reserve(n),
            tile->total_cents.Reserve(n));
}

}  // namespace fauxmart
