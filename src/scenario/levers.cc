#include "scenario/levers.h"

#include <fmt/format.h>

#include "base/text.h"
#include "world/mix.h"

namespace fauxmart::internal {
namespace {

constexpr FilterKeys Bit(FilterKey key) { return FilterKeys{1} << key; }

constexpr FilterKeys kHours = Bit(kByHours);
constexpr FilterKeys kPeople = Bit(kByCohort) | Bit(kByState) | Bit(kByRegion);
constexpr FilterKeys kSessions = kPeople | Bit(kByChannel);
constexpr FilterKeys kAllRows = kSessions | Bit(kByPaymentType) | Bit(kByWarehouse);

constexpr Bounds kFactor{0, 1000};
// Nothing is divided by a capacity of nothing.
constexpr Bounds kFactorAboveZero{0.001, 1000};
constexpr Bounds kDifference{-1, 1};

struct NamedLever {
  Lever lever;
  std::string_view name, path;  // path: empty where the world has no such number
  FilterKeys filters;
  std::optional<Bounds> scale, set, add;
  bool needs_products = false, step_only = false, whole = false;
};

const std::vector<NamedLever>& NamedLevers() {
  constexpr auto kNone = std::nullopt;
  static const std::vector<NamedLever> levers = {
      {Lever::kTraffic, "traffic", "", kAllRows | kHours, kFactor, kNone, kNone},
      {Lever::kConversion, "conversion", "", kAllRows | kHours, kFactor, kNone, kNone},
      {Lever::kAbandonment, "abandonment", "", kSessions | kHours, kFactor, kNone, kNone},
      {Lever::kCapacity, "capacity", "", kHours, kFactorAboveZero, kNone, kNone},
      {Lever::kPageLoad, "page_load", "", kHours, kFactorAboveZero, kNone, kNone},
      {Lever::kLateness, "lateness", "orders.late_rate", kAllRows | kProductKeys | kHours, kFactor,
       kShare, kDifference},
      {Lever::kTicketRate, "ticket_rate", "tickets.rate", kAllRows | kProductKeys | kHours, kFactor,
       kShare, kDifference},
      {Lever::kPaymentFailure, "payment_failure", "orders.payment_failure_rate",
       kAllRows | kProductKeys | kHours, kFactor, kShare, kDifference},
      {Lever::kReturnRate, "return_rate", "returns.rate", kAllRows | kProductKeys | kHours, kFactor,
       kShare, kDifference},
      {Lever::kDemand, "demand", "", kAllRows | kProductKeys | kHours, kFactor, kNone, kNone, true},
      {Lever::kPrice, "price", "", kProductKeys | kHours, Bounds{0.01, 100}, kNone, kNone, true},
      {Lever::kStock, "stock", "", kProductKeys, kNone, Bounds{0, 1e9}, kNone, true, true, true},
      {Lever::kSupply, "supply", "", kProductKeys, kNone, kShare, kNone, true, true},
      {Lever::kLeadTime, "lead_time", "", kProductKeys | kHours, Bounds{0, 100}, kNone, kNone,
       true},
  };
  return levers;
}

// What is known of an order or cart when its mix is drawn.
FilterKeys MixFilters(MixKind kind) {
  switch (kind) {
    case MixKind::kCohort:
      return kHours;
    case MixKind::kChannel:
      return kPeople | kHours;
    case MixKind::kPayment:
    case MixKind::kStage:
    case MixKind::kAbandonReason:
      return kSessions | kHours;
    case MixKind::kWarehouse:
      return kSessions | Bit(kByPaymentType) | kHours;
    default:
      return kAllRows | kHours;
  }
}

// What stands for the * of `pattern` in `text`; nothing if the two do not fit.
std::optional<std::string_view> StarOf(std::string_view pattern, std::string_view text) {
  const size_t star = pattern.find('*');
  const std::string_view before = pattern.substr(0, star);
  const std::string_view after = pattern.substr(star + 1);
  if (text.size() <= before.size() + after.size() || !text.starts_with(before) ||
      !text.ends_with(after)) {
    return std::nullopt;
  }
  return text.substr(before.size(), text.size() - before.size() - after.size());
}

// Is it this mix, and which rows of it?
bool IsMix(const MixDecl& decl, std::string_view text, const World& world,
           std::vector<uint8_t>* rows) {
  if (text == decl.alias || text == decl.path) return true;
  if (decl.path.find('*') == std::string_view::npos) return false;
  const auto row = StarOf(decl.path, text);
  if (!row) return false;
  const Names names = MixRows(world, decl.kind);
  const int index = IndexOf(*row, names);
  if (index < 0) return false;
  rows->assign(names.size(), 0);
  (*rows)[index] = 1;
  return true;
}

std::optional<LeverRules> FindMix(std::string_view text, const World& world) {
  LeverRules rules;
  rules.lever = Lever::kMix;
  for (const MixDecl& decl : AllMixes()) {
    if (!IsMix(decl, text, world, &rules.mix_rows)) continue;
    rules.mix = decl.kind;
    rules.filters = MixFilters(decl.kind);
    rules.scale = kFactor;
    rules.set = kShare;
    rules.add = kDifference;
    rules.move = true;
    return rules;
  }
  return std::nullopt;
}

// What is wrong with a path of a mix but for its row, "customers.cohorts.gen_zz.channels".
std::string WrongRow(std::string_view text, const World& world) {
  for (const MixDecl& decl : AllMixes()) {
    if (decl.path.find('*') == std::string_view::npos) continue;
    if (const auto row = StarOf(decl.path, text)) {
      return fmt::format("{} is not a row of {}{}", Quote(*row), decl.path,
                         DidYouMean(*row, MixRows(world, decl.kind)));
    }
  }
  return "";
}

arrow::Status UnknownLever(std::string_view text, const World& world) {
  // "customers.cohorts.gen_z.channels.app": the mix is the lever, its entries are the value.
  const size_t dot = text.rfind('.');
  if (dot != std::string_view::npos) {
    if (FindMix(text.substr(0, dot), world)) {
      return arrow::Status::Invalid(Quote(text),
                                    " is an entry of a mix; write lever: ", text.substr(0, dot),
                                    " and set: {", text.substr(dot + 1), ": ...}");
    }
  }
  if (const auto instead = LeverInstead(text)) {
    if (instead->empty()) {
      return arrow::Status::Invalid(Quote(text), " cannot change on the way; set it for the whole ",
                                    "run, in the world or with --set world.", text, "=...");
    }
    return arrow::Status::Invalid(Quote(text), " cannot be changed by itself; use the lever ",
                                  *instead);
  }
  const std::string wrong_row = WrongRow(text, world);
  if (!wrong_row.empty()) return arrow::Status::Invalid(wrong_row);
  std::vector<std::string> known;
  for (const NamedLever& lever : NamedLevers()) known.emplace_back(lever.name);
  for (const MixDecl& decl : AllMixes()) known.emplace_back(decl.alias);
  for (const NamedLever& lever : NamedLevers()) known.emplace_back(lever.path);
  for (const NumberDecl& decl : AllNumbers()) known.emplace_back(decl.path);
  for (const MixDecl& decl : AllMixes()) known.emplace_back(decl.path);
  return arrow::Status::Invalid("unknown lever ", Quote(text), DidYouMean(text, known));
}

}  // namespace

bool LeverRules::is_range() const {
  return lever == Lever::kNumber && AllNumbers()[number].range != nullptr;
}

arrow::Result<LeverRules> FindLever(std::string_view text, const World& world) {
  LeverRules rules;
  for (const NamedLever& named : NamedLevers()) {
    if (text.empty() || (text != named.name && text != named.path)) continue;
    rules.lever = named.lever;
    rules.filters = named.filters;
    rules.needs_products = named.needs_products;
    rules.step_only = named.step_only;
    rules.whole = named.whole;
    rules.scale = named.scale;
    rules.set = named.set;
    rules.add = named.add;
    return rules;
  }
  if (const auto mix = FindMix(text, world)) return *mix;
  if (const NumberDecl* decl = FindNumber(text)) {
    rules.lever = Lever::kNumber;
    rules.number = static_cast<int>(decl - AllNumbers().data());
    rules.filters = kHours;
    rules.set = decl->bounds;
    if (decl->range != nullptr) {
      rules.step_only = rules.whole = true;
    } else {
      const double width = decl->bounds.high - decl->bounds.low;
      rules.scale = kFactor;
      rules.add = Bounds{-width, width};
    }
    return rules;
  }
  return UnknownLever(text, world);
}

}  // namespace fauxmart::internal
