#include "tables/cart_abandonment.h"

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

}  // namespace

const TableDecl kCartAbandonment = {"cart_abandonment",
                                    TableKind::kFact,
                                    "Visits that filled a cart and left it.",
                                    "abandonment_id",
                                    "abandon_ts",
                                    kColumns,
                                    kRules};

void SampleCarts(const Shop& shop, const HourPlan& hour, CartTile* tile) {
  const Rules& rules = shop.rules;
  const uint64_t seed = shop.setup.seed;
  const size_t n = tile->size();
  const uint64_t* keys = tile->arrivals.keys.get();
  int32_t* cohort = tile->cohort.Reserve(n);
  SampleCustomers(shop, tile->arrivals, cohort, tile->customer.Reserve(n));

  uint32_t* words[4];
  for (int w = 0; w < 4; ++w) words[w] = tile->words[w].Reserve(n);
  DrawMany(seed, kStreamCartHow, 0, keys, n, words[0], words[1], words[2], words[3]);
  rules.channels.PickMany(words[0], cohort, n, tile->channel.Reserve(n));
  int32_t* stage = tile->stage.Reserve(n);
  rules.stages.PickMany(words[1], n, stage);
  rules.reasons.PickMany(words[2], stage, n, tile->reason.Reserve(n));
  uint8_t* known = tile->known.Reserve(n);
  for (size_t i = 0; i < n; ++i) known[i] = rules.known.Hit(words[3][i]) ? 1 : 0;

  DrawMany(seed, kStreamCartWhat, 0, keys, n, words[0], words[1], words[2], words[3]);
  int32_t* items = tile->items.Reserve(n);
  rules.items.PickMany(words[0], n, items);
  SampleBaskets(shop, kStreamCartLine, hour.hour, keys, items, n, &tile->basket);
}

void AppendCarts(const CartTile& tile, TableBuffer* out) {
  const size_t n = tile.size();
  auto& columns = out->columns;
  const uint64_t* keys = tile.arrivals.keys.get();
  // Its visit's number: no order of the same hour and slot can have it.
  uint64_t* id = columns[kAbandonmentId].Append<uint64_t>(n);
  for (size_t i = 0; i < n; ++i) id[i] = CartSession(keys[i]);
  uint64_t* session = columns[kSessionId].Append<uint64_t>(n);
  for (size_t i = 0; i < n; ++i) session[i] = CartSession(keys[i]);
  int64_t* customer = columns[kCustomerId].Append<int64_t>(n);
  for (size_t i = 0; i < n; ++i) customer[i] = tile.known[i] != 0 ? tile.customer[i] : 0;
  std::copy_n(tile.known.get(), n, columns[kCustomerId].AppendValidity(n));
  AppendCopy<int64_t>(columns[kAbandonTs], tile.arrivals.times.get(), n);
  AppendCopy<int64_t>(columns[kCartValue], tile.basket.value_cents.get(), n);
  int32_t* count = columns[kItemsCount].Append<int32_t>(n);
  for (size_t i = 0; i < n; ++i) {
    count[i] = static_cast<int32_t>(tile.basket.begin[i + 1] - tile.basket.begin[i]);
  }
  AppendCopy<int32_t>(columns[kStage], tile.stage.get(), n);
  AppendCopy<int32_t>(columns[kReason], tile.reason.get(), n);
  AppendCopy<int32_t>(columns[kChannel], tile.channel.get(), n);
  out->rows += static_cast<int64_t>(n);
}

}  // namespace fauxmart
