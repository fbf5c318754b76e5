#include "base/paths.h"

#include <algorithm>
#include <system_error>

namespace fauxmart {

namespace fs = std::filesystem;

bool IsUri(std::string_view place) {
  const size_t end = place.find("://");
  if (end == std::string_view::npos || end == 0) return false;
  constexpr std::string_view kScheme = "abcdefghijklmnopqrstuvwxyz0123456789+.-";
  return place.substr(0, end).find_first_not_of(kScheme) == std::string_view::npos &&
         place[0] >= 'a' && place[0] <= 'z';
}

fs::path Destination(const fs::path& path) {
  constexpr int kMostLinks = 40;
  std::error_code error;
  fs::path whole = fs::absolute(path, error);
  for (int links = 0; links < kMostLinks; ++links) {
    fs::path done;
    bool followed = false;
    for (auto part = whole.begin(); part != whole.end() && !followed; ++part) {
      done /= *part;
      if (!fs::is_symlink(fs::symlink_status(done, error))) continue;
      fs::path target = done.parent_path() / fs::read_symlink(done, error);
      for (++part; part != whole.end(); ++part) target /= *part;
      whole = target.lexically_normal();
      followed = true;
      break;
    }
    if (!followed) break;
  }
  const fs::path canonical = fs::weakly_canonical(whole, error);
  return error ? whole.lexically_normal() : canonical;
}

bool IsInside(const fs::path& inner, const fs::path& outer) {
  const fs::path a = Destination(inner), b = Destination(outer);
  const auto [end, ignored] = std::mismatch(b.begin(), b.end(), a.begin(), a.end());
  return end == b.end() || (end != b.end() && end->empty());
}

}  // namespace fauxmart
