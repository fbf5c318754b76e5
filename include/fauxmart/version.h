// What this build is.
#pragma once

#include <string>

namespace fauxmart {

// The product's version ("0.1.0"), from the VERSION file at the root.
std::string Version();
// Datasets of equal data version have equal rows for equal inputs, for ever.
int DataVersion();
// The commit the build was made from, with "+" behind it if the tree had changes; "unknown"
// outside a repository.
std::string BuildCommit();
// "g++ 12.2.0", "clang 19.1.7".
std::string BuildCompiler();

}  // namespace fauxmart
