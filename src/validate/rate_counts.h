// Counts the rows of a part, and those of customers and products, for the rates that are compared
// with the plan.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include "validate/part_rows.h"
#include "validate/rate_tallies.h"

namespace fauxmart {

// Customers and products, in shop_rates.cc; `tallies` gets what they come to.
void CountShopRates(const ShopRows& shop, const Expected& expected, RateTallies* tallies);
// site_load_time of each hour.
void CountPageLoad(const ShopRows& shop, const ExpectedHours& hours, RateTallies* tallies);

// The rates of a part's rows, in part.result. Needs what is expected, and part.order_index and
// part.line_order where there are orders and lines.
void CountRates(PartRows& part);

// What is expected of the hours of a part, and of the orders in it.
class PartHours {
 public:
  explicit PartHours(const ExpectedHours& hours) : hours_(hours) {}

  // Null outside the window.
  const HourRates* Of(int64_t micros);

 private:
  const ExpectedHours& hours_;
  std::map<int64_t, std::shared_ptr<const HourRates>> known_;
  int64_t hour_ = INT64_MIN;
  const HourRates* rates_ = nullptr;
};

// Orders as those see them who come of them, by row.
struct OrderFacts {
  std::vector<const HourRates*> hours;
  std::vector<uint16_t> cohort, region;  // behind the last: not known
  std::vector<uint8_t> state;            // AnchorState
};

void CountTicketRates(PartRows& part, const OrderFacts& orders, PartHours* hours);
void CountCartRates(PartRows& part, PartHours* hours);
void CountReturnRates(PartRows& part, const OrderFacts& orders);

}  // namespace fauxmart
