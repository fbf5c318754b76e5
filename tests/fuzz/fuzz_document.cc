// YAML and JSON files as trees, and the values of --set.
#include "base/document.h"
#include "base/text.h"
#include "fuzz_target.h"

using namespace fauxmart;

namespace {

// What base/document.h promises of every tree.
void CheckTree(const Node& node, size_t depth, std::string_view input) {
  fuzz::Require(depth <= kMaxDocumentDepth, "a tree is not too deep", input);
  fuzz::Require(FindNonText(node.text) == std::string::npos, "a scalar is text", input);
  const bool list = node.kind == Node::Kind::kList, map = node.kind == Node::Kind::kMap;
  fuzz::Require(list || map || node.items.empty(), "only maps and lists have items", input);
  for (const Item& item : node.items) {
    fuzz::Require(!list || item.key.empty(), "a list has no keys", input);
    // Looked for one after the other: of a large map, that takes its time.
    fuzz::Require(!map || node.items.size() > 100 || node.Find(item.key) == &item,
                  "a map has a key once", input);
    CheckTree(item.value, depth + 1, input);
  }
}

}  // namespace

FUZZ_TARGET(document) {
  const std::string_view text = fuzz::TextOf(data, size);
  auto document = Document::Parse(text, "input");
  if (document.ok()) {
    CheckTree(document->root(), 0, text);
    // Set its first value to the text of the whole.
    if (!document->root().items.empty()) {
      const std::string path = document->root().items.front().key;
      static_cast<void>(document->Set(path.empty() ? "0" : path, text, "--set"));
    }
  } else {
    fuzz::Require(document.status().IsInvalid(), "a refusal is Invalid", text);
  }
  const auto value = internal::ParseTree(text, "--set", /*single_value=*/true);
  if (value.ok()) CheckTree(*value, 0, text);
  return 0;
}
