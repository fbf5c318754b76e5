// The world: the shop as it is, before anything happens to it.
//
// Plain values, filled and validated by ParseWorld() (parse.h); every number here comes from a
// world file. Vocabularies (cohorts, channels, categories ...) keep the order of the file, and that
// order is the order of the dictionary-encoded columns.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

namespace fauxmart {

using Names = std::vector<std::string>;

// Shares over a vocabulary: parallel to its names, zero where the file has none, summing to 1.
using Shares = std::vector<double>;

// A vocabulary and its shares, where the mix itself declares the names.
struct Mix {
  Names names;
  Shares shares;
};

struct LogNormal {
  double mu = 0;
  double sigma = 0;
};

struct Range {
  double low = 0;
  double high = 0;
};

struct WholeRange {
  int low = 0;
  int high = 0;
};

enum class ArrivalProcess { kExact, kPoisson };

// m(h) = floor + swing * (offset + amplitude * sin(2 pi (h - phase_hours) / period_hours))
struct DailyCurve {
  double floor = 0, swing = 0, offset = 0, amplitude = 0, phase_hours = 0, period_hours = 0;
};

struct Arrivals {
  ArrivalProcess process = ArrivalProcess::kExact;
  double orders_per_hour = 0;
  DailyCurve daily_curve;
  double capacity = 0;  // a multiple of orders_per_hour x intensity
};

struct Correlations {
  int block_hours = 0;
  double orders_tickets = 0, tickets_delays = 0, orders_delays = 0;
  double orders_abandonment = 0, tickets_abandonment = 0, delays_abandonment = 0;
  double tickets_variation = 0, delays_variation = 0, abandonment_variation = 0;
};

struct Cohort {
  std::string name;
  double share = 0;
  Shares acquisition;  // over acquisition_channels
  int sensitivity_alpha = 1, sensitivity_beta = 1;  // Beta(alpha, beta), whole numbers 1..16
  Shares channels;  // over channels
  Shares payments;  // over payment_types
  Shares contact;  // over contact_channels
};

struct LoyaltyTier {
  std::string name;
  double share = 0;
  double activity = 0;
};

struct City {
  std::string name, state;
  int area_code = 0;
  double share = 0;
  int region = 0;  // index into regions
};

struct Region {
  std::string name;
  Shares warehouses;  // over warehouses
};

struct CustomerRules {
  int64_t count = 0;
  int history_days = 0;
  double activity_sigma = 0;
  LogNormal lifetime_value;
  Names email_domains, first_names, last_names;
  std::vector<Cohort> cohorts;
  std::vector<LoyaltyTier> loyalty;
  std::vector<Region> regions;
  std::vector<City> cities;  // all regions' cities, in the file's order; shares sum to 1
};

struct Supplier {
  std::string name, country;
  int lead_time_days = 0;
  double reliability = 0;
  bool primary = false;
};

struct Subcategory {
  std::string name;
  Range weight_kg;
  Names brands, nouns;
};

struct Category {
  std::string name;
  double share = 0;
  std::string sku_prefix;
  LogNormal price;
  int season = 0;  // index into seasons
  Shares suppliers;  // over suppliers
  Shares return_reasons;  // over World::return_reasons
  std::vector<Subcategory> subcategories;
};

struct ProductRules {
  int64_t count = 0;
  double popularity_exponent = 0;
  Range cost_share;
  double price_min = 0;
  double units_in_stock = 0;
  std::vector<Category> categories;
  Names name_words;
};

// Demand by date, linear between points, constant at 1 without points; it wraps round the year.
struct SeasonPoint {
  int month = 0, day = 0;
  double demand = 1;
};
struct Season {
  std::string name;
  std::vector<SeasonPoint> points;  // ascending
};

struct OrderRules {
  Shares items;  // [i]: i + 1 lines; at most kMaxLines
  Shares quantities;  // [i]: i + 1 units
  double payment_failure_rate = 0;
  Mix failure_reasons;
  double delivered = 0, shipped = 0, processing = 0, cancelled = 0;  // sum to 1
  double tax_rate = 0, shipping_fee = 0, free_shipping_from = 0;
  Shares expected_days;  // [i]: i + 1 days
  double late_rate = 0;
  WholeRange late_hours;
  int early_hours = 0;
  double lateness_per_load = 0, lateness_cap = 0;
};

// What the order behind a ticket looks like to the person who writes it.
enum AnchorState { kAnchorFailed, kAnchorDelivered, kAnchorOpen, kAnchorCancelled, kAnchorStates };

struct Severity {
  std::string name;
  double share = 0;
  double sla_hours = 0;
};

struct TicketRules {
  double rate = 0, late_share = 0;
  WholeRange late_wait_hours;
  double named_share = 0;
  WholeRange named_wait_hours;
  Names categories;  // keys of `subcategories`
  std::array<Shares, kAnchorStates> category_shares;  // over categories
  Names subcategories;  // all of them, in the file's order
  std::vector<Shares> subcategory_shares;  // by category, over subcategories
  int late_category = 0, late_subcategory = 0;  // indices
  std::vector<Severity> severities;
  double first_response_median_sla_share = 0, first_response_sigma = 0;
  LogNormal resolution_minutes;
  double resolved_share = 0, csat_answer_share = 0;
  Shares csat_on_time, csat_breached;  // [i]: a rating of i + 1; five of them
  Mix languages;
  int agents = 0, chatbots = 0;
  double chatbot_base = 0, chatbot_per_load = 0, chatbot_cap = 0;
  Shares escalations;  // [i]: i times
};

struct AbandonmentRules {
  double rate = 0, known_share = 0;
  Mix stages;
  Names reasons;  // all of them, in the file's order
  std::vector<Shares> reason_shares;  // by stage, over reasons
  int out_of_stock_stage = 0, out_of_stock_reason = 0;  // of those who find a product gone
};

struct ReturnRules {
  double rate = 0;
  WholeRange wait_days;
  double refund_share = 0;
  WholeRange processing_days;
  double processed_share = 0;
};

struct MetricRules {
  double page_load_base = 0, page_load_load_factor = 0, page_load_overload_factor = 0,
         page_load_noise = 0;
  double turnover_hours = 0;
};

struct PaymentType {
  std::string name;
  bool online = false;
};

struct World {
  std::string name, description;
  Arrivals arrivals;
  Correlations correlations;
  Names channels, acquisition_channels, contact_channels, warehouses, return_reasons;
  std::vector<PaymentType> payment_types;
  CustomerRules customers;
  std::vector<Supplier> suppliers;
  ProductRules products;
  std::vector<Season> seasons;
  OrderRules orders;
  TicketRules tickets;
  AbandonmentRules abandonment;
  ReturnRules returns;
  MetricRules metrics;
};

// Structural limits, not business numbers: they size ids and arrays.
inline constexpr int kMaxLines = 5;

}  // namespace fauxmart
