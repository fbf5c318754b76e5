#include "validate/rate_counts.h"

#include <cmath>

#include "tables/tables.h"

namespace fauxmart {
namespace {

enum Became : size_t { kDelivered, kShipped, kProcessing, kCancelled };

double Whole(const WholeRange& range, double* deviation) {
  const double n = range.high - range.low + 1;
  *deviation = std::sqrt((n * n - 1) / 12);
  return (range.low + range.high) / 2.0;
}

// What the tallies of orders are to expect in an hour.
void ExpectOrders(const HourRates& rates, RateTallies* tallies) {
  const std::pair<Rate, const Chances*> all[] = {
      {Rate::kOrderCohorts, &rates.mix(MixKind::kCohort)},
      {Rate::kOrderChannels, &rates.mix(MixKind::kChannel)},
      {Rate::kOrderPayments, &rates.mix(MixKind::kPayment)},
      {Rate::kWarehouses, &rates.mix(MixKind::kWarehouse)},
      {Rate::kFailures, &rates.failures},
      {Rate::kFailureReasons, &rates.mix(MixKind::kFailureReason)},
      {Rate::kStatuses, &rates.statuses},
      {Rate::kLate, &rates.late},
      {Rate::kExpectedDays, &rates.mix(MixKind::kExpectedDays)}};
  for (const auto& [rate, chances] : all) tallies->share(rate).Expect(*chances);
  tallies->share(Rate::kLateTickets).Expect({{rates.world->tickets.late_share}});
}

OrderFacts CountOrders(PartRows& part, PartHours* hours) {
  const World& world = part.shop.expected->world;
  const TableRows& rows = *part.orders;
  RateTallies& tallies = part.result->rates;
  const CustomerFacts& customers = part.shop.customers;
  const KeptTable* kept = part.shop.Find(kCustomers);
  const Coded channel(rows, "channel", world.channels),
      payment(rows, "payment_type", NamesOfAll(world.payment_types)),
      paid(rows, "payment_status", {"failed"}),
      reason(rows, "payment_failure_reason", world.orders.failure_reasons.names),
      status(rows, "order_status", {"delivered", "shipped", "processing", "cancelled"}),
      warehouse(rows, "warehouse_id", world.warehouses);
  const auto &times = rows.Numbers("order_ts"), &customer = rows.Numbers("customer_id"),
             &promised = rows.Numbers("expected_delivery_ts"),
             &came = rows.Numbers("actual_delivery_ts"), &late = rows.Numbers("is_sla_breach"),
             &delay = rows.Numbers("delivery_delay_hours");
  const size_t n = rows.rows, cohorts = world.customers.cohorts.size(),
               regions = world.customers.regions.size(), payments = world.payment_types.size();
  OrderFacts facts;
  facts.hours.resize(n);
  facts.cohort.assign(n, static_cast<uint16_t>(cohorts));
  facts.region.assign(n, static_cast<uint16_t>(regions));
  facts.state.assign(n, kAnchorOpen);
  const HourRates* current = nullptr;
  size_t cursor = 0;
  for (size_t i = 0; i < n; ++i) {
    const HourRates* hour = facts.hours[i] = hours->Of(times[i]);
    if (kept != nullptr) {
      const int64_t row = kept->index->Find(customer[i], &cursor);
      if (row >= 0) {
        facts.cohort[i] = customers.cohort[static_cast<size_t>(row)];
        facts.region[i] = customers.region[static_cast<size_t>(row)];
      }
    }
    const bool failed = paid[i] == 0;
    const size_t became = status[i];
    facts.state[i] = failed                 ? kAnchorFailed
                     : became == kDelivered ? kAnchorDelivered
                     : became == kCancelled ? kAnchorCancelled
                                            : kAnchorOpen;
    if (hour == nullptr) continue;
    if (hour != current) ExpectOrders(*(current = hour), &tallies);
    const size_t cohort = facts.cohort[i], region = facts.region[i], type = payment[i];
    if (cohort < cohorts) {
      tallies.share(Rate::kOrderCohorts).Count(0, cohort);
      tallies.share(Rate::kOrderChannels).Count(cohort, channel[i]);
      tallies.share(Rate::kOrderPayments).Count(cohort, type);
      tallies.share(Rate::kLate).One(cohort);
      if (late[i] != 0) tallies.share(Rate::kLate).Hit(cohort, 0);
    }
    if (region < regions) tallies.share(Rate::kWarehouses).Count(region, warehouse[i]);
    const bool online = type < payments && world.payment_types[type].online;
    if (type < payments) {
      tallies.share(Rate::kLate).One(cohorts + type);
      if (late[i] != 0) tallies.share(Rate::kLate).Hit(cohorts + type, 0);
    }
    if (failed) tallies.share(Rate::kFailureReasons).Count(0, reason[i]);
    const int64_t days = promised[i] - times[i];
    tallies.share(Rate::kExpectedDays)
        .Count(0, days > 0 && days % kMicrosPerDay == 0
                      ? static_cast<size_t>(days / kMicrosPerDay - 1)
                      : world.orders.expected_days.size());
    if (late[i] != 0) {
      double deviation = 0;
      const double mean = Whole(hour->world->orders.late_hours, &deviation);
      tallies.mean(Rate::kLateHours).Count(static_cast<double>(delay[i]), mean, deviation);
      tallies.share(Rate::kLateTickets).One(0);
      continue;
    }
    if (online) {
      tallies.share(Rate::kFailures).One(0);
      if (failed) tallies.share(Rate::kFailures).Hit(0, 0);
    }
    if (!failed) tallies.share(Rate::kStatuses).Count(online ? 1 : 0, became);
    if (became == kDelivered && rows.Valid("actual_delivery_ts")[i] != 0) {
      const double seconds = world.orders.early_hours * 3600.0;
      tallies.mean(Rate::kEarlyHours)
          .Count(static_cast<double>(promised[i] - came[i]) / kMicrosPerHour,
                 std::max(0.0, seconds - 1) / 2 / 3600, seconds / 3600 / std::sqrt(12));
    }
  }
  return facts;
}

// Of what category a line is; behind the last: not known.
size_t CategoryOf(const PartRows& part, int64_t product, size_t* cursor) {
  const KeptTable* products = part.shop.Find(kProducts);
  const int64_t row = products == nullptr ? -1 : products->index->Find(product, cursor);
  return row < 0 ? part.shop.expected->world.products.categories.size()
                 : part.shop.product_category[static_cast<size_t>(row)];
}

void CountLines(PartRows& part, const OrderFacts& orders) {
  const World& world = part.shop.expected->world;
  RateTallies& tallies = part.result->rates;
  const auto &ids = part.items->Numbers("order_id"), &products = part.items->Numbers("product_id"),
             &quantity = part.items->Numbers("quantity");
  ShareTally &quantities = tallies.share(Rate::kQuantities), &items = tallies.share(Rate::kItems),
             &categories = tallies.share(Rate::kLineCategories),
             &returned = tallies.share(Rate::kReturned);
  const size_t all = world.products.categories.size(), regions = world.customers.regions.size();
  const HourRates* current = nullptr;
  size_t cursor = 0;
  std::vector<uint8_t> lines(part.orders->rows);
  for (size_t i = 0; i < ids.size(); ++i) {
    if (part.line_order[i] < 0) continue;
    const auto order = static_cast<size_t>(part.line_order[i]);
    if (lines[order] < UINT8_MAX) ++lines[order];
    const HourRates* hour = orders.hours[order];
    if (hour == nullptr) continue;
    if (hour != current) {
      current = hour;
      quantities.Expect(hour->mix(MixKind::kQuantity));
      categories.Expect(hour->categories);
      returned.Expect(hour->returned);
    }
    quantities.Count(0, static_cast<size_t>(quantity[i] - 1));
    const size_t category = CategoryOf(part, products[i], &cursor);
    const size_t region = orders.region[order];
    // Later lines are drawn again where they double an earlier one, so that their shares differ.
    const bool first = i == 0 || ids[i] != ids[i - 1];
    if (first && region < regions && category < all) categories.Count(region, category);
    if (orders.state[order] == kAnchorDelivered && category < all) returned.One(category);
  }
  current = nullptr;
  for (size_t i = 0; i < lines.size(); ++i) {
    const HourRates* hour = orders.hours[i];
    if (hour == nullptr) continue;
    if (hour != current) items.Expect((current = hour)->mix(MixKind::kItems));
    items.Count(0, lines[i] - size_t{1});
  }
}

}  // namespace

const HourRates* PartHours::Of(int64_t micros) {
  const int64_t hour = HourOf(micros);
  if (hour == hour_) return rates_;
  hour_ = hour;
  auto found = known_.find(hour);
  if (found == known_.end()) found = known_.emplace(hour, hours_.At(hour)).first;
  return rates_ = found->second.get();
}

void CountRates(PartRows& part) {
  if (part.shop.hours == nullptr) return;
  PartHours hours(*part.shop.hours);
  part.result->rates = RateTallies(part.shop.expected->world);
  OrderFacts orders;
  if (part.orders) orders = CountOrders(part, &hours);
  if (part.orders && part.items) CountLines(part, orders);
  if (part.orders && part.tickets) CountTicketRates(part, orders, &hours);
  if (part.carts) CountCartRates(part, &hours);
  if (part.orders && part.returns) CountReturnRates(part, orders);
}

}  // namespace fauxmart
