#include "tables/cart_abandonment.h"

#include <cmath>

#include "base/philox.h"
#include "plan/keys.h"
#include "plan/streams.h"
#include "tables/append.h"
#include "tables/order_tile.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

constexpr ColumnDecl kColumns[] = {
    {"abandonment_id", Type::kId, false, "", "The abandoned cart."},
    {"session_id", Type::kId, false, "", "The visit; never that of an order."},
    {"customer_id", Type::kId, true, "", "Who left, if they were signed in.",
     "customers.customer_id"},
    {"abandon_ts", Type::kTimestamp, false, "UTC", "When they left."},
    {"cart_value", Type::kMoney, false, "USD", "Sum of quantity x price over the basket."},
    {"items_count", Type::kInt32, false, "", "Distinct products in the basket, 1 to 5."},
    {"abandon_stage", Type::kCategory, false, "", "How far they came: cart, checkout or payment."},
    {"abandon_reason", Type::kCategory, false, "", "Why they left; fits the stage."},
    {"channel", Type::kCategory, false, "", "Where they were: web, mobile web or app."},
};

constexpr RowRule kRules[] = {
    {"A cart holds something.", "items_count BETWEEN 1 AND 5 AND cart_value > 0"},
};

enum : size_t {
  kAbandonmentId,
  kSessionId,
  kCustomerId,
  kAbandonTs,
  kCartValue,
  kItemsCount,
  kStage,
  kReason,
  kChannel,
  kCount
};
static_assert(std::size(kColumns) == kCount);

// Filtered traffic and abandonment: those of a filter exist up to a rank of their own. Answers
// with how many are left.
size_t FilterCarts(HourShop* hour, const RowView& rows, CartTile* tile) {
  const size_t n = tile->size();
  RateEffects& factors = hour->effects()->carts;
  if (factors.empty()) return n;
  uint8_t* keep = tile->keep.Reserve(n);
  const auto planned = static_cast<double>(hour->plan().carts);
  for (size_t i = 0; i < n; ++i) {
    const Mask mask = factors.list().MaskOf(hour->shop(), rows, i);
    const double limit = std::floor(planned * factors.At(mask));
    keep[i] = static_cast<double>(tile->arrivals.ranks[i]) < limit ? 1 : 0;
  }
  return Compact(keep, n, tile->arrivals.keys.get(), tile->arrivals.ranks.get(),
                 tile->arrivals.times.get(), tile->cohort.get(), tile->customer.get(),
                 tile->channel.get(), tile->words[1].get(), tile->words[2].get(),
                 tile->words[3].get());
}

}  // namespace

const TableDecl kCartAbandonment = {"cart_abandonment",
                                    TableKind::kFact,
                                    "Visits that filled a cart and left it.",
                                    "abandonment_id",
                                    "abandon_ts",
                                    kColumns,
                                    kRules};

void SampleCarts(HourShop* hour, CartTile* tile) {
  const Rules& rules = hour->rules();
  const uint64_t seed = hour->seed();
  size_t n = tile->size();
  int32_t* cohort = tile->cohort.Reserve(n);
  uint32_t* customer = tile->customer.Reserve(n);
  SampleCustomers(hour, kStreamCartEffect, tile->arrivals, cohort, customer);
  RowView rows{.keys = tile->arrivals.keys.get(), .cohort = cohort, .customer = customer};

  uint32_t* words[4];
  for (int w = 0; w < 4; ++w) words[w] = tile->words[w].Reserve(n);
  DrawMany(seed, kStreamCartHow, 0, rows.keys, n, words[0], words[1], words[2], words[3]);
  int32_t* channel = tile->channel.Reserve(n);
  rules.channels.PickMany(words[0], cohort, n, channel);
  ShiftMix(hour, MixKind::kChannel, kStreamCartEffect, rows, n, cohort, channel);
  rows.channel = channel;
  if (hour->effects() != nullptr) {
    n = FilterCarts(hour, rows, tile);
    tile->arrivals.n = n;
  }
  int32_t* stage = tile->stage.Reserve(n);
  rules.stages.PickMany(words[1], n, stage);
  ShiftMix(hour, MixKind::kStage, kStreamCartEffect, rows, n, nullptr, stage);
  int32_t* reason = tile->reason.Reserve(n);
  rules.reasons.PickMany(words[2], stage, n, reason);
  ShiftMix(hour, MixKind::kAbandonReason, kStreamCartEffect, rows, n, stage, reason);
  uint8_t* known = tile->known.Reserve(n);
  for (size_t i = 0; i < n; ++i) known[i] = rules.known.Hit(words[3][i]) ? 1 : 0;

  DrawMany(seed, kStreamCartWhat, 0, rows.keys, n, words[0], words[1], words[2], words[3]);
  int32_t* items = tile->items.Reserve(n);
  rules.items.PickMany(words[0], n, items);
  ShiftMix(hour, MixKind::kItems, kStreamCartEffect, rows, n, nullptr, items);
  SampleBaskets(hour, kCartBaskets, rows, items, n, {}, &tile->basket);
}

void AppendCarts(const CartTile& tile, size_t first, size_t end, TableBuffer* out) {
  const size_t n = end - first;
  auto& columns = out->columns;
  const uint64_t* keys = tile.arrivals.keys.get() + first;
  // Its visit's number: no order of the same hour and slot can have it.
  uint64_t* id = columns[kAbandonmentId].Append<uint64_t>(n);
  for (size_t i = 0; i < n; ++i) id[i] = CartSession(keys[i]);
  uint64_t* session = columns[kSessionId].Append<uint64_t>(n);
  for (size_t i = 0; i < n; ++i) session[i] = CartSession(keys[i]);
  int64_t* customer = columns[kCustomerId].Append<int64_t>(n);
  for (size_t i = 0; i < n; ++i) {
    customer[i] = tile.known[first + i] != 0 ? tile.customer[first + i] : 0;
  }
  std::copy_n(tile.known.get() + first, n, columns[kCustomerId].AppendValidity(n));
  AppendCopy<int64_t>(columns[kAbandonTs], tile.arrivals.times.get() + first, n);
  AppendCopy<int64_t>(columns[kCartValue], tile.basket.value_cents.get() + first, n);
  int32_t* count = columns[kItemsCount].Append<int32_t>(n);
  const uint32_t* begin = tile.basket.begin.get() + first;
  for (size_t i = 0; i < n; ++i) count[i] = static_cast<int32_t>(begin[i + 1] - begin[i]);
  AppendCopy<int32_t>(columns[kStage], tile.stage.get() + first, n);
  AppendCopy<int32_t>(columns[kReason], tile.reason.get() + first, n);
  AppendCopy<int32_t>(columns[kChannel], tile.channel.get() + first, n);
  out->rows += static_cast<int64_t>(n);
}

void AppendLostOrder(const World& world, const LostOrder& lost, TableBuffer* out) {
  auto& columns = out->columns;
  // Its own visit's number, which is that of an order that was never placed.
  *columns[kAbandonmentId].Append<uint64_t>(1) = OrderSession(lost.key);
  *columns[kSessionId].Append<uint64_t>(1) = OrderSession(lost.key);
  AppendOptional<int64_t>(columns[kCustomerId], true, lost.customer);
  *columns[kAbandonTs].Append<int64_t>(1) = lost.time_us;
  *columns[kCartValue].Append<int64_t>(1) = lost.value_cents;
  *columns[kItemsCount].Append<int32_t>(1) = 1;
  *columns[kStage].Append<int32_t>(1) = world.abandonment.out_of_stock_stage;
  *columns[kReason].Append<int32_t>(1) = world.abandonment.out_of_stock_reason;
  *columns[kChannel].Append<int32_t>(1) = lost.channel;
  ++out->rows;
}

}  // namespace fauxmart
