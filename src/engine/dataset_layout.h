// What a dataset's directory may look like: names of parts, and what is not ours.
//
// Directories come from anywhere. A manifest may list any path and a folder may be a link to
// another place, so nothing is removed or written before it is sure that it stays inside and is
// what this program makes.
#pragma once

#include <arrow/result.h>
#include <arrow/status.h>

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/store.h"
#include "tables/declaration.h"

namespace fauxmart {

// The document of the truth inside a dataset.
inline constexpr char kTruthFile[] = "truth/truth.json";

// The manifest's key that says how to read texts in CSV files, and what it says where they are
// guarded (output/csv_guard.h). Plain texts have no key.
inline constexpr char kCsvText[] = "csv_text", kCsvTextSafe[] = "safe";

// Is this a name that a run gives to a part, before (.tmp-) or after it is whole?
bool IsPartName(std::string_view name);

// "date=2026-01-31": is this a folder, in a fact table's, that has the parts of one day?
std::string DateFolder(int64_t time_us);
bool IsDateFolder(std::string_view name);

// Whether a path from a manifest or sidecar is that of a part: a table's folder, in that of a fact
// maybe a day's, and a part's name.
bool IsPartPath(const std::string& path);

// The folder of its day, of a part's path; empty if it lies in its table's.
std::string_view DateFolderOf(std::string_view path);

// The folders of a table's parts: its own, whether it is there or not, and those of days in it.
struct TableFolders {
  std::string table;
  std::set<std::string> days;
  std::vector<std::string> All() const;  // the table's last, so that those in it can go first
};
// Refuses one that is a link, or no folder.
arrow::Result<TableFolders> FoldersOf(Store& store, const TableDecl& table);

// Refuses a directory whose folders are links, whose .partial is not that of a run of ours
// (`request` is its request.json, empty if there is none), or whose lists name files that no
// dataset of ours has.
arrow::Status CheckLayout(Store& store, const std::string& request,
                          const std::set<std::string>& listed);

}  // namespace fauxmart
