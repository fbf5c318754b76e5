// JSON texts that come from anywhere: read without exceptions, and never deep.
//
// nlohmann::json parses any depth, but copies, compares and prints by recursion: a file of some
// ten thousand brackets would run out of stack. What is no JSON, or nested deeper than any document
// of ours, is_discarded().
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

namespace fauxmart {

// Manifests have five levels: tables, one of them, its files, one of them, its keys.
inline constexpr int kMaxJsonDepth = 16;

// `Json` is nlohmann::json, or ordered_json where the order of keys is to be kept.
template <typename Json>
Json ParseJson(std::string_view text) {
  bool deep = false;
  const auto shallow = [&deep](int depth, typename Json::parse_event_t event, Json&) {
    // The depth is that of what is around it.
    const bool opens =
        event == Json::parse_event_t::object_start || event == Json::parse_event_t::array_start;
    deep = deep || (opens && depth >= kMaxJsonDepth);
    return !deep;
  };
  Json json = Json::parse(text, shallow, /*allow_exceptions=*/false);
  return deep ? Json(Json::value_t::discarded) : json;
}

}  // namespace fauxmart
