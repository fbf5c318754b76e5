#include "base/document.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "base/errno_detail.h"
#include "base/text.h"

namespace fauxmart {
namespace {

std::string FirstPart(std::string_view path) { return std::string(path.substr(0, path.find('.'))); }

// The item of a map that `path` begins with. Keys may contain dots ("St. Louis"), so the longest
// key that fits is meant. Takes key and dot off the path.
Item* TakeKey(Node* map, std::string_view* path) {
  Item* best = nullptr;
  for (Item& item : map->items) {
    const size_t length = item.key.size();
    const bool fits =
        path->substr(0, length) == item.key && (path->size() == length || (*path)[length] == '.');
    if (fits && (best == nullptr || length > best->key.size())) best = &item;
  }
  if (best != nullptr) path->remove_prefix(std::min(path->size(), best->key.size() + 1));
  return best;
}

Item* TakeIndex(Node* list, std::string_view* path) {
  const std::string part = FirstPart(*path);
  const auto index = ParseWhole(part);
  if (!index.ok() || *index < 0 || static_cast<size_t>(*index) >= list->items.size()) {
    return nullptr;
  }
  path->remove_prefix(std::min(path->size(), part.size() + 1));
  return &list->items[*index];
}

arrow::Status NoSuchPath(const Node& node, std::string_view done, std::string_view part,
                         std::string_view origin) {
  const std::string where = done.empty() ? "the file" : std::string(done);
  switch (node.kind) {
    case Node::Kind::kMap: {
      std::vector<std::string> keys;
      for (const Item& item : node.items) keys.push_back(item.key);
      return arrow::Status::Invalid(origin, ": ", where, " has no key \"", part, "\"",
                                    DidYouMean(part, keys));
    }
    case Node::Kind::kList:
      return arrow::Status::Invalid(
          origin, ": ", where, " is a list and has no entry \"", part, "\"; ",
          node.items.empty() ? std::string("it is empty")
                             : fmt::format("write an index from 0 to {}", node.items.size() - 1));
    default:
      return arrow::Status::Invalid(origin, ": ", where, " is a single value and has no \"", part,
                                    "\" below it; set ", where, " itself");
  }
}

}  // namespace

std::string Place::ToString() const {
  const std::string& name = origin == nullptr ? std::string() : *origin;
  return line == 0 ? name : fmt::format("{}:{}:{}", name, line, column);
}

const Item* Node::Find(std::string_view key) const {
  if (kind != Kind::kMap) return nullptr;
  for (const Item& item : items) {
    if (item.key == key) return &item;
  }
  return nullptr;
}

std::string_view KindWords(Node::Kind kind) {
  switch (kind) {
    case Node::Kind::kMap:
      return "a map";
    case Node::Kind::kList:
      return "a list";
    case Node::Kind::kScalar:
      return "a single value";
    case Node::Kind::kNull:
      break;
  }
  return "nothing";
}

std::string ChildPath(std::string_view path, std::string_view key) {
  return path.empty() ? std::string(key) : fmt::format("{}.{}", path, key);
}

arrow::Result<Document> Document::Parse(std::string_view text, std::string origin) {
  Document document;
  ARROW_ASSIGN_OR_RAISE(document.root_,
                        internal::ParseTree(text, std::move(origin), /*single_value=*/false));
  return document;
}

arrow::Result<std::string> ReadDocumentText(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    return arrow::Status::Invalid(path, ": is a folder; name a YAML or JSON file");
  }
  std::FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) {
    const int code = errno;
    if (code == ENOENT || code == ENOTDIR) {
      return WithErrno(arrow::Status::Invalid(path, ": no such file; name a YAML or JSON file"),
                       code);
    }
    return WithErrno(arrow::Status::IOError(path, ": cannot be read: ", std::strerror(code)), code);
  }
  // One byte over the limit is enough to know; a pipe or /dev/zero has no size to ask for.
  std::string text(kMaxDocumentBytes + 1, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), file));
  const bool failed = std::ferror(file) != 0;
  std::fclose(file);
  if (failed) return arrow::Status::IOError(path, ": cannot be read to its end");
  return text;
}

arrow::Result<Document> Document::ReadFile(const std::string& path) {
  ARROW_ASSIGN_OR_RAISE(const std::string text, ReadDocumentText(path));
  return Parse(text, path);
}

arrow::Status Document::Set(std::string_view path, std::string_view value, std::string origin) {
  if (path.empty()) {
    return arrow::Status::Invalid(origin, ": no key is named; write a path such as ",
                                  root_.items.empty() ? "a.b" : root_.items.front().key);
  }
  Node* node = &root_;
  std::string_view rest = path;
  std::string done;
  while (!rest.empty()) {
    const std::string_view before = rest;
    Item* item = nullptr;
    if (node->kind == Node::Kind::kMap) item = TakeKey(node, &rest);
    if (node->kind == Node::Kind::kList) item = TakeIndex(node, &rest);
    if (item == nullptr) return NoSuchPath(*node, done, FirstPart(before), origin);
    const bool dot_at_end = rest.empty() && before.back() == '.';
    done = ChildPath(done, before.substr(0, before.size() - rest.size() - !rest.empty()));
    node = &item->value;
    if (dot_at_end) return NoSuchPath(*node, done.substr(0, done.size() - 1), "", origin);
  }
  ARROW_ASSIGN_OR_RAISE(*node,
                        internal::ParseTree(value, std::move(origin), /*single_value=*/true));
  return arrow::Status::OK();
}

arrow::Status ApplySetting(std::string_view assignment,
                           const std::vector<std::pair<std::string, Document*>>& documents) {
  std::vector<std::string> names;
  for (const auto& [name, document] : documents) names.push_back(name);
  const size_t equals = assignment.find('=');
  const std::string_view path = assignment.substr(0, equals);
  const std::string origin = fmt::format("--set {}", path);
  if (equals == std::string_view::npos) {
    return arrow::Status::Invalid(origin, ": no value; write --set PATH=VALUE, such as ",
                                  "world.orders.tax_rate=0.1");
  }
  const std::string first = FirstPart(path);
  const auto at = std::find(names.begin(), names.end(), first);
  if (at == names.end()) {
    return arrow::Status::Invalid(origin, ": \"", first, "\" is not something to set",
                                  DidYouMean(first, names));
  }
  const std::string_view inner =
      first.size() < path.size() ? path.substr(first.size() + 1) : std::string_view();
  Document* document = documents[at - names.begin()].second;
  if (document == nullptr) return arrow::Status::OK();
  return document->Set(inner, assignment.substr(equals + 1), origin);
}

}  // namespace fauxmart
