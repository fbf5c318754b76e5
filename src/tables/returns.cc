#include <algorithm>

#include "base/philox.h"
#include "base/vector_clones.h"
#include "plan/keys.h"
#include "plan/streams.h"
#include "tables/append.h"
#include "tables/orders.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

constexpr ColumnDecl kColumns[] = {
    {"return_id", Type::kId, false, "", "The return; one at most an order line."},
    {"order_id", Type::kId, false, "", "The order it comes from.", "orders.order_id"},
    {"customer_id", Type::kId, false, "", "Who returns it.", "customers.customer_id"},
    {"product_id", Type::kId, false, "", "What is returned.", "products.product_id"},
    {"return_reason", Type::kCategory, false, "", "Why, by what is usual for its category."},
    {"return_ts", Type::kTimestamp, false, "UTC", "When it was asked for, after delivery."},
    {"processed_ts", Type::kTimestamp, true, "UTC",
     "return_ts + processing_days; null while pending."},
    {"refund_amount", Type::kMoney, false, "USD", "A share of the line's total_price."},
    {"return_status", Type::kCategory, false, "", "processed or pending."},
    {"processing_days", Type::kInt32, false, "days", "How long it takes, or is expected to."},
};

constexpr RowRule kRules[] = {
    {"Processed returns, and no others, have a time of processing.",
     "(return_status = 'processed') = (processed_ts IS NOT NULL)"},
    {"Processing takes its days.",
     "processed_ts IS NULL OR processed_ts = return_ts + processing_days * INTERVAL 1 DAY"},
    {"Refunds are not negative.", "refund_amount >= 0"},
};

enum : size_t {
  kReturnId,
  kOrderId,
  kCustomerId,
  kProductId,
  kReason,
  kReturnTs,
  kProcessed,
  kRefund,
  kStatus,
  kDays,
  kCount
};
static_assert(std::size(kColumns) == kCount);

enum ReturnStatus : int32_t { kProcessedStatus, kPendingStatus };

int32_t ReasonOf(const OrderTile& tile, size_t order, size_t line, uint32_t word) {
  HourShop& hour = *tile.hour;
  const auto category = static_cast<size_t>(tile.basket.category[line]);
  const int32_t reason = hour.rules().return_reasons.Pick(word, category);
  if (hour.effects() == nullptr) return reason;
  MixEffects& mix = hour.effects()->mix(MixKind::kReturnReason);
  if (mix.empty()) return reason;
  return mix.Apply(hour.seed(), kStreamLineEffect, tile.basket.keys[line],
                   mix.list().MaskOf(hour.shop(), tile.view(), order), category, reason);
}

// The chance of a line to come back, under the effects that name its product and its order.
Chance ReturnChance(const OrderTile& tile, size_t order, size_t line) {
  HourShop& hour = *tile.hour;
  if (hour.effects() == nullptr || hour.effects()->returns.empty()) return hour.rules().returned;
  RateEffects& returns = hour.effects()->returns;
  const uint32_t product = tile.basket.product[line];
  return Chance(returns.At(returns.list().MaskOfLine(hour.shop(), tile.view(), order, product)));
}

void AppendReturn(const OrderTile& tile, size_t order, size_t line, std::vector<Column>& columns) {
  HourShop& hour = *tile.hour;
  const ReturnRules& rules = hour.world().returns;
  const BasketTile& basket = tile.basket;
  const Philox4 words = Draw(hour.seed(), kStreamReturnDetail, basket.keys[line]);
  const int64_t wait_seconds = static_cast<int64_t>(
      (static_cast<uint64_t>(words.word[1]) *
       static_cast<uint64_t>((rules.wait_days.high - rules.wait_days.low) * 86400)) >>
      32);
  const int64_t return_us =
      tile.actual_us[order] + rules.wait_days.low * kMicrosPerDay + wait_seconds * kMicrosPerSecond;
  const int days = UniformInt(words.word[3], rules.processing_days.low, rules.processing_days.high);
  const bool processed = hour.rules().processed.Hit(words.word[2]);
  const int64_t paid =
      basket.quantity[line] * (basket.price_cents[line] - tile.line_discount_cents[line]);

  *columns[kReturnId].Append<uint64_t>(1) = basket.keys[line];
  *columns[kOrderId].Append<uint64_t>(1) = tile.arrivals.keys[order];
  *columns[kCustomerId].Append<int64_t>(1) = tile.customer[order];
  *columns[kProductId].Append<int64_t>(1) = basket.product[line];
  *columns[kReason].Append<int32_t>(1) = ReasonOf(tile, order, line, words.word[0]);
  *columns[kReturnTs].Append<int64_t>(1) = return_us;
  AppendOptional<int64_t>(columns[kProcessed], processed, return_us + days * kMicrosPerDay);
  *columns[kRefund].Append<int64_t>(1) = PartsPerMillion(paid, hour.rules().refund_ppm);
  *columns[kStatus].Append<int32_t>(1) = processed ? kProcessedStatus : kPendingStatus;
  *columns[kDays].Append<int32_t>(1) = days;
}

// Marks delivered orders of which one of the first four lines may come back, or that have more:
// few, so that the loop over lines is left to them. A line that is not there may be marked.
FAUXMART_CLONES
void MarkSuspects(size_t n, uint32_t threshold, const int32_t* __restrict status,
                  const uint32_t* __restrict begin, const uint32_t* __restrict a,
                  const uint32_t* __restrict b, const uint32_t* __restrict c,
                  const uint32_t* __restrict d, uint8_t* __restrict suspect) {
  for (size_t i = 0; i < n; ++i) {
    const uint32_t lines = begin[i + 1] - begin[i];
    const bool some = ((a[i] >> 1) < threshold) | (((b[i] >> 1) < threshold) & (lines > 1)) |
                      (((c[i] >> 1) < threshold) & (lines > 2)) |
                      (((d[i] >> 1) < threshold) & (lines > 3)) | (lines > 4);
    suspect[i] = some & (status[i] == kDelivered) ? 1 : 0;
  }
}

// Without effects every line comes back at one rate, and baskets have all lines from the first.
bool AllAlike(const OrderTile& tile) {
  RowEffects* effects = tile.hour->effects();
  return effects == nullptr || (effects->returns.empty() && !tile.tracked);
}

const uint8_t* Suspects(const OrderTile& tile, ReturnScratch* scratch) {
  const size_t n = tile.size();
  uint8_t* suspect = scratch->suspect.Reserve(n);
  if (!AllAlike(tile)) {
    std::fill_n(suspect, n, 1);
    return suspect;
  }
  uint32_t* words[4];
  for (int w = 0; w < 4; ++w) words[w] = scratch->words[w].Reserve(n);
  DrawMany(tile.hour->seed(), kStreamReturn, 0, tile.arrivals.keys.get(), n, words[0], words[1],
           words[2], words[3]);
  MarkSuspects(n, tile.hour->rules().returned.threshold, tile.status.get(), tile.basket.begin.get(),
               words[0], words[1], words[2], words[3], suspect);
  return suspect;
}

}  // namespace

const TableDecl kReturns = {"returns",
                            TableKind::kFact,
                            "Order lines that came back, in the order of their orders.",
                            "return_id",
                            "",
                            kColumns,
                            kRules};

void AppendReturns(const OrderTile& tile, ReturnScratch* scratch, TableBuffer* out) {
  HourShop& hour = *tile.hour;
  const BasketTile& basket = tile.basket;
  const uint8_t* suspect = Suspects(tile, scratch);
  for (size_t i = 0; i < tile.size(); ++i) {
    if (suspect[i] == 0 || tile.status[i] != kDelivered) continue;
    const uint32_t begin = basket.begin[i], end = basket.begin[i + 1];
    // One block holds the numbers of four lines.
    Philox4 words{};
    uint32_t block = ~0u;
    for (uint32_t line = begin; line < end; ++line) {
      // By the line's number, not its place: it keeps its numbers when another line goes.
      const uint32_t number = LineOfKey(basket.keys[line]);
      if (number / 4 != block) {
        block = number / 4;
        words = Draw(hour.seed(), kStreamReturn, tile.arrivals.keys[i], block);
      }
      const Chance returned = ReturnChance(tile, i, line);
      if (!returned.Hit(words.word[number % 4])) continue;
      AppendReturn(tile, i, line, out->columns);
      ++out->rows;
    }
  }
}

}  // namespace fauxmart
