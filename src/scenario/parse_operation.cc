// What an effect does to its lever: scale, set, add or move, a number, a mix or a table.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "base/text.h"
#include "base/time.h"
#include "scenario/parse_sections.h"
#include "world/limits.h"
#include "world/mix.h"

namespace fauxmart::internal {
namespace {

constexpr size_t kMostSteps = 1000;
constexpr double kSumTolerance = 1e-9;

// In the order of Operation and of MixOperation.
struct OperationName {
  std::string_view key;
  Operation operation;
  MixOperation of_mix;
};
constexpr std::array<OperationName, 4> kOperations = {
    {{"scale", Operation::kScale, MixOperation::kScale},
     {"set", Operation::kSet, MixOperation::kSet},
     {"add", Operation::kAdd, MixOperation::kAdd},
     {"move", Operation::kMove, MixOperation::kMove}}};

bool Offers(const LeverRules& rules, Operation operation) {
  switch (operation) {
    case Operation::kScale:
      return rules.scale.has_value();
    case Operation::kSet:
      return rules.set.has_value();
    case Operation::kAdd:
      return rules.add.has_value();
    case Operation::kMove:
      break;
  }
  return rules.move;
}

Bounds BoundsOf(const LeverRules& rules, Operation operation) {
  switch (operation) {
    case Operation::kScale:
      return rules.scale.value_or(Bounds());
    case Operation::kSet:
      return rules.set.value_or(Bounds());
    case Operation::kAdd:
      return rules.add.value_or(Bounds());
    case Operation::kMove:
      break;
  }
  return {};
}

std::string Offered(const LeverRules& rules) {
  Names names;
  for (const OperationName& name : kOperations) {
    if (Offers(rules, name.operation)) names.emplace_back(name.key);
  }
  return names.size() == 1 ? names[0] : "one of " + Join(names);
}

// The one operation that the effect has; nullptr if it is not one that the lever takes.
const OperationName* FindOperation(Reader& entry, const LeverRules& rules,
                                   const std::string& lever) {
  const OperationName* found = nullptr;
  for (const OperationName& name : kOperations) {
    if (!entry.Has(name.key)) continue;
    if (found != nullptr) {
      entry.FailAt(name.key, fmt::format("an effect does one thing, and {} stands here too; write "
                                         "an effect for each",
                                         found->key));
      return nullptr;
    }
    found = &name;
  }
  if (found == nullptr) {
    entry.Fail(fmt::format("does nothing to {}; write {}", lever, Offered(rules)));
  } else if (!Offers(rules, found->operation)) {
    entry.FailAt(found->key,
                 fmt::format("{} has no {}; write {}", lever, found->key, Offered(rules)));
    return nullptr;
  }
  return found;
}

// {0h: 1, 1h: 2}: values of their own from offset to offset.
void ReadTable(Reader& entry, std::string_view key, const LeverRules& rules, Bounds bounds,
               const World& world, Effect* effect) {
  Reader steps = entry.Map(key);
  auto& table = effect->shape.table;
  effect->shape.kind = ShapeKind::kTable;
  for (const std::string& text : steps.Keys(1, kMostSteps)) {
    const auto offset = ParseOffset(text);
    const double value = steps.Number(text, bounds);
    CheckNumberResult(steps, text, rules, world, effect->operation, value);
    if (!offset.ok()) {
      steps.FailAt(text, offset.status().message());
      continue;
    }
    if (table.empty() && *offset != 0) {
      steps.FailAt(text, "nothing is said of the time before; begin with 0h");
    } else if (!table.empty() && *offset <= table.back().first) {
      steps.FailAt(text, fmt::format("comes after {}; sort the offsets",
                                     FormatDuration(table.back().first)));
    } else if (*offset >= effect->to - effect->from) {
      steps.FailAt(text, fmt::format("the effect is over after {}; write an earlier offset, or a "
                                     "later to",
                                     FormatDuration(effect->to - effect->from)));
    }
    table.emplace_back(*offset, value);
  }
}

// What is wrong with a mix of the world after the change, row by row; empty if nothing is.
std::string WrongResult(const MixChange& change, const World& world) {
  const Names rows = MixRows(world, change.kind);
  for (size_t row = 0; row < rows.size(); ++row) {
    if (!change.rows.empty() && !change.rows[row]) continue;
    const Shares shares = MixShares(world, change.kind, row);
    std::vector<double> result = shares;
    double named = 0;
    for (const MixChange::Entry& entry : change.entries) {
      double& share = result[entry.index];
      if (change.operation == MixOperation::kSet) share = entry.value;
      if (change.operation == MixOperation::kAdd) share = std::max(0.0, share + entry.value);
      if (change.operation == MixOperation::kScale) share *= entry.value;
      named += share;
    }
    double others = 0;
    for (size_t i = 0; i < shares.size(); ++i) {
      const bool is_named = std::any_of(
          change.entries.begin(), change.entries.end(),
          [&](const MixChange::Entry& entry) { return entry.index == static_cast<int>(i); });
      if (!is_named) others += shares[i];
    }
    const std::string of = rows[row].empty() ? "" : fmt::format(" of {}", rows[row]);
    if (named + others == 0) {
      return fmt::format("the shares{} sum to 0; leave something of the mix", of);
    }
    if (change.operation == MixOperation::kSet && others == 0 &&
        std::abs(named - 1) > kSumTolerance) {
      return fmt::format(
          "the shares{} sum to {:.12g}, and no other name has any; make them sum to "
          "1",
          of, named);
    }
  }
  return "";
}

// Is the world's own number one that can change?
void CheckCanChange(Reader& entry, const LeverRules& rules, const World& world) {
  if (rules.lever != Lever::kNumber) return;
  const NumberDecl* beyond = BeyondBounds(world, AllNumbers()[rules.number]);
  if (beyond == nullptr) return;
  entry.FailAt(
      "lever",
      fmt::format("cannot change in this world, whose {} is {}; write one {} there", beyond->path,
                  FormatNumber(NumberOf(world, *beyond)), RangeWords(beyond->bounds)));
}

}  // namespace

void ReadMixChange(Reader& entry, std::string_view operation, Bounds bounds, const World& world,
                   MixChange* change) {
  const Names names = MixVocabulary(world, change->kind);
  const std::string kind = fmt::format("one of {}", MixDeclOf(change->kind).path);
  Reader map = entry.Map(operation);
  double sum = 0;
  bool known = true;
  for (const std::string& name : map.Keys()) {
    const int index = IndexOf(name, names);
    if (index < 0) {
      map.FailUnknown(name, kind, names);
      known = false;
      continue;
    }
    MixChange::Entry one{index, 0, -1};
    if (change->operation == MixOperation::kMove) {
      one.to = map.Choice(name, names);
      if (one.to == index) map.FailAt(name, "moves to itself; write another name");
    } else {
      one.value = map.Number(name, bounds);
      sum += one.value;
    }
    change->entries.push_back(one);
  }
  if (!known || change->entries.empty() || change->operation == MixOperation::kMove) return;
  if (change->operation == MixOperation::kSet) {
    const bool all = change->entries.size() == names.size();
    if (sum > 1 + kSumTolerance || (all && std::abs(sum - 1) > kSumTolerance)) {
      map.Fail(fmt::format("the shares sum to {:.12g}; make them sum to {}", sum,
                           all ? "1" : "1 or less"));
      return;
    }
  }
  const std::string wrong = WrongResult(*change, world);
  if (!wrong.empty()) map.Fail(wrong);
}

void CheckNumberResult(Reader& entry, std::string_view key, const LeverRules& rules,
                       const World& world, Operation operation, double value) {
  if (rules.lever != Lever::kNumber || rules.is_range() || operation == Operation::kSet) return;
  const NumberDecl& decl = AllNumbers()[rules.number];
  const double before = NumberOf(world, decl);
  const double after = operation == Operation::kScale ? before * value : before + value;
  if (after >= decl.bounds.low && after <= decl.bounds.high) return;
  entry.FailAt(key, fmt::format("makes {:.6g} of the world's {}; it may be {}", after,
                                FormatNumber(before), RangeWords(decl.bounds)));
}

void ReadOperation(Reader& entry, const LeverRules& rules, const World& world, Effect* effect) {
  const OperationName* name = FindOperation(entry, rules, effect->lever_text);
  if (name == nullptr) return;
  effect->operation = name->operation;
  CheckCanChange(entry, rules, world);
  const Bounds bounds = BoundsOf(rules, name->operation);
  if (rules.is_mix()) {
    effect->mix.operation = name->of_mix;
    ReadMixChange(entry, name->key, bounds, world, &effect->mix);
  } else if (rules.is_range()) {
    effect->number.range = ReadWholeRange(entry, name->key, static_cast<int>(bounds.low),
                                          static_cast<int>(bounds.high));
  } else if (rules.whole) {
    effect->value = static_cast<double>(entry.Whole(name->key, static_cast<int64_t>(bounds.low),
                                                    static_cast<int64_t>(bounds.high)));
  } else if (!rules.step_only && entry.KindOf(name->key) == Node::Kind::kMap) {
    ReadTable(entry, name->key, rules, bounds, world, effect);
  } else {
    effect->value = entry.Number(name->key, bounds);
    CheckNumberResult(entry, name->key, rules, world, effect->operation, effect->value);
  }
}

}  // namespace fauxmart::internal
