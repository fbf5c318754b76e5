// Parameters: names for values that a scenario uses in several places, or expects to be changed.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "scenario/parse_sections.h"

namespace fauxmart::internal {
namespace {

// A list that stands in many places grows the file; a page of text must not fill the memory.
constexpr size_t kMostCopies = 100'000;

bool IsParameterName(std::string_view name) {
  return !name.empty() && !(name[0] >= '0' && name[0] <= '9') &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string_view::npos;
}

// "category" of "$category"; empty if it is no reference. "$5 off" is a text.
std::string ReferenceOf(const Node& node) {
  if (node.kind != Node::Kind::kScalar || node.text.empty() || node.text[0] != '$') return "";
  std::string name = node.text.substr(1);
  return IsParameterName(name) ? name : "";
}

struct Parameter {
  const Node* value = nullptr;
  Place place;
  bool used = false;
};

class Filler {
 public:
  Filler(const Node* parameters, Problems* problems) : problems_(problems) {
    if (parameters == nullptr) return;
    for (const Item& item : parameters->items) Declare(item);
  }

  void Fill(const std::string& path, Node* node) {
    const std::string name = ReferenceOf(*node);
    if (!name.empty()) {
      Replace(path, name, node);
      return;
    }
    const bool list = node->kind == Node::Kind::kList;
    for (size_t i = 0; i < node->items.size(); ++i) {
      Item& item = node->items[i];
      Fill(ChildPath(path, list ? std::to_string(i) : item.key), &item.value);
    }
  }

  void CheckAllUsed() {
    for (const std::string& name : names_) {
      const Parameter& parameter = parameters_[name];
      if (parameter.used) continue;
      problems_->Add(
          parameter.place, ChildPath("parameters", name),
          fmt::format("nothing uses it; write ${} in a campaign or effect, or remove it", name));
    }
  }

 private:
  void Declare(const Item& item) {
    const Node& value = item.value;
    const std::string path = ChildPath("parameters", item.key);
    if (!IsParameterName(item.key)) {
      problems_->Add(item.key_place, path,
                     "is not a parameter's name; write small letters, digits and _");
    }
    bool scalars = value.kind == Node::Kind::kScalar || value.kind == Node::Kind::kList;
    for (const Item& element : value.items) {
      scalars = scalars && element.value.kind == Node::Kind::kScalar;
    }
    if (!scalars || (value.kind == Node::Kind::kList && value.items.empty())) {
      problems_->Add(value.place, path, "not a value; write a single one or a list of such");
    }
    names_.push_back(item.key);
    parameters_[item.key] = {&value, item.key_place, false};
  }

  void Replace(const std::string& path, const std::string& name, Node* node) {
    const auto at = parameters_.find(name);
    if (at == parameters_.end()) {
      problems_->Add(
          node->place, path,
          fmt::format("there is no parameter {}{}", name,
                      names_.empty() ? "; write it under parameters" : DidYouMean(name, names_)));
      return;
    }
    at->second.used = true;
    copies_ += 1 + at->second.value->items.size();
    if (copies_ > kMostCopies) {
      problems_->Add(
          node->place, path,
          fmt::format("the parameters are used for over {} values; use fewer", kMostCopies));
      return;
    }
    // With the place of the parameter: that is the value to change if it is wrong.
    const Node value = *at->second.value;
    *node = value;
  }

  Problems* problems_;
  std::vector<std::string> names_;
  std::map<std::string, Parameter> parameters_;
  size_t copies_ = 0;
};

Node* Below(Node* root, std::string_view key) {
  const auto at = std::find_if(root->items.begin(), root->items.end(),
                               [&](const Item& item) { return item.key == key; });
  return root->kind != Node::Kind::kMap || at == root->items.end() ? nullptr : &at->value;
}

}  // namespace

void FillParameters(Node* root, Problems* problems) {
  const Node* parameters = Below(root, "parameters");
  if (parameters != nullptr && parameters->kind != Node::Kind::kMap) {
    problems->Add(
        parameters->place, "parameters",
        fmt::format("{} is here; write a map of names and values", KindWords(parameters->kind)));
  }
  Filler filler(parameters, problems);
  for (const char* section : {"campaigns", "effects"}) {
    if (Node* node = Below(root, section)) filler.Fill(section, node);
  }
  filler.CheckAllUsed();
}

}  // namespace fauxmart::internal
