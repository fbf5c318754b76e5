#include "engine/equal_parts.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <set>
#include <string>

#include "engine/files.h"

namespace fauxmart {
namespace {

namespace fs = std::filesystem;

// Is the file what its manifest says? A file that is not there is not; reading it will say so.
bool IsAsListed(const Dataset& dataset, const DatasetPart& part) {
  const std::string path = dataset.PathOf(part);
  std::error_code error;
  if (fs::file_size(path, error) != static_cast<uintmax_t>(part.bytes) || error) return false;
  const auto written = fs::last_write_time(path, error);
  if (error) return false;
  const auto listed = fs::last_write_time(fs::path(dataset.dir) / "manifest.json", error);
  if (!error && written <= listed) return true;
  const auto checksum = FileChecksum(path);
  return checksum.ok() && *checksum == part.checksum;
}

}  // namespace

PartsToRead WithoutEqualParts(const Dataset& first, const DatasetTable& first_table,
                              const Dataset& second, const DatasetTable& second_table) {
  std::map<std::string, const DatasetPart*> others;
  for (const DatasetPart& part : second_table.parts) others[part.path] = &part;
  // Equal bytes are equal rows if both are read in the same way.
  const bool alike = first.csv_safe == second.csv_safe;
  PartsToRead parts;
  std::set<std::string> equal;
  for (const DatasetPart& part : first_table.parts) {
    const auto other = others.find(part.path);
    if (alike && other != others.end() && other->second->checksum == part.checksum &&
        other->second->rows == part.rows && IsAsListed(first, part) &&
        IsAsListed(second, *other->second)) {
      equal.insert(part.path);
      parts.equal_rows += part.rows;
    } else {
      parts.first.push_back(part);
    }
  }
  std::ranges::copy_if(second_table.parts, std::back_inserter(parts.second),
                       [&](const DatasetPart& part) { return !equal.contains(part.path); });
  return parts;
}

}  // namespace fauxmart
