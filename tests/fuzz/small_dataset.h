// A small sound dataset of each format, on a file system in memory: made once, removed at the end.
#pragma once

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

// parquet, feather, csv, jsonl.
inline constexpr int kFormats = 4;
const SmallDataset& SmallDatasetOf(int format);
// The inputs that they were made from.
const Inputs& SmallInputs();

// A folder of this process, in memory where the system has that; removed at the end.
const std::string& ScratchDir();
void WriteBytes(const std::string& path, std::string_view bytes);

}  // namespace fauxmart::fuzz
