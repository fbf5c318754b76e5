// How far the work is: a bar on the terminal that redraws itself and is gone at the end, or lines.
#pragma once

#include <string>

#include "cli/terminal.h"
#include "fauxmart/dataset.h"

namespace fauxmart {

enum class ProgressMode : uint8_t {
  kAuto,    // a bar where a person looks
  kAlways,  // elsewhere too, as lines
  kNever,
};

// The line as it stands: bar, share, rate, time left, memory. At most `width` columns.
std::string ProgressLine(const Progress& progress, double resident_bytes, int width, bool unicode);

// The same without the bar, ended by a line feed, with nothing in it that moves a cursor.
std::string PlainProgressLine(const Progress& progress);

// Shows it on standard error once the work has taken a second. On a terminal it is one line, which
// the destructor erases. Elsewhere, and only if always asked for, it is a line a second, and one at
// the end.
class ProgressDisplay {
 public:
  explicit ProgressDisplay(ProgressMode mode);
  ~ProgressDisplay();
  ProgressDisplay(const ProgressDisplay&) = delete;
  ProgressDisplay& operator=(const ProgressDisplay&) = delete;

  // Whether anything is shown at all.
  bool shows() const { return bar_ || lines_; }
  void Update(const Progress& progress);
  // Erases the bar, for something else to be said.
  void Erase();
  // No update comes any more.
  void End();

 private:
  void Draw(const Progress& progress);

  bool bar_, lines_;
  bool drawn_ = false;
  double next_line_;
  Progress last_;
};

}  // namespace fauxmart
