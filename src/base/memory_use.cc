#include "base/memory_use.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>

namespace fauxmart {
namespace {

// "VmHWM:	  163840 kB" in /proc/self/status; 0 if there is no such line.
int64_t PeakOfStatus() {
  std::FILE* file = std::fopen("/proc/self/status", "r");
  if (file == nullptr) return 0;
  std::array<char, 256> line{};
  long long kibibytes = 0;
  while (std::fgets(line.data(), line.size(), file) != nullptr) {
    if (std::sscanf(line.data(), "VmHWM: %lld", &kibibytes) == 1) break;
  }
  std::fclose(file);
  return kibibytes * 1024;
}

}  // namespace

int64_t ResidentBytes() {
  std::FILE* file = std::fopen("/proc/self/statm", "r");
  if (file == nullptr) return 0;
  long long size = 0, resident = 0;
  const int found = std::fscanf(file, "%lld %lld", &size, &resident);
  std::fclose(file);
  return found == 2 ? resident * sysconf(_SC_PAGESIZE) : 0;
}

int64_t PeakResidentBytes() {
  const int64_t now = ResidentBytes();
  if (const int64_t peak = PeakOfStatus(); peak > 0) return std::max(peak, now);
  struct rusage usage = {};
  if (getrusage(RUSAGE_SELF, &usage) != 0) return now;
#ifdef __APPLE__
  constexpr int64_t kUnit = 1;
#else
  constexpr int64_t kUnit = 1024;
#endif
  return std::max(static_cast<int64_t>(usage.ru_maxrss) * kUnit, now);
}

}  // namespace fauxmart
