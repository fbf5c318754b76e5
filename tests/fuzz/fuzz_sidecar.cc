// A sidecar of an unfinished run or of a shard; also sealed, as somebody would who knows how.
#include <nlohmann/json.hpp>

#include "api/inputs.h"
#include "base/json_text.h"
#include "engine/sidecar.h"
#include "fuzz_target.h"
#include "output/xxh3.h"
#include "small_dataset.h"

using namespace fauxmart;

namespace {

constexpr int64_t kMost = int64_t{1} << 50;

// With the checksum that its other keys have. What is no object, or no text, is left as it is.
std::string Sealed(std::string_view text) {
  try {
    auto json = ParseJson<nlohmann::ordered_json>(text);
    if (!json.is_object()) return std::string(text);
    json.erase("self");
    const std::string body = json.dump();
    Xxh3Stream stream;
    stream.Update(body.data(), body.size());
    json["self"] = stream.Hex();
    return json.dump();
  } catch (const nlohmann::json::exception&) {
    return std::string(text);
  }
}

void Check(const Shop& shop, const std::string& text) {
  const auto result = ParseSidecar(shop, text, "sidecar");
  if (!result.ok()) {
    fuzz::Require(result.status().IsInvalid(), "a refusal is Invalid", text);
    return;
  }
  const auto check = [&](int64_t count) {
    fuzz::Require(count >= -kMost && count <= kMost, "counts can be added up", text);
  };
  for (const PartEntry& part : result->parts) {
    check(part.result.rows);
    check(part.result.bytes);
  }
  for (const HourCounts& hour : result->counters.hours) {
    for (const int64_t count : hour) check(count);
  }
  const auto again = ParseSidecar(shop, SidecarText(*result), "sidecar");
  fuzz::Require(again.ok(), "what was read can be written and read", text);
}

}  // namespace

FUZZ_TARGET(sidecar) {
  static const std::unique_ptr<const Shop> shop = *BuildShop(fuzz::SmallInputs(), true);
  const std::string_view text = fuzz::TextOf(data, size);
  Check(*shop, std::string(text));
  if (size < 4096) Check(*shop, Sealed(text));
  return 0;
}
