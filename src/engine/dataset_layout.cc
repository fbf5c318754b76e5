#include "engine/dataset_layout.h"

#include <fmt/format.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/json_text.h"
#include "base/time.h"
#include "tables/tables.h"

namespace fauxmart {
namespace {

using arrow::Status;
using nlohmann::json;

constexpr std::string_view kDate = "date=";
constexpr size_t kIsoDate = 10;  // letters of one

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

std::string DateFolder(int64_t time_us) {
  return std::string(kDate) + FormatTime(time_us).substr(0, kIsoDate);
}

bool IsDateFolder(std::string_view name) {
  if (!name.starts_with(kDate) || name.size() != kDate.size() + kIsoDate) return false;
  name.remove_prefix(kDate.size());
  unsigned year = 0, month = 0, day = 0;
  for (size_t i = 0; i < kIsoDate; ++i) {
    const bool dash = i == 4 || i == 7;
    if (dash ? name[i] != '-' : name[i] < '0' || name[i] > '9') return false;
    unsigned& number = i < 4 ? year : i < 7 ? month : day;
    if (!dash) number = number * 10 + static_cast<unsigned>(name[i] - '0');
  }
  return std::chrono::year_month_day(std::chrono::year(static_cast<int>(year)),
                                     std::chrono::month(month), std::chrono::day(day))
      .ok();
}

bool IsPartPath(const std::string& path) {
  for (const TableDecl* table : AllTables()) {
    const std::string folder = TableFolder(*table) + "/";
    if (!path.starts_with(folder)) continue;
    std::string_view name = std::string_view(path).substr(folder.size());
    const size_t slash = name.find('/');
    if (slash != name.npos && table->kind == TableKind::kFact &&
        IsDateFolder(name.substr(0, slash))) {
      name.remove_prefix(slash + 1);
    }
    if (IsPartName(name)) return true;
  }
  return false;
}

std::string_view DateFolderOf(std::string_view path) {
  const std::string_view folder = path.substr(0, path.rfind('/'));
  const std::string_view last = folder.substr(folder.rfind('/') + 1);
  return IsDateFolder(last) ? last : std::string_view();
}

std::vector<std::string> TableFolders::All() const {
  std::vector<std::string> all(days.begin(), days.end());
  all.push_back(table);
  return all;
}

arrow::Result<TableFolders> FoldersOf(Store& store, const TableDecl& table) {
  TableFolders folders = {.table = TableFolder(table), .days = {}};
  ARROW_RETURN_NOT_OK(store.CheckFolder(folders.table));
  if (table.kind != TableKind::kFact) return folders;
  ARROW_ASSIGN_OR_RAISE(const auto names, store.FoldersIn(folders.table));
  for (const std::string& name : names) {
    if (!IsDateFolder(name)) continue;
    const std::string day = folders.table + "/" + name;
    ARROW_RETURN_NOT_OK(store.CheckFolder(day));
    folders.days.insert(day);
  }
  return folders;
}

Status CheckLayout(Store& store, const std::string& request, const std::set<std::string>& listed) {
  const std::string partial = ".partial";
  ARROW_RETURN_NOT_OK(store.CheckFolder(partial));
  ARROW_RETURN_NOT_OK(store.CheckFolder("truth"));
  for (const TableDecl* table : AllTables()) {
    ARROW_RETURN_NOT_OK(FoldersOf(store, *table).status());
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
