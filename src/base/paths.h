// Where paths lead.
#pragma once

#include <filesystem>
#include <string_view>

namespace fauxmart {

// Is this "SCHEME://..." and so no path?
bool IsUri(std::string_view place);

// Where a path leads, also by links to what is not there yet.
std::filesystem::path Destination(const std::filesystem::path& path);

// Does `inner` lead to `outer` or to something in it, however the two are written?
bool IsInside(const std::filesystem::path& inner, const std::filesystem::path& outer);

}  // namespace fauxmart
