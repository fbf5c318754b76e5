// The progress bar: one line on the terminal that redraws itself and is gone at the end.
#pragma once

#include <string>

#include "cli/terminal.h"
#include "fauxmart/dataset.h"

namespace fauxmart {

// The line as it stands: bar, share, rate, time left, memory. At most `width` columns.
std::string ProgressLine(const Progress& progress, double resident_bytes, int width, bool unicode);

// Draws on standard error once the work has taken a second. Nothing is drawn where no person
// looks, or if it is told to be quiet. The destructor erases the line.
class ProgressBar {
 public:
  explicit ProgressBar(bool quiet);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void Update(const Progress& progress);
  void Erase();

 private:
  bool enabled_;
  bool drawn_ = false;
};

}  // namespace fauxmart
