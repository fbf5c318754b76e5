// A small sound dataset of each form, on a file system in memory: made once, removed at the end.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "fauxmart/dataset.h"

namespace fauxmart::fuzz {

struct SmallDataset {
  std::string dir;
  std::map<std::string, std::string> files;  // bytes by path in it, manifest.json among them
  std::vector<std::string> paths;            // those that may be broken, in a fixed order
};

// Formats as they are written by default; and without compression, where a change of a byte changes
// a value and not only breaks a frame.
struct Form {
  const char* format;
  const char* compression;
};
inline constexpr std::array<Form, 6> kForms = {{{"parquet", "auto"},
                                                {"feather", "auto"},
                                                {"csv", "auto"},
                                                {"jsonl", "auto"},
                                                {"parquet", "none"},
                                                {"feather", "none"}}};
// Of kForms[form].
const SmallDataset& SmallDatasetOf(size_t form);
// The inputs that they were made from.
const Inputs& SmallInputs();

// A folder of this process, in memory where the system has that; removed at the end.
const std::string& ScratchDir();
void WriteBytes(const std::string& path, std::string_view bytes);

}  // namespace fauxmart::fuzz
