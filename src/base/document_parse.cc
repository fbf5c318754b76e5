// From text to tree, by the events of yaml-cpp: its YAML::Load keeps the first of duplicate keys in
// silence, expands aliases and forgets what was quoted, so it is not used.
#include <fmt/format.h>
#include <yaml-cpp/anchor.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <new>
#include <sstream>
#include <unordered_map>

#include "base/document.h"
#include "base/text.h"

namespace fauxmart::internal {
namespace {

// Leaves yaml-cpp's recursion at the first thing wrong; caught below, like its own exceptions.
struct Refusal {
  YAML::Mark mark;
  std::string path, what;
};

constexpr std::string_view kTagPrefix = "tag:yaml.org,2002:";

class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(std::shared_ptr<const std::string> origin, bool single_value)
      : origin_(std::move(origin)), single_value_(single_value) {}

  Node TakeRoot() { return std::move(root_); }

  // The path of what comes next.
  std::string Path() const {
    std::string path;
    for (const Frame& frame : stack_) {
      if (frame.node.kind == Node::Kind::kList) {
        path = ChildPath(path, std::to_string(frame.node.items.size()));
      } else if (frame.has_key) {
        path = ChildPath(path, frame.key);
      }
    }
    return path;
  }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ > 1) {
      Refuse(mark,
             "a second document begins here; write one, and check the indentation and brackets "
             "before");
    }
  }
  void OnDocumentEnd() override {}

  void OnAnchor(const YAML::Mark& mark, const std::string& name) override {
    Refuse(mark, fmt::format("the anchor &{} is not supported here; write the value out", name));
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    Refuse(mark, "an alias (*name) is not supported here; write the value out");
  }

  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override {
    if (WantsKey()) Refuse(mark, "a key without a name; write the name, in quotes if need be");
    Node node;
    node.place = PlaceOf(mark);
    Put(std::move(node));
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                const std::string& value) override {
    // Escapes ("\x00") can smuggle in what the file itself could not hold.
    if (FindNonText(value) != std::string::npos) {
      Refuse(mark, "a control character in a text; remove the escape");
    }
    Node node;
    node.kind = Node::Kind::kScalar;
    node.place = PlaceOf(mark);
    node.text = value;
    const std::string_view standard = StandardTag(mark, tag);
    node.quoted = tag == "!" || standard == "str";
    if (!standard.empty() && standard != "str" && standard != "int" && standard != "float" &&
        standard != "bool") {
      Refuse(mark, fmt::format("the tag !!{} does not fit a single value; remove it", standard));
    }
    if (WantsKey()) {
      TakeKey(mark, value);
    } else {
      Put(std::move(node));
    }
  }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                  YAML::EmitterStyle::value style) override {
    Open(Node::Kind::kMap, "map", mark, tag, style);
  }
  void OnMapEnd() override { Close(); }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t,
                       YAML::EmitterStyle::value style) override {
    Open(Node::Kind::kList, "seq", mark, tag, style);
  }
  void OnSequenceEnd() override { Close(); }

 private:
  // A map or list that is still open, and the key that waits for its value.
  struct Frame {
    Node node;
    bool has_key = false;
    std::string key;
    Place key_place;
    std::unordered_map<std::string, int> seen;  // key: line
  };

  [[noreturn]] void Refuse(const YAML::Mark& mark, std::string what) const {
    throw Refusal{mark, Path(), std::move(what)};
  }

  Place PlaceOf(const YAML::Mark& mark) const {
    if (single_value_) return {origin_, 0, 0};
    return {origin_, mark.line + 1, mark.column + 1};
  }

  bool WantsKey() const {
    return !stack_.empty() && stack_.back().node.kind == Node::Kind::kMap && !stack_.back().has_key;
  }

  // "" for no tag, "str" for !!str; other tags are refused.
  std::string_view StandardTag(const YAML::Mark& mark, std::string_view tag) const {
    if (tag.empty() || tag == "!" || tag == "?") return "";
    if (tag.substr(0, kTagPrefix.size()) != kTagPrefix) {
      Refuse(mark, fmt::format("the tag {} is not supported here; remove it", tag));
    }
    return tag.substr(kTagPrefix.size());
  }

  void TakeKey(const YAML::Mark& mark, const std::string& key) {
    Frame& frame = stack_.back();
    frame.has_key = true;
    frame.key = key;
    frame.key_place = PlaceOf(mark);
    const auto [first, fresh] = frame.seen.emplace(key, mark.line + 1);
    if (!fresh) {
      Refuse(mark, fmt::format("given twice, first in line {}; keep one of them", first->second));
    }
  }

  void Open(Node::Kind kind, std::string_view own_tag, const YAML::Mark& mark,
            const std::string& tag, YAML::EmitterStyle::value style) {
    if (WantsKey())
      Refuse(mark,
             "a key that is a map or list; write a single word, and close every "
             "bracket");
    const std::string_view standard = StandardTag(mark, tag);
    if (!standard.empty() && standard != own_tag) {
      Refuse(mark,
             fmt::format("the tag !!{} does not fit {}; remove it", standard, KindWords(kind)));
    }
    if (single_value_ && style == YAML::EmitterStyle::Block) {
      Refuse(mark,
             "is not one value; write {key: value} or [a, b] with both brackets, or put "
             "a text in quotes");
    }
    if (stack_.size() >= kMaxDocumentDepth) {
      Refuse(mark, fmt::format("over {} levels deep; nest less", kMaxDocumentDepth));
    }
    Frame frame;
    frame.node.kind = kind;
    frame.node.place = PlaceOf(mark);
    stack_.push_back(std::move(frame));
  }

  void Close() {
    Node node = std::move(stack_.back().node);
    stack_.pop_back();
    Put(std::move(node));
  }

  void Put(Node node) {
    if (stack_.empty()) {
      root_ = std::move(node);
      return;
    }
    Frame& frame = stack_.back();
    frame.node.items.push_back({std::move(frame.key), std::move(frame.key_place), std::move(node)});
    frame.key.clear();
    frame.has_key = false;
  }

  std::shared_ptr<const std::string> origin_;
  bool single_value_;
  int documents_ = 0;
  std::vector<Frame> stack_;
  Node root_;
};

// Does the line that `mark` is in begin with spaces and a tab? YAML takes none for indentation.
bool IndentedByTab(std::string_view text, const YAML::Mark& mark) {
  for (int line = 0; line < mark.line; ++line) {
    const size_t end = text.find('\n');
    if (end == std::string_view::npos) return false;
    text.remove_prefix(end + 1);
  }
  const size_t first = text.find_first_not_of(' ');
  return first != std::string_view::npos && text[first] == '\t';
}

std::string SyntaxHint(std::string_view text, const YAML::Exception& error) {
  const std::string& message = error.msg;
  if (message == YAML::ErrorMsg::TAB_IN_INDENTATION || IndentedByTab(text, error.mark)) {
    return "indent with spaces, not tabs";
  }
  if (message == YAML::ErrorMsg::UNKNOWN_ANCHOR) {
    return "write the value out; aliases are not supported";
  }
  if (message == YAML::ErrorMsg::EOF_IN_SCALAR) return "close the quote";
  if (message.find("end of") == 0) return "a bracket or an indentation does not match up to here";
  return "check brackets, quotes, colons and indentation here";
}

// The place of a byte, for what is refused before yaml-cpp sees it.
YAML::Mark MarkOf(std::string_view text, size_t offset) {
  YAML::Mark mark;
  const std::string_view before = text.substr(0, offset);
  mark.line = static_cast<int>(std::count(before.begin(), before.end(), '\n'));
  const size_t line_start = before.rfind('\n');
  mark.column =
      static_cast<int>(offset - (line_start == std::string_view::npos ? 0 : line_start + 1));
  return mark;
}

}  // namespace

arrow::Result<Node> ParseTree(std::string_view text, std::string origin, bool single_value) {
  const auto shared_origin = std::make_shared<const std::string>(std::move(origin));
  const auto refuse = [&](const YAML::Mark& mark, const std::string& path, std::string_view what) {
    Place place{shared_origin, 0, 0};
    if (!single_value && !mark.is_null()) {
      place.line = mark.line + 1;
      place.column = mark.column + 1;
    }
    return arrow::Status::Invalid(place.ToString(), ": ", path, path.empty() ? "" : ": ", what);
  };
  if (text.size() > kMaxDocumentBytes) {
    return arrow::Status::Invalid(*shared_origin,
                                  ": over 4 MiB; a world or scenario is a small file");
  }
  if (const size_t bad = FindNonText(text); bad != std::string_view::npos) {
    return refuse(MarkOf(text, bad), "",
                  fmt::format("byte 0x{:02x} is not UTF-8 text; write plain "
                              "YAML or JSON in UTF-8",
                              static_cast<unsigned char>(text[bad])));
  }
  // A quote left open at the end is an error to yaml-cpp only if no line end follows.
  const size_t last = text.find_last_not_of(" \t\r\n");
  text = text.substr(0, last == std::string_view::npos ? 0 : last + 1);
  TreeBuilder builder(shared_origin, single_value);
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const Refusal& refusal) {
    return refuse(refusal.mark, refusal.path, refusal.what);
  } catch (const YAML::Exception& error) {
    return refuse(error.mark, builder.Path(),
                  fmt::format("{}; {}", error.msg, SyntaxHint(text, error)));
  } catch (const std::bad_alloc&) {
    throw;  // says nothing about the text
  } catch (const std::exception& error) {
    return arrow::Status::Invalid(*shared_origin, ": not readable as YAML: ", error.what());
  }
  Node root = builder.TakeRoot();
  if (root.kind == Node::Kind::kNull) {
    return arrow::Status::Invalid(
        *shared_origin, ": empty; ",
        single_value ? "write a value, \"\" for an empty text" : "write a map of keys and values");
  }
  return root;
}

}  // namespace fauxmart::internal
