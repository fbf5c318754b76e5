// Files that are inside the binary: the default world and the built-in scenarios.
#pragma once

#include <span>
#include <string_view>

namespace fauxmart {

struct EmbeddedFile {
  std::string_view name;  // the file's name without folder and ending
  std::string_view text;
};

// worlds/default.yaml, as it was when this was built.
std::string_view EmbeddedDefaultWorld();

// scenarios/*.yaml: the undisturbed one first, then by name.
std::span<const EmbeddedFile> EmbeddedScenarios();

}  // namespace fauxmart
