// Runs fuzz targets on files that are there: replay TARGET FILE|DIR..., replay --list.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "fuzz_target.h"

namespace {

namespace fs = std::filesystem;

std::vector<fs::path> FilesOf(const fs::path& path) {
  if (!fs::is_directory(path)) return {path};
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(path)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

int main(int argc, char** argv) {
  const auto& targets = fauxmart::fuzz::Targets();
  const std::string name = argc > 1 ? argv[1] : "";
  if (name == "--list") {
    for (const auto& [known, target] : targets) std::printf("%s\n", known.c_str());
    return 0;
  }
  const auto target = targets.find(name);
  if (target == targets.end() || argc < 3) {
    std::fprintf(stderr, "usage: %s TARGET FILE|DIR...; %s --list\n", argv[0], argv[0]);
    return 2;
  }
  int files = 0;
  for (int i = 2; i < argc; ++i) {
    for (const fs::path& path : FilesOf(argv[i])) {
      std::ifstream file(path, std::ios::binary);
      const std::vector<char> bytes{std::istreambuf_iterator<char>(file), {}};
      if (!file) {
        std::fprintf(stderr, "%s: cannot be read\n", path.c_str());
        return 2;
      }
      // Said first: whoever crashes has no last word. A copy of the right size, so that a byte
      // read behind it is seen by a sanitizer.
      std::fprintf(stderr, "%s\n", path.c_str());
      const std::vector<uint8_t> input(bytes.begin(), bytes.end());
      target->second(input.data(), input.size());
      ++files;
    }
  }
  std::printf("%d\n", files);
  return 0;
}
