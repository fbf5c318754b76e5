#include "cli/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "cli/render.h"

namespace fauxmart {

namespace {

constexpr double kPatience = 1.0;  // seconds before the bar appears
constexpr int kMaxBar = 40;

// 0 where /proc is missing; the figure is then left out.
double ResidentBytes() {
  std::FILE* file = std::fopen("/proc/self/statm", "r");
  if (file == nullptr) return 0;
  long long size = 0, resident = 0;
  const int found = std::fscanf(file, "%lld %lld", &size, &resident);
  std::fclose(file);
  return found == 2 ? static_cast<double>(resident) * static_cast<double>(sysconf(_SC_PAGESIZE))
                    : 0;
}

}  // namespace

std::string ProgressLine(const Progress& progress, double resident_bytes, int width, bool unicode) {
  const double share = progress.orders_planned > 0
                           ? std::clamp(static_cast<double>(progress.orders_done) /
                                            static_cast<double>(progress.orders_planned),
                                        0.0, 1.0)
                           : 0;
  const double rate =
      progress.seconds > 0 ? static_cast<double>(progress.orders_done) / progress.seconds : 0;
  std::string figures = fmt::format("{:3.0f} %  {} orders/s", share * 100, Scaled(rate));
  if (share > 0 && share < 1) {
    figures += fmt::format("  {} left", WholeSeconds(progress.seconds * (1 - share) / share));
  }
  if (resident_bytes > 0) figures += fmt::format("  {} memory", Bytes(resident_bytes));
  const int room = std::min(width - DisplayWidth(figures) - 4, kMaxBar);
  if (room < 5) return Shortened(figures, width - 1, unicode);
  const int full = static_cast<int>(share * room);
  std::string bar;
  for (int i = 0; i < room; ++i) bar += i < full ? (unicode ? "█" : "#") : (unicode ? "░" : "-");
  return (unicode ? bar + "  " : "[" + bar + "] ") + figures;
}

ProgressBar::ProgressBar(bool quiet) : enabled_(!quiet && LookAt(STDERR_FILENO).interactive) {}

ProgressBar::~ProgressBar() { Erase(); }

void ProgressBar::Update(const Progress& progress) {
  if (!enabled_ || progress.seconds < kPatience) return;
  const Terminal terminal = LookAt(STDERR_FILENO);  // the window may have been resized
  const std::string line =
      ProgressLine(progress, ResidentBytes(), terminal.width, terminal.unicode);
  // Carriage return, then the line, then erase what the last one left behind it.
  fmt::print(stderr, "\r{}\033[K", line);
  std::fflush(stderr);
  drawn_ = true;
}

void ProgressBar::Erase() {
  if (!drawn_) return;
  fmt::print(stderr, "\r\033[K");
  std::fflush(stderr);
  drawn_ = false;
}

}  // namespace fauxmart
