#include "cli/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "cli/commands.h"
#include "cli/render.h"

namespace fauxmart {

namespace {

constexpr double kPatience = 1.0;  // seconds before the bar appears, and between lines
constexpr int kMaxBar = 40;

double ShareOf(const Progress& progress) {
  return progress.orders_planned > 0 ? std::clamp(static_cast<double>(progress.orders_done) /
                                                      static_cast<double>(progress.orders_planned),
                                                  0.0, 1.0)
                                     : 0;
}

// " 42 %  1.23 M orders/s  6 s left  64.0 MiB memory"
std::string Figures(const Progress& progress, double resident_bytes) {
  const double share = ShareOf(progress);
  const double rate =
      progress.seconds > 0 ? static_cast<double>(progress.orders_done) / progress.seconds : 0;
  std::string figures = fmt::format("{:3.0f} %  {} orders/s", share * 100, Scaled(rate));
  if (share > 0 && share < 1) {
    figures += fmt::format("  {} left", WholeSeconds(progress.seconds * (1 - share) / share));
  }
  if (resident_bytes > 0) figures += fmt::format("  {} memory", Bytes(resident_bytes));
  return figures;
}

}  // namespace

std::string ProgressLine(const Progress& progress, double resident_bytes, int width, bool unicode) {
  const std::string figures = Figures(progress, resident_bytes);
  const int room = std::min(width - DisplayWidth(figures) - 4, kMaxBar);
  if (room < 5) return Shortened(figures, width - 1, unicode);
  const int full = static_cast<int>(ShareOf(progress) * room);
  std::string bar;
  for (int i = 0; i < room; ++i) bar += i < full ? (unicode ? "█" : "#") : (unicode ? "░" : "-");
  return (unicode ? bar + "  " : "[" + bar + "] ") + figures;
}

std::string PlainProgressLine(const Progress& progress) {
  return Figures(progress, static_cast<double>(progress.resident_bytes)) + "\n";
}

ProgressDisplay::ProgressDisplay(ProgressMode mode) : next_line_(kPatience) {
  const bool interactive = LookAt(STDERR_FILENO).interactive;
  bar_ = mode != ProgressMode::kNever && interactive;
  lines_ = mode == ProgressMode::kAlways && !interactive;
}

ProgressDisplay::~ProgressDisplay() { Erase(); }

void ProgressDisplay::Update(const Progress& progress) {
  last_ = progress;
  if (bar_ && progress.seconds >= kPatience) Draw(progress);
  if (!lines_ || progress.seconds < next_line_) return;
  Tell(PlainProgressLine(progress));
  next_line_ = progress.seconds + kPatience;
}

void ProgressDisplay::Draw(const Progress& progress) {
  const Terminal terminal = LookAt(STDERR_FILENO);  // the window may have been resized
  const std::string line = ProgressLine(progress, static_cast<double>(progress.resident_bytes),
                                        terminal.width, terminal.unicode);
  // Carriage return, then the line, then erase what the last one left behind it.
  Tell(fmt::format("\r{}\033[K", line));
  drawn_ = true;
}

void ProgressDisplay::Erase() {
  if (!drawn_) return;
  Tell("\r\033[K");
  drawn_ = false;
}

void ProgressDisplay::End() {
  Erase();
  if (lines_ && last_.threads > 0) Tell(PlainProgressLine(last_));
  lines_ = false;
}

}  // namespace fauxmart
