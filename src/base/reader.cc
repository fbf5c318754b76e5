#include "base/reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "base/text.h"

namespace fauxmart {
namespace {

// The origin of the first value below `node` that came from elsewhere (a --set), or nullptr.
const Place* FirstForeign(const Node& node, const Place& home) {
  if (node.place.origin != home.origin) return &node.place;
  for (const Item& item : node.items) {
    if (const Place* found = FirstForeign(item.value, home)) return found;
  }
  return nullptr;
}

// A wrong sum is the map's, but the hand that broke it may have been a --set: name it.
std::string ForeignNote(const Node& node) {
  const Place* foreign = FirstForeign(node, node.place);
  return foreign == nullptr ? "" : fmt::format(" (with {})", foreign->ToString());
}

}  // namespace

void Problems::Add(const Place& place, std::string_view path, std::string_view what) {
  if (!first_.empty()) return;
  first_ = fmt::format("{}: {}{}{}", place.ToString(), path, path.empty() ? "" : ": ", what);
}

void Problems::AddUnknown(const Place& place, std::string_view path, std::string_view what) {
  if (!unknown_.empty()) return;
  unknown_ = fmt::format("{}: {}: {}", place.ToString(), path, what);
}

arrow::Status Problems::status() const {
  if (empty()) return arrow::Status::OK();
  return arrow::Status::Invalid(unknown_.empty() ? first_ : unknown_);
}

Reader::Reader(const Document& document, Problems* problems) : Reader(document.root(), problems) {}

Reader::Reader(const Node& root, Problems* problems) : node_(&root), problems_(problems) {
  if (node_->kind != Node::Kind::kMap) {
    problems_->Add(
        node_->place, "",
        fmt::format("the file is {}; write a map of keys and values", KindWords(node_->kind)));
    node_ = nullptr;
  }
}

Reader::Reader(const Node* node, std::string path, Problems* problems)
    : node_(node), path_(std::move(path)), problems_(problems) {}

Reader::~Reader() {
  // Only the first one is shown, and to name its neighbours takes time.
  if (node_ == nullptr || problems_->has_unknown()) return;
  for (const Item& item : node_->items) {
    if (std::find(asked_.begin(), asked_.end(), item.key) != asked_.end()) continue;
    // The key that is missing is likelier meant than one that is there already.
    std::vector<std::string> known, missing;
    for (const std::string& key : asked_) {
      if (std::find(known.begin(), known.end(), key) != known.end()) continue;
      known.push_back(key);
      if (node_->Find(key) == nullptr) missing.push_back(key);
    }
    const bool gap = !Nearest(item.key, missing).empty();
    problems_->AddUnknown(
        item.key_place, ChildPath(path_, item.key),
        fmt::format("unknown key{}", DidYouMean(item.key, gap ? missing : known)));
    return;
  }
}

void Reader::Ask(std::string_view key) { asked_.emplace_back(key); }

bool Reader::Has(std::string_view key) {
  Ask(key);
  return Find(key) != nullptr;
}

const Item* Reader::Find(std::string_view key) const {
  return node_ == nullptr ? nullptr : node_->Find(key);
}

Node::Kind Reader::KindOf(std::string_view key) {
  Ask(key);
  const Item* item = Find(key);
  return item == nullptr ? Node::Kind::kNull : item->value.kind;
}

Place Reader::PlaceOf(std::string_view key) const {
  const Item* item = Find(key);
  return item != nullptr ? item->value.place : node_ != nullptr ? node_->place : Place();
}

Place Reader::KeyPlaceOf(std::string_view key) const {
  const Item* item = Find(key);
  return item != nullptr ? item->key_place : node_ != nullptr ? node_->place : Place();
}

template <typename Words>
const Node* Reader::Value(std::string_view key, Node::Kind kind, const Words& expected) {
  Ask(key);
  if (node_ == nullptr) return nullptr;
  const Item* item = node_->Find(key);
  if (item == nullptr) {
    problems_->Add(node_->place, ChildPath(path_, key),
                   fmt::format("missing; write {}", expected()));
    return nullptr;
  }
  const Node& value = item->value;
  if (value.kind != kind) {
    problems_->Add(value.place, ChildPath(path_, key),
                   fmt::format("{} is here; write {}", KindWords(value.kind), expected()));
    return nullptr;
  }
  return &value;
}

double Reader::Number(std::string_view key, Bounds bounds) {
  const Node* value = Value(key, Node::Kind::kScalar,
                            [&] { return fmt::format("a number {}", RangeWords(bounds)); });
  if (value == nullptr) return bounds.low;
  const auto number = ScalarNumber(*value, bounds);
  if (number.ok()) return *number;
  problems_->Add(value->place, ChildPath(path_, key), number.status().message());
  return bounds.low;
}

int64_t Reader::Whole(std::string_view key, int64_t low, int64_t high) {
  const Node* value = Value(key, Node::Kind::kScalar,
                            [&] { return fmt::format("a whole number from {} to {}", low, high); });
  if (value == nullptr) return low;
  const auto number = ScalarWhole(*value, low, high);
  if (number.ok()) return *number;
  problems_->Add(value->place, ChildPath(path_, key), number.status().message());
  return low;
}

int Reader::Int(std::string_view key, int low, int high) {
  return static_cast<int>(Whole(key, low, high));
}

bool Reader::Flag(std::string_view key) {
  const Node* value = Value(key, Node::Kind::kScalar, [] { return "true or false"; });
  if (value == nullptr) return false;
  if (!value->quoted && value->text == "true") return true;
  if (!value->quoted && value->text == "false") return false;
  problems_->Add(value->place, ChildPath(path_, key),
                 fmt::format("{} is not a yes or no; write true or false", Quote(value->text)));
  return false;
}

std::string Reader::Text(std::string_view key) {
  const Node* value = Value(key, Node::Kind::kScalar, [] { return "a text"; });
  return value == nullptr ? "" : value->text;
}

void Reader::CheckName(const Place& place, std::string_view path, const std::string& name) {
  const arrow::Status status = CheckNameText(name);
  if (!status.ok()) problems_->Add(place, path, status.message());
}

std::string Reader::Name(std::string_view key) {
  const Node* value = Value(key, Node::Kind::kScalar, [] { return "a name"; });
  if (value == nullptr) return "";
  CheckName(value->place, ChildPath(path_, key), value->text);
  return value->text;
}

int Reader::Choice(std::string_view key, const std::vector<std::string>& names) {
  const Node* value = Value(key, Node::Kind::kScalar, [&] {
    return names.size() <= 12 ? "one of " + Join(names) : std::string("a name");
  });
  if (value == nullptr) return 0;
  const auto at = std::find(names.begin(), names.end(), value->text);
  if (at != names.end()) return static_cast<int>(at - names.begin());
  problems_->Add(
      value->place, ChildPath(path_, key),
      fmt::format("{} is not known here{}", Quote(value->text), DidYouMean(value->text, names)));
  return 0;
}

std::vector<PlacedName> Reader::Elements(const Node& list, const std::string& path, size_t most) {
  if (list.items.empty() || list.items.size() > most) {
    problems_->Add(list.place, path,
                   fmt::format("{} names; write 1 to {}", list.items.size(), most));
    return {};
  }
  std::vector<PlacedName> names;
  std::unordered_set<std::string_view> seen;
  for (const Item& item : list.items) {
    const std::string element = ChildPath(path, std::to_string(names.size()));
    if (item.value.kind != Node::Kind::kScalar) {
      problems_->Add(item.value.place, element,
                     fmt::format("{} is here; write a name", KindWords(item.value.kind)));
    }
    CheckName(item.value.place, element, item.value.text);
    if (!seen.insert(item.value.text).second) {
      problems_->Add(item.value.place, element,
                     fmt::format("{} stands here twice; write it once", Quote(item.value.text)));
    }
    names.push_back({item.value.text, element, item.value.place});
  }
  return names;
}

std::vector<std::string> Reader::NameList(std::string_view key, size_t most) {
  const Node* list =
      Value(key, Node::Kind::kList, [] { return "a list of names, such as [a, b]"; });
  if (list == nullptr) return {};
  std::vector<std::string> names;
  for (PlacedName& name : Elements(*list, ChildPath(path_, key), most)) {
    names.push_back(std::move(name.text));
  }
  return names;
}

std::vector<PlacedName> Reader::Names(std::string_view key, size_t most) {
  const std::string path = ChildPath(path_, key);
  if (KindOf(key) == Node::Kind::kList) return Elements(Find(key)->value, path, most);
  const Node* value =
      Value(key, Node::Kind::kScalar, [] { return "a name or a list of names, such as [a, b]"; });
  if (value == nullptr) return {};
  CheckName(value->place, path, value->text);
  return {{value->text, path, value->place}};
}

std::vector<double> Reader::Numbers(std::string_view key, Bounds bounds, size_t least,
                                    size_t most) {
  const auto expected = [&] {
    const std::string count =
        least == most ? std::to_string(least) : fmt::format("{} to {}", least, most);
    return fmt::format("a list of {} numbers", count);
  };
  const Node* list = Value(key, Node::Kind::kList, expected);
  std::vector<double> numbers(least, bounds.low);
  if (list == nullptr) return numbers;
  const std::string path = ChildPath(path_, key);
  if (list->items.size() < least || list->items.size() > most) {
    problems_->Add(list->place, path,
                   fmt::format("{} numbers; write {}", list->items.size(), expected()));
    return numbers;
  }
  numbers.clear();
  for (const Item& item : list->items) {
    const std::string element = ChildPath(path, std::to_string(numbers.size()));
    const auto number =
        item.value.kind == Node::Kind::kScalar
            ? ScalarNumber(item.value, bounds)
            : arrow::Status::Invalid(KindWords(item.value.kind), " is here; write a number ",
                                     RangeWords(bounds));
    if (!number.ok()) problems_->Add(item.value.place, element, number.status().message());
    numbers.push_back(number.ok() ? *number : bounds.low);
  }
  return numbers;
}

Reader Reader::Map(std::string_view key) {
  const Node* map = Value(key, Node::Kind::kMap, [] { return "a map of keys and values"; });
  return Reader(map, ChildPath(path_, key), problems_);
}

std::vector<std::string> Reader::Keys(size_t least, size_t most) {
  std::vector<std::string> keys;
  if (node_ == nullptr) return keys;
  if (node_->items.size() < least || node_->items.size() > most) {
    Fail(fmt::format("{} entries; write {} to {}", node_->items.size(), least, most));
    for (const Item& item : node_->items) Ask(item.key);
    return keys;
  }
  for (const Item& item : node_->items) {
    Ask(item.key);
    CheckName(item.key_place, ChildPath(path_, item.key), item.key);
    keys.push_back(item.key);
  }
  return keys;
}

void Reader::Fail(std::string_view what) {
  if (node_ == nullptr) return;
  problems_->Add(node_->place, path_, fmt::format("{}{}", what, ForeignNote(*node_)));
}

void Reader::FailAt(std::string_view key, std::string_view what) {
  if (node_ == nullptr) return;
  const Item* item = node_->Find(key);
  if (item == nullptr) return;  // its absence has been noted
  problems_->Add(item->value.place, ChildPath(path_, key),
                 fmt::format("{}{}", what, ForeignNote(item->value)));
}

void Reader::FailAt(const PlacedName& name, std::string_view what) {
  problems_->Add(name.place, name.path, what);
}

void Reader::FailUnknown(std::string_view key, std::string_view kind,
                         const std::vector<std::string>& names) {
  Ask(key);
  const Item* item = Find(key);
  if (item == nullptr) return;
  problems_->Add(item->key_place, ChildPath(path_, key),
                 fmt::format("{} is not {}{}", Quote(key), kind, DidYouMean(key, names)));
}

}  // namespace fauxmart
