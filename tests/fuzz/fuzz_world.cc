// A world file, from its bytes to the checked world.
#include "base/document.h"
#include "fuzz_target.h"
#include "world/parse.h"

using namespace fauxmart;

FUZZ_TARGET(world) {
  const std::string_view text = fuzz::TextOf(data, size);
  const auto document = Document::Parse(text, "world");
  if (!document.ok()) return 0;
  const auto world = ParseWorld(*document);
  fuzz::Require(world.ok() || world.status().IsInvalid(), "a refusal is Invalid", text);
  return 0;
}
