#include "engine/dataset_layout.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "base/json_text.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

using arrow::Status;
using nlohmann::json;

Status NotOurs(const Store& store, const std::string& what) {
  return Status::Invalid(
      fmt::format("--out {}: {}; move it away or choose another directory", store.Where(""), what));
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

Status CheckLayout(Store& store, const std::string& request, const std::set<std::string>& listed) {
  const std::string partial = ".partial";
  ARROW_RETURN_NOT_OK(store.CheckFolder(partial));
  ARROW_RETURN_NOT_OK(store.CheckFolder("truth"));
  for (const TableDecl* table : AllTables()) {
    ARROW_RETURN_NOT_OK(store.CheckFolder(TableFolder(*table)));
  }
  for (const std::string& file : listed) {
    if (!IsPartPath(file)) {
      return NotOurs(store, fmt::format("its manifest lists \"{}\", which no dataset of ours has",
                                        file.substr(0, 80)));
    }
  }
  if (!request.empty()) {
    if (IsOurRequest(request)) return Status::OK();
    return NotOurs(store, store.Where(partial + "/request.json") + " is not ours");
  }
  ARROW_ASSIGN_OR_RAISE(const auto names, store.NamesIn(partial));
  for (const std::string& name : names) {
    // A run that was killed at its very start leaves just these.
    if (name == "lock" || name == ".tmp-request.json") continue;
    return NotOurs(store, store.Where(partial + "/" + name) + " is in the way");
  }
  return Status::OK();
}

}  // namespace fauxmart
