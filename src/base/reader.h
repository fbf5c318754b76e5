// Typed access to a Document: every value checked, every key accounted for.
//
// A Reader looks at one map. Getters take a key and answer with its value, or note a problem and
// answer with something harmless, so a parser reads like a list of keys. When a Reader goes out of
// scope, the keys of its map that nobody asked for become problems too. Problems::status() then
// gives the one message to show:
//   worlds/shop.yaml:141:13: orders.tax_rate: 1.2 is out of range; write a number from 0 to 1
#pragma once

#include <arrow/status.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/document.h"
#include "base/scalar.h"

namespace fauxmart {

// Names that a map's keys or a list may give: as many as a dictionary-encoded column should have.
inline constexpr size_t kMaxNames = 250;

// What was found wrong. A misspelt key is worth more than the gap it leaves, and the first problem
// more than those that follow from it.
class Problems {
 public:
  void Add(const Place& place, std::string_view path, std::string_view what);
  void AddUnknown(const Place& place, std::string_view path, std::string_view what);
  bool empty() const { return first_.empty() && unknown_.empty(); }
  bool has_unknown() const { return !unknown_.empty(); }
  arrow::Status status() const;

 private:
  std::string first_, unknown_;
};

// A name and where it stands, for problems with it that only the caller can see.
struct PlacedName {
  std::string text, path;
  Place place;
};

class Reader {
 public:
  // The top of a document, which must be a map; or of a tree that outlives the Reader.
  Reader(const Document& document, Problems* problems);
  Reader(const Node& root, Problems* problems);
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  // Is there such a key? From then on it counts as known.
  bool Has(std::string_view key);
  // What is there, kNull where nothing is. From then on the key counts as known.
  Node::Kind KindOf(std::string_view key);
  // Where the value of a key stands, and where the key itself does; the map's place if it has none.
  Place PlaceOf(std::string_view key) const;
  Place KeyPlaceOf(std::string_view key) const;

  double Number(std::string_view key, Bounds bounds);
  int64_t Whole(std::string_view key, int64_t low, int64_t high);
  int Int(std::string_view key, int low, int high);
  bool Flag(std::string_view key);
  std::string Text(std::string_view key);
  // A text that is a good name: not empty, no spaces around it, one line, at most 100 bytes.
  std::string Name(std::string_view key);
  // The index of one of `names`.
  int Choice(std::string_view key, const std::vector<std::string>& names);
  // A list of names, all different, at least one.
  std::vector<std::string> NameList(std::string_view key, size_t most = kMaxNames);
  // One name, or a list like the above.
  std::vector<PlacedName> Names(std::string_view key, size_t most = kMaxNames);
  // A list of numbers.
  std::vector<double> Numbers(std::string_view key, Bounds bounds, size_t least, size_t most);

  // A map below this one.
  Reader Map(std::string_view key);
  // The keys of this map, where they are names that the file chooses.
  std::vector<std::string> Keys(size_t least = 1, size_t most = kMaxNames);

  // Problems that only the caller can see: of the whole map, of a key's value, of a key that is
  // not one of `names`. `what` ends in what would be right.
  void Fail(std::string_view what);
  void FailAt(std::string_view key, std::string_view what);
  void FailAt(const PlacedName& name, std::string_view what);
  void FailUnknown(std::string_view key, std::string_view kind,
                   const std::vector<std::string>& names);

 private:
  Reader(const Node* node, std::string path, Problems* problems);

  const Item* Find(std::string_view key) const;
  // The value of a key that must be there, or nullptr after noting that it is not. `expected` makes
  // the words for that.
  template <typename Words>
  const Node* Value(std::string_view key, Node::Kind kind, const Words& expected);
  void CheckName(const Place& place, std::string_view path, const std::string& name);
  std::vector<PlacedName> Elements(const Node& list, const std::string& path, size_t most);
  void Ask(std::string_view key);

  const Node* node_;  // nullptr: the map itself was missing, which has been said
  std::string path_;
  Problems* problems_;
  std::vector<std::string> asked_;
};

}  // namespace fauxmart
