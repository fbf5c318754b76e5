#include "small_dataset.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include "engine/dataset_layout.h"

namespace fauxmart::fuzz {
namespace {

namespace fs = std::filesystem;

void Stop(const std::string& why) {
  std::fprintf(stderr, "the small dataset: %s\n", why.c_str());
  std::exit(1);
}

// Arrow then asks malloc for its memory, and a sanitizer sees what is read behind it.
const bool system_memory = ::setenv("ARROW_DEFAULT_MEMORY_POOL", "system", 1) == 0;

struct Scratch {
  std::string dir;
  Scratch() {
    const char* place = std::getenv("TMPDIR");
    const fs::path parent = place != nullptr ? place : fs::exists("/dev/shm") ? "/dev/shm" : "/tmp";
    dir = (parent / ("fauxmart-fuzz-" + std::to_string(::getpid()))).string();
    fs::create_directories(dir);
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(dir, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
};

SmallDataset Make(const Form& form) {
  SmallDataset dataset;
  dataset.dir = ScratchDir() + "/" + form.format + "-" + form.compression;
  WriteOptions write;
  write.format = form.format;
  write.compression = form.compression;
  RunOptions run;
  run.out = dataset.dir;
  run.threads = 1;
  run.sync = false;
  run.io = "sync";
  const auto made = Generate(SmallInputs(), write, run, nullptr, nullptr);
  if (!made.ok()) Stop(made.status().ToString());
  for (const auto& entry : fs::recursive_directory_iterator(dataset.dir)) {
    const std::string path = fs::relative(entry.path(), dataset.dir).string();
    const bool part = IsPartPath(path);
    if (!part && path != "manifest.json" && path != kTruthFile) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    dataset.files[path] = std::string(std::istreambuf_iterator<char>(file), {});
  }
  for (const auto& [path, bytes] : dataset.files) dataset.paths.push_back(path);
  return dataset;
}

}  // namespace

const std::string& ScratchDir() {
  static const Scratch scratch;
  return scratch.dir;
}

const SmallDataset& SmallDatasetOf(size_t form) {
  static std::array<std::optional<SmallDataset>, kForms.size()> made;
  auto& dataset = made.at(form);
  if (!dataset) dataset = Make(kForms.at(form));
  return *dataset;
}

const Inputs& SmallInputs() {
  static const InputsPtr inputs = [] {
    Request request;
    // An incident, a sale with a campaign, and rows of every table.
    request.scenario = "payment_outage";
    request.with = {"flash_sale@0h"};
    request.duration = "4h";
    request.start = "2025-06-02T10:00:00Z";
    request.orders_per_hour = 20;
    request.customers = 30;
    request.products = 40;
    auto resolved = Resolve(request);
    if (!resolved.ok()) Stop(resolved.status().ToString());
    return *resolved;
  }();
  return *inputs;
}

void WriteBytes(const std::string& path, std::string_view bytes) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr || std::fwrite(bytes.data(), 1, bytes.size(), file) != bytes.size() ||
      std::fclose(file) != 0) {
    Stop("cannot write " + path);
  }
}

}  // namespace fauxmart::fuzz
