// YAML out of a tree of JSON: block style, lists of single values on one line.
#include <algorithm>
#include <string_view>

#include "api/metadata.h"

namespace fauxmart {
namespace {

// Whether a text may stand without quotes: nothing a reader could take for something else.
bool IsPlain(std::string_view text) {
  constexpr std::string_view kWords[] = {"true", "false", "null", "yes", "no",
                                         "on",   "off",   "y",    "n"};
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto inside = [&](char c) {
    return letter(c) || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' || c == '/';
  };
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 'a' - 'A') : c;
  return !text.empty() && letter(text.front()) && std::ranges::all_of(text, inside) &&
         std::ranges::find(kWords, std::string_view(lower)) == std::end(kWords);
}

// A JSON string is one of YAML, too.
std::string Scalar(const MetadataJson& value) {
  if (value.is_string() && IsPlain(value.get_ref<const std::string&>())) {
    return value.get<std::string>();
  }
  return value.dump();
}

bool IsFlat(const MetadataJson& value) {
  return !value.is_structured() || value.empty() ||
         (value.is_array() && std::ranges::none_of(value, [](const MetadataJson& item) {
            return item.is_structured();
          }));
}

std::string Flat(const MetadataJson& value) {
  if (!value.is_structured()) return Scalar(value);
  if (value.is_object()) return "{}";
  std::string text;
  for (const MetadataJson& item : value) {
    text += text.empty() ? "[" : ", ";
    text += Scalar(item);
  }
  text += text.empty() ? "[]" : "]";
  return text;
}

// Trees are as deep as the formats are: some ten levels.
void Emit(const MetadataJson& value, const std::string& indent, std::string* text) {
  if (value.is_object()) {
    for (const auto& [key, item] : value.items()) {
      *text += indent;
      *text += Scalar(key);
      *text += ':';
      if (IsFlat(item)) {
        *text += ' ';
        *text += Flat(item);
        *text += '\n';
      } else {
        *text += "\n";
        Emit(item, indent + "  ", text);
      }
    }
    return;
  }
  for (const MetadataJson& item : value) {
    if (IsFlat(item)) {
      *text += indent;
      *text += "- ";
      *text += Flat(item);
      *text += '\n';
      continue;
    }
    // The first line of the item stands behind its dash.
    std::string inner;
    Emit(item, indent + "  ", &inner);
    inner[indent.size()] = '-';
    *text += inner;
  }
}

}  // namespace

std::string YamlText(const MetadataJson& tree) {
  std::string text;
  Emit(tree, "", &text);
  return text;
}

}  // namespace fauxmart
