#include "tables/orders.h"

#include "base/philox.h"
#include "plan/keys.h"
#include "plan/streams.h"
#include "tables/append.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

constexpr ColumnDecl kColumns[] = {
    {"order_id", Type::kId, false, "", "The order."},
    {"customer_id", Type::kId, false, "", "Who ordered.", "customers.customer_id"},
    {"campaign_id", Type::kId, true, "", "The campaign it came with, if any.",
     "campaigns.campaign_id"},
    {"order_ts", Type::kTimestamp, false, "UTC", "When it was placed."},
    {"channel", Type::kCategory, false, "", "Where it was placed: web, mobile web or app."},
    {"session_id", Type::kId, false, "", "The visit it ended; never that of an abandoned cart."},
    {"payment_type", Type::kCategory, false, "", "How it is paid; cod is cash on delivery."},
    {"payment_status", Type::kCategory, false, "",
     "paid, failed, or pending (cash for a parcel that is not delivered)."},
    {"payment_failure_reason", Type::kCategory, true, "",
     "Why payment failed; null unless it did."},
    {"order_status", Type::kCategory, false, "", "delivered, shipped, processing or cancelled."},
    {"subtotal", Type::kMoney, false, "USD", "Sum of quantity x unit_price over its items."},
    {"discount", Type::kMoney, false, "USD", "Sum of quantity x discount_per_unit."},
    {"tax", Type::kMoney, false, "USD", "On subtotal - discount, rounded half up to the cent."},
    {"shipping_cost", Type::kMoney, false, "USD", "Charged below a subtotal; free from there on."},
    {"total_amount", Type::kMoney, false, "USD", "subtotal - discount + tax + shipping_cost."},
    {"warehouse_id", Type::kCategory, false, "", "Who ships it."},
    {"expected_delivery_ts", Type::kTimestamp, false, "UTC", "When it was promised."},
    {"actual_delivery_ts", Type::kTimestamp, true, "UTC", "When it came; null unless delivered."},
    {"is_sla_breach", Type::kBool, false, "", "Whether it came late."},
    {"delivery_delay_hours", Type::kInt32, false, "hours",
     "Whole hours late; 0 if not late or not delivered."},
};

constexpr RowRule kRules[] = {
    {"The total adds up to the cent.", "total_amount = subtotal - discount + tax + shipping_cost"},
    {"A failure reason stands exactly where payment failed.",
     "(payment_status = 'failed') = (payment_failure_reason IS NOT NULL)"},
    {"An order whose payment failed is cancelled.",
     "payment_status <> 'failed' OR order_status = 'cancelled'"},
    {"What is delivered is paid, and what is pending is not delivered.",
     "(order_status <> 'delivered' OR payment_status = 'paid') AND (payment_status <> 'pending' OR "
     "order_status <> 'delivered')"},
    {"Delivered orders, and no others, have a time of delivery.",
     "(order_status = 'delivered') = (actual_delivery_ts IS NOT NULL)"},
    {"Late means delivered after the promised time.",
     "is_sla_breach = coalesce(actual_delivery_ts > expected_delivery_ts, false)"},
    {"The delay is in whole hours.",
     "delivery_delay_hours = CASE WHEN is_sla_breach THEN date_diff('second', "
     "expected_delivery_ts, actual_delivery_ts) // 3600 ELSE 0 END"},
    {"Nothing is delivered before it is ordered.",
     "coalesce(actual_delivery_ts > order_ts, true) AND expected_delivery_ts > order_ts"},
    {"A discount comes from a campaign and never exceeds the subtotal.",
     "discount >= 0 AND discount <= subtotal AND (discount = 0 OR campaign_id IS NOT NULL)"},
};

enum : size_t {
  kOrderId,
  kCustomerId,
  kCampaignId,
  kOrderTs,
  kChannel,
  kSessionId,
  kPaymentType,
  kPaymentStatus,
  kFailureReason,
  kOrderStatus,
  kSubtotal,
  kDiscount,
  kTax,
  kShipping,
  kTotal,
  kWarehouse,
  kExpected,
  kActual,
  kBreach,
  kDelay,
  kCount
};
static_assert(std::size(kColumns) == kCount);

}  // namespace

const TableDecl kOrders = {
    "orders",   TableKind::kFact, "What was ordered, how it was paid and when it came.",
    "order_id", "order_ts",       kColumns,
    kRules};

uint32_t OrderSumColumns() {
  uint32_t bits = 0;
  for (const size_t column : {kCampaignId, kSubtotal, kDiscount, kTax, kShipping, kTotal}) {
    bits |= uint32_t{1} << column;
  }
  return bits;
}

void AppendOrders(const OrderTile& tile, TableBuffer* out) {
  const size_t n = tile.size();
  auto& columns = out->columns;
  const uint64_t* keys = tile.arrivals.keys.get();
  AppendCopy<uint64_t>(columns[kOrderId], keys, n);
  AppendCopy<int64_t>(columns[kCustomerId], tile.customer.get(), n);
  AppendCopy<int64_t>(columns[kCampaignId], tile.campaign.get(), n);
  uint8_t* campaign = columns[kCampaignId].AppendValidity(n);
  for (size_t i = 0; i < n; ++i) campaign[i] = tile.campaign[i] != 0;
  AppendCopy<int64_t>(columns[kOrderTs], tile.arrivals.times.get(), n);
  AppendCopy<int32_t>(columns[kChannel], tile.channel.get(), n);
  uint64_t* session = columns[kSessionId].Append<uint64_t>(n);
  for (size_t i = 0; i < n; ++i) session[i] = OrderSession(keys[i]);
  AppendCopy<int32_t>(columns[kPaymentType], tile.payment_type.get(), n);
  AppendCopy<int32_t>(columns[kPaymentStatus], tile.payment_status.get(), n);
  AppendCopy<int32_t>(columns[kFailureReason], tile.failure_reason.get(), n);
  uint8_t* failed = columns[kFailureReason].AppendValidity(n);
  for (size_t i = 0; i < n; ++i) failed[i] = tile.payment_status[i] == kFailed;
  AppendCopy<int32_t>(columns[kOrderStatus], tile.status.get(), n);
  AppendCopy<int64_t>(columns[kSubtotal], tile.basket.value_cents.get(), n);
  AppendCopy<int64_t>(columns[kDiscount], tile.discount_cents.get(), n);
  AppendCopy<int64_t>(columns[kTax], tile.tax_cents.get(), n);
  AppendCopy<int64_t>(columns[kShipping], tile.shipping_cents.get(), n);
  AppendCopy<int64_t>(columns[kTotal], tile.total_cents.get(), n);
  AppendCopy<int32_t>(columns[kWarehouse], tile.warehouse.get(), n);
  AppendCopy<int64_t>(columns[kExpected], tile.expected_us.get(), n);
  AppendCopy<int64_t>(columns[kActual], tile.actual_us.get(), n);
  uint8_t* delivered = columns[kActual].AppendValidity(n);
  for (size_t i = 0; i < n; ++i) delivered[i] = tile.status[i] == kDelivered;
  AppendCopy<uint8_t>(columns[kBreach], tile.late.get(), n);
  AppendCopy<int32_t>(columns[kDelay], tile.delay_hours.get(), n);
  out->rows += static_cast<int64_t>(n);
}

}  // namespace fauxmart
