// A YAML or JSON file as a small tree that remembers where every value stood.
//
// A subset on purpose: one document of maps, lists and scalars. Refused, with one message
// "FILE:LINE:COL: key.path: what; what would be right": duplicate keys, anchors and aliases,
// tags that are not YAML's own, several documents, over 4 MiB, over 64 levels, nothing at all,
// bytes that are not UTF-8 text, and whatever YAML itself refuses. Nothing is thrown. Scalars keep
// their text; what they mean is decided by who reads them (base/reader.h).
#pragma once

#include <arrow/result.h>
#include <arrow/status.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fauxmart {

inline constexpr size_t kMaxDocumentBytes = 4 * 1024 * 1024;
inline constexpr size_t kMaxDocumentDepth = 64;

// Where something stood. Line and column count from 1; 0 where there is no file ("--set ...").
struct Place {
  std::shared_ptr<const std::string> origin;
  int line = 0, column = 0;

  std::string ToString() const;  // "worlds/shop.yaml:12:3" or "--set world.orders.tax_rate"
};

struct Item;

struct Node {
  enum class Kind { kMap, kList, kScalar, kNull };
  Kind kind = Kind::kNull;
  Place place;
  std::string text;          // of a scalar
  bool quoted = false;       // of a scalar: quoted, a block, or tagged !!str: never a number
  std::vector<Item> items;   // of a map or list, in the file's order

  const Item* Find(std::string_view key) const;
};

struct Item {
  std::string key;  // empty in a list
  Place key_place;
  Node value;
};

// "a map", "a list", "a value", "nothing": for messages.
std::string_view KindWords(Node::Kind kind);

// "orders" + "tax_rate" = "orders.tax_rate". A list's elements are named by their index: "items.0".
std::string ChildPath(std::string_view path, std::string_view key);

class Document {
 public:
  // `origin` is the file's name, for messages.
  static arrow::Result<Document> Parse(std::string_view text, std::string origin);
  static arrow::Result<Document> ReadFile(const std::string& path);

  const Node& root() const { return root_; }

  // Replaces the value at `path` ("orders.tax_rate", "orders.items.0"), which must be there, by
  // `value`: a scalar, or a list or map in brackets. `origin` names the place in later messages.
  arrow::Status Set(std::string_view path, std::string_view value, std::string origin);

 private:
  Node root_;
};

// A file's bytes, one more than the limit at most: Document::Parse refuses what is too large.
arrow::Result<std::string> ReadDocumentText(const std::string& path);

// Carries out "world.orders.tax_rate=0.1", the argument of --set, on the document that the first
// part names; where that is null, nothing is done yet.
arrow::Status ApplySetting(std::string_view assignment,
                           const std::vector<std::pair<std::string, Document*>>& documents);

namespace internal {

// The text as a tree. With `single_value`, as the value of a --set: no positions, no block styles.
arrow::Result<Node> ParseTree(std::string_view text, std::string origin, bool single_value);

}  // namespace internal
}  // namespace fauxmart
