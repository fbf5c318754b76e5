#include "engine/dataset_layout.h"

#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/json_text.h"
#include "engine/files.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

namespace fs = std::filesystem;
using arrow::Status;
using nlohmann::json;

Status NotOurs(const std::string& root, const std::string& what) {
  return Status::Invalid(
      fmt::format("--out {}: {}; move it away or choose another directory", root, what));
}

bool IsOurRequest(const std::string& text) {
  const json parsed = ParseJson<json>(text);
  return parsed.is_object() && parsed.contains("scenario") && parsed.contains("data_version") &&
         parsed.contains("tables");
}

}  // namespace

bool IsPartName(std::string_view name) {
  if (name.starts_with(".tmp-")) name.remove_prefix(5);
  if (!name.starts_with("part-")) return false;
  name.remove_prefix(5);
  const size_t digits = name.find_first_not_of("0123456789");
  // A number is written in one way: five digits, or as many more as it needs.
  const bool number = digits == 5 || (digits > 5 && digits <= 18 && name.front() != '0');
  return digits != name.npos && number && name[digits] == '.' && name.find('/') == name.npos;
}

bool IsPartPath(const std::string& path) {
  for (const TableDecl* table : AllTables()) {
    const std::string folder = TableFolder(*table) + "/";
    if (path.starts_with(folder) && IsPartName(path.substr(folder.size()))) return true;
  }
  return false;
}

Status CheckLayout(const std::string& root, const std::string& request,
                   const std::set<std::string>& listed) {
  std::vector<std::string> folders = {".partial", "truth"};
  for (const TableDecl* table : AllTables()) folders.push_back(TableFolder(*table));
  for (const std::string& folder : folders) {
    const fs::path path = fs::path(root) / folder;
    ARROW_ASSIGN_OR_RAISE(const fs::file_status status, KindOf(path));
    if (fs::is_symlink(status)) return NotOurs(root, path.string() + " is a symbolic link");
    if (fs::exists(status) && !fs::is_directory(status)) {
      return NotOurs(root, path.string() + " is in the way");
    }
  }
  for (const std::string& file : listed) {
    if (!IsPartPath(file)) {
      return NotOurs(root, fmt::format("its manifest lists \"{}\", which no dataset of ours has",
                                       file.substr(0, 80)));
    }
  }
  const fs::path partial = fs::path(root) / ".partial";
  if (!request.empty()) {
    if (IsOurRequest(request)) return Status::OK();
    return NotOurs(root, (partial / "request.json").string() + " is not ours");
  }
  ARROW_ASSIGN_OR_RAISE(const auto names, NamesIn(partial));
  for (const std::string& name : names) {
    // A run that was killed at its very start leaves just these.
    if (name == "lock" || name == ".tmp-request.json") continue;
    return NotOurs(root, (partial / name).string() + " is in the way");
  }
  return Status::OK();
}

}  // namespace fauxmart
