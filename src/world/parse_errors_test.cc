// Every kind of mistake in a world file, with the place, the key and the hint of its message.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "base/document.h"
#include "world/parse.h"

namespace fauxmart {
namespace {

std::string DefaultText() {
  std::ifstream file(FAUXMART_SOURCE_DIR "/worlds/default.yaml");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string PlaceOf(std::string_view text, size_t offset) {
  int line = 1;
  size_t start = 0;
  for (size_t i = 0; i < offset; ++i) {
    if (text[i] == '\n') {
      ++line;
      start = i + 1;
    }
  }
  return "shop.yaml:" + std::to_string(line) + ":" + std::to_string(offset - start + 1);
}

// `find` becomes `replace` (once). The message must be at `at`, the first such text from the line
// of the replacement on (with a ^ before it: in the file), and say `message`.
struct Mistake {
  const char* find;
  const char* replace;
  const char* at;
  const char* message;
};

std::string Repeat(const std::string& pattern, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) {
    std::string one = pattern;
    one.replace(one.find('#'), 1, std::to_string(i));
    all += one;
  }
  return all;
}

void Expect(const Mistake& mistake) {
  std::string text = DefaultText();
  const size_t where = text.find(mistake.find);
  ASSERT_NE(where, std::string::npos) << mistake.find;
  text.replace(where, std::string(mistake.find).size(), mistake.replace);
  const bool anywhere = mistake.at[0] == '^';
  const size_t line = text.rfind('\n', where);
  const size_t at = anywhere ? text.find(mistake.at + 1) : text.find(mistake.at, line);
  ASSERT_NE(at, std::string::npos) << mistake.at;
  const auto document = Document::Parse(text, "shop.yaml");
  ASSERT_TRUE(document.ok()) << document.status();
  const auto world = ParseWorld(*document);
  EXPECT_TRUE(world.status().IsInvalid()) << mistake.find;
  EXPECT_EQ(world.status().message(), PlaceOf(text, at) + ": " + mistake.message);
}

TEST(WorldErrors, Keys) {
  Expect({"tax_rate: 0.08", "tax_rat: 0.08",
          "tax_rat:", "orders.tax_rat: unknown key; did you mean tax_rate?"});
  Expect({"\narrivals:", "\narivals:", "arivals", "arivals: unknown key; did you mean arrivals?"});
  Expect({"  tax_rate: 0.08\n", "", "^items: [0",
          "orders.tax_rate: missing; write a number from 0 "
          "to 1"});
  Expect({"metrics:\n", "metrics: 5\nextra:\n", "extra",
          "extra: unknown key; known: name, description, channels, acquisition_channels, "
          "contact_channels, warehouses, payment_types, arrivals, correlations, customers, "
          "suppliers, seasons ..."});
}

TEST(WorldErrors, Numbers) {
  Expect({"tax_rate: 0.08", "tax_rate: 1.2", "1.2",
          "orders.tax_rate: 1.2 is out of range; write a number from 0 to 1"});
  Expect({"tax_rate: 0.08", "tax_rate: lots", "lots",
          "orders.tax_rate: \"lots\" is not a number; write a decimal number, such as 0.05"});
  Expect({"count: 15000", "count: 50000001", "50000001",
          "customers.count: 50000001 is out of range; write a whole number from 1 to 50000000"});
  Expect({"count: 15000", "count: 1.5e4", "1.5e4",
          "customers.count: \"1.5e4\" is not a whole number; write digits only, such as 15000"});
  Expect({"count: 2500", "count: 0", "0",
          "products.count: 0 is out of range; write a whole number from 1 to 5000000"});
  Expect({"area_code: 212", "area_code: 012", "012",
          "customers.regions.northeast.cities.New York.area_code: \"012\" has a leading zero, "
          "which some read as octal; write 12"});
  Expect({"alpha: 2,", "alpha: 17,", "17",
          "customers.cohorts.gen_z.price_sensitivity.alpha: 17 is out of range; write a whole "
          "number from 1 to 16"});
  Expect({"tickets: 0.33", "tickets: 0.5", "0.5,",
          "correlations.variation.tickets: 0.5 is out of range; write a number from 0 to 0.499"});
  Expect({"online: true", "online: yes", "yes",
          "payment_types.card.online: \"yes\" is not a yes or no; write true or false"});
  Expect({"resolution_minutes: {mu: 6.2, sigma: 0.9}", "resolution_minutes: {mu: 6.2, sigma: 2}",
          "{mu: 6.2",
          "tickets.resolution_minutes: so wide that a value could pass 8.89e+06; lower "
          "mu or sigma until mu + 9 sigma is at most 16"});
}

TEST(WorldErrors, Mixes) {
  Expect({"channels: {app: 0.5,", "channels: {app: 0.6,", "{app",
          "customers.cohorts.gen_z.channels: the shares sum to 1.1; make them sum to 1"});
  Expect({"channels: {app: 0.5,", "channels: {ap: 0.5,", "ap:",
          "customers.cohorts.gen_z.channels.ap: \"ap\" is not one of the channels; did you mean "
          "app?"});
  Expect({"payments: {card", "payments: {gold", "gold",
          "customers.cohorts.gen_z.payments.gold: \"gold\" is not one of the payment_types; known: "
          "card, bnpl, upi, cod"});
  Expect({"channels: {app: 0.5, mobile_web: 0.3, web: 0.2}", "channels: {}", "{}",
          "customers.cohorts.gen_z.channels: 0 entries; write 1 to 250"});
  Expect({"share: 0.28", "share: 0.27", "^gen_z:\n",
          "customers.cohorts: the shares sum to 0.99; make them sum to 1"});
  Expect({"Bronze: {share: 0.5,", "Bronze: {share: 0.4,", "Bronze",
          "customers.loyalty: the shares sum to 0.9; make them sum to 1"});
  Expect({"delivered: 0.85, shipped", "delivered: 0.8, shipped", "{delivered: 0.8, ",
          "orders.statuses: the shares sum to 0.95; make them sum to 1"});
  Expect({"items: [0.5,", "items: [0.4,", "[0.4,",
          "orders.items: the shares sum to 0.9; make them sum to 1"});
  Expect({"items: [0.5,", "items: [0, 0.5,", "[0, 0.5,",
          "orders.items: 6 numbers; write a list of 1 to 5 numbers"});
  Expect({"csat_on_time: [0.04, 0.06,", "csat_on_time: [0.1,", "[0.1,",
          "tickets.csat_on_time: 4 numbers; write a list of 5 numbers"});
  Expect({"just_browsing: 0.45", "just_browsing: 0.5", "{just",
          "abandonment.reasons.cart: the shares sum to 1.05; make them sum to 1"});
  Expect({"low: {share: 0.6,", "low: {share: 0.5,",
          "low: ", "tickets.severities: the shares sum to 0.9; make them sum to 1"});
  Expect({"area_code: 702, share: 0.02", "area_code: 702, share: 0.03", "^northeast",
          "customers.regions: the shares sum to 1.01; make them sum to 1"});
}

TEST(WorldErrors, RangesAndCorrelations) {
  Expect({"late_hours: [12, 71]", "late_hours: [71, 12]", "[71",
          "orders.late_hours: the low end 71 is above the high end 12; write [low, high]"});
  Expect({"late_hours: [12, 71]", "late_hours: [12.5, 71]", "[12.5",
          "orders.late_hours: 12.5 is not a whole number; write two whole numbers from 1 to 8784"});
  Expect({"late_hours: [12, 71]", "late_hours: [12]", "[12]",
          "orders.late_hours: 1 numbers; write a list of 2 numbers"});
  Expect({"cost_share: [0.3, 0.7]", "cost_share: 0.5", "0.5",
          "products.cost_share: a single value is here; write a list of 2 numbers"});
  Expect({"orders_delays: 0.72", "orders_delays: -0.72", "^block_hours",
          "correlations: no four series can have these correlations with each other (the matrix is "
          "not positive definite); bring the strongest nearer to 0"});
  Expect({"amplitude: 0.5", "amplitude: 1.5", "{floor",
          "arrivals.daily_curve: falls to -0.4, and orders cannot be negative; "
          "raise floor or offset, or lower amplitude"});
}

TEST(WorldErrors, Names) {
  Expect({"warehouses: [WH_01, WH_02", "warehouses: [WH_01, WH_01", "WH_01, WH_03",
          "warehouses.1: \"WH_01\" stands here twice; write it once"});
  Expect({"[example.com,", "[gmail.com,", "[gmail",
          "customers.email_domains: gmail.com must be reserved, so that no address reaches a "
          "person; write example.com, example.net or example.org"});
  Expect({"Newark:", "Boston2: {state: NJ, area_code: 973, share: 0}\n        \" Newark\":", "\" N",
          "customers.regions.northeast.cities. Newark: a name with space around it or of several "
          "lines; write one line without"});
  Expect({"Atlanta:", "Boston:", "{state: GA",
          "customers.regions.southeast.cities.Boston: is also a city of northeast; give each its "
          "own name, such as \"Boston GA\""});
  Expect({"country: CN", "country: China", "China,",
          "suppliers.China Main Electronics.country: \"China\" is not a country; write two "
          "capitals, such as US"});
  Expect({"sku_prefix: CLO", "sku_prefix: ELE", "ELE",
          "products.categories.clothing.sku_prefix: ELE is another category's; give each its own"});
  Expect({"sku_prefix: CLO", "sku_prefix: clo", "clo",
          "products.categories.clothing.sku_prefix: \"clo\" is not a prefix; write 1 to 8 capitals "
          "or digits, such as ELE"});
  Expect(
      {"seasonality: summer", "seasonality: sumer", "sumer",
       "products.categories.home.seasonality: \"sumer\" is not known here; did you mean summer?"});
  Expect({"{China Main Electronics: 0.5", "{China Main Electronic: 0.5", "China",
          "products.categories.electronics.suppliers.China Main Electronic: \"China Main "
          "Electronic\" is not one of the suppliers; did you mean China Main Electronics?"});
  Expect({"shirts: {", "audio: {", "{",
          "products.categories.clothing.subcategories.audio: is also a subcategory of another "
          "category; give each its own name"});
  Expect({"process: exact", "process: exactly", "exactly",
          "arrivals.process: \"exactly\" is not known here; did you mean exact?"});
  const std::string many = "warehouses: [" + Repeat("W#, ", 251) + "WH_01, WH_02";
  Expect(
      {"warehouses: [WH_01, WH_02", many.c_str(), "[W0", "warehouses: 256 names; write 1 to 250"});
}

TEST(WorldErrors, Seasons) {
  Expect({"11-25: 1.9", "11-31: 1.9", "1.9",
          "seasons.holiday.11-31: is not a day of every year; write month and day, such as 11-25"});
  Expect({"05-15: 1.0", "02-29: 1.0", "1.0",
          "seasons.summer.02-29: is not a day of every year; write month and day, such as 11-25"});
  Expect({"05-15: 1.0", "07-15: 1.0", "1.5",
          "seasons.summer.06-15: comes after 07-15; sort the points by date"});
}

TEST(WorldErrors, Tickets) {
  Expect({"failed: {payment: 0.9", "failed: {paymnt: 0.9", "paymnt",
          "tickets.categories.failed.paymnt: \"paymnt\" is not one of the subcategories' keys; did "
          "you mean payment?"});
  Expect({"    failed: {pay", "    faild: {pay", "faild",
          "tickets.categories.faild: unknown key; did you mean failed?"});
  Expect({"late_category: delivery", "late_category: deliver", "deliver\n",
          "tickets.late_category: \"deliver\" is not known here; did you mean delivery?"});
  Expect({"late_subcategory: late_delivery", "late_subcategory: login", "login",
          "tickets.late_subcategory: login is not one of delivery's; write one of those"});
  Expect({"chatbots: 5 ", "chatbots: 50 ", "50 ",
          "tickets.chatbots: 50 of 50 agents leaves no person; write fewer than agents"});
  Expect({"cap: 0.7", "cap: 0.1", "0.1}",
          "tickets.chatbot_share.cap: 0.1 is below base 0.15; write "
          "at least that"});
}

TEST(WorldErrors, Abandonment) {
  Expect({"    checkout: {ship", "    chekout: {ship", "chekout",
          "abandonment.reasons.chekout: \"chekout\" is not one of the stages; did you mean "
          "checkout?"});
  Expect({"    checkout: {shipping_cost: 0.45, account_required: 0.3, slow_checkout: 0.25}\n", "",
          "^cart: {just", "abandonment.reasons.checkout: missing; write a map of keys and values"});
}

}  // namespace
}  // namespace fauxmart
