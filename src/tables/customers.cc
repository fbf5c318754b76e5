#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "base/philox.h"
#include "base/portable_math.h"
#include "plan/customers.h"
#include "plan/streams.h"
#include "tables/append.h"
#include "tables/dimensions.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

constexpr ColumnDecl kColumns[] = {
    {"customer_id", Type::kId, false, "", "The customer."},
    {"name", Type::kText, false, "", "First and last name, made up."},
    {"email", Type::kText, false, "", "Unique; on a domain reserved for examples."},
    {"phone", Type::kText, false, "", "In the range 555-0100 to 555-0199, reserved for fiction."},
    {"created_at", Type::kTimestamp, false, "UTC",
     "When the account was opened; before the window starts."},
    {"loyalty_tier", Type::kCategory, false, "", "Bronze, Silver, Gold or Platinum."},
    {"cohort", Type::kCategory, false, "", "The generation the customer belongs to."},
    {"acquisition_channel", Type::kCategory, false, "", "How the customer was won."},
    {"city", Type::kCategory, false, "", "Where the customer lives."},
    {"state", Type::kCategory, false, "", "The city's state, two letters."},
    {"lifetime_value", Type::kMoney, false, "USD", "Spent before the window starts."},
    {"price_sensitivity", Type::kFloat64, false, "0 to 1", "How much a price matters."},
};

constexpr RowRule kRules[] = {
    {"A share lies between 0 and 1.", "price_sensitivity BETWEEN 0 AND 1"},
    {"No row can reach a real person.",
     "regexp_full_match(email, '.+@example\\.(com|net|org)') AND "
     "regexp_full_match(phone, '\\+1-[2-9][0-9]{2}-555-01[0-9]{2}')"},
    {"Nobody spent less than nothing.", "lifetime_value >= 0"},
};

enum : size_t {
  kCustomerId,
  kName,
  kEmail,
  kPhone,
  kCreatedAt,
  kLoyalty,
  kCohort,
  kAcquisition,
  kCity,
  kState,
  kLifetimeValue,
  kSensitivity,
  kCount
};
static_assert(std::size(kColumns) == kCount);

size_t Uniform(uint32_t word, size_t n) {
  return static_cast<size_t>((static_cast<uint64_t>(word) * n) >> 32);
}

std::string Lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  std::erase_if(text, [](char c) { return !((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')); });
  return text;
}

// "ada." of Ada; nothing of a name without a letter that an address may have.
Names MailParts(const Names& names) {
  Names parts;
  for (const std::string& name : names) {
    const std::string part = Lower(name);
    parts.push_back(part.empty() ? part : part + ".");
  }
  return parts;
}

// Beta(alpha, beta) of whole parameters: the alpha-th smallest of alpha + beta - 1 uniforms.
double BetaByOrderStatistic(uint64_t seed, uint64_t id, int alpha, int beta) {
  std::array<uint32_t, 32> uniforms{};
  const int n = alpha + beta - 1;
  for (int i = 0; i < n; i += 4) {
    const Philox4 words = Draw(seed, kStreamCustomerSensitivity, id, static_cast<uint32_t>(i / 4));
    for (int w = 0; w < 4 && i + w < n; ++w) {
      uniforms[static_cast<size_t>(i + w)] = words.word[w];
    }
  }
  std::nth_element(uniforms.begin(), uniforms.begin() + (alpha - 1), uniforms.begin() + n);
  const double value = UnitInterval(uniforms[static_cast<size_t>(alpha - 1)]);
  return std::floor(value * 1e4 + 0.5) / 1e4;
}

}  // namespace

const TableDecl kCustomers = {
    "customers", TableKind::kDimension, "Who buys.", "customer_id", "", kColumns, kRules};

void AppendCustomers(const Shop& shop, int64_t first, int64_t end, TableBuffer* out) {
  const CustomerRules& rules = shop.world.customers;
  const uint64_t seed = shop.setup.seed;
  const CustomerSampler sampler(shop.world, seed);
  std::vector<Shares> acquisition_rows;
  for (const Cohort& cohort : rules.cohorts) acquisition_rows.push_back(cohort.acquisition);
  const Thresholds acquisition(acquisition_rows);
  const Names& states = *out->columns[kState].vocabulary;
  std::vector<int32_t> state_of;
  for (const City& city : rules.cities) {
    state_of.push_back(
        static_cast<int32_t>(std::find(states.begin(), states.end(), city.state) - states.begin()));
  }
  const Names given_mail = MailParts(rules.first_names), family_mail = MailParts(rules.last_names);
  std::string text;
  const auto history_seconds = static_cast<uint64_t>(rules.history_days) * 86400;

  auto& columns = out->columns;
  for (int64_t i = first; i < end; ++i) {
    const auto id = static_cast<uint64_t>(i);
    const CustomerCore core = sampler.Sample(id);
    const Cohort& cohort = rules.cohorts[static_cast<size_t>(core.cohort)];
    const City& city = rules.cities[static_cast<size_t>(core.city)];
    const Philox4 origin = Draw(seed, kStreamCustomerOrigin, id);
    const Philox4 named = Draw(seed, kStreamCustomerName, id);
    const size_t given = Uniform(named.word[0], rules.first_names.size());
    const size_t family = Uniform(named.word[1], rules.last_names.size());
    const auto seconds_ago = 1 + Uniform(origin.word[1], history_seconds);
    const double z = NormalQuantile(UnitInterval(origin.word[3]));
    const double spent = Exp(rules.lifetime_value.mu + rules.lifetime_value.sigma * z);

    *columns[kCustomerId].Append<int64_t>(1) = i;
    // By hand: a format string is read anew for every row.
    text.assign(rules.first_names[given]).append(" ").append(rules.last_names[family]);
    columns[kName].AppendText(text);
    text.assign(given_mail[given]).append(family_mail[family]);
    text.append(fmt::format_int(i).c_str()).append("@");
    text.append(rules.email_domains[Uniform(named.word[3], rules.email_domains.size())]);
    columns[kEmail].AppendText(text);
    const size_t line = 100 + Uniform(named.word[2], 100);
    text.assign("+1-").append(fmt::format_int(city.area_code).c_str()).append("-555-0");
    text.append(fmt::format_int(line).c_str());
    columns[kPhone].AppendText(text);
    *columns[kCreatedAt].Append<int64_t>(1) =
        shop.setup.start_us() - static_cast<int64_t>(seconds_ago) * kMicrosPerSecond;
    *columns[kLoyalty].Append<int32_t>(1) = core.loyalty;
    *columns[kCohort].Append<int32_t>(1) = core.cohort;
    *columns[kAcquisition].Append<int32_t>(1) =
        acquisition.Pick(origin.word[0], static_cast<size_t>(core.cohort));
    *columns[kCity].Append<int32_t>(1) = core.city;
    *columns[kState].Append<int32_t>(1) = state_of[static_cast<size_t>(core.city)];
    *columns[kLifetimeValue].Append<int64_t>(1) =
        static_cast<int64_t>(std::floor(std::min(spent, 9e6) * 100.0 + 0.5));
    *columns[kSensitivity].Append<double>(1) =
        BetaByOrderStatistic(seed, id, cohort.sensitivity_alpha, cohort.sensitivity_beta);
    ++out->rows;
  }
}

}  // namespace fauxmart
