// `--stats FILE`: the figures of a run, twice a second and at its end.
//
// A file that ends in .prom is replaced as a whole each time, by rename, so that a reader never
// finds a part of one. Any other gets a line of JSON each time.
#pragma once

#include <arrow/result.h>
#include <arrow/status.h>

#include <memory>
#include <string>

#include "cli/stats_text.h"
#include "fauxmart/dataset.h"

namespace fauxmart {

class StatsFile {
 public:
  // Makes or empties the file. Refuses what cannot be opened, what could make the run wait (a
  // pipe), and what lies in the dataset or in its truth, where only their own files may be.
  static arrow::Result<std::unique_ptr<StatsFile>> Open(const std::string& path,
                                                        const RunOptions& run);
  ~StatsFile();
  StatsFile(const StatsFile&) = delete;
  StatsFile& operator=(const StatsFile&) = delete;

  // Writes if half a second has passed since it last did. The first error is answered, once;
  // behind it nothing is written any more.
  arrow::Status Update(const Progress& progress);
  // Writes the last figures that Update() was given, and how the run ended.
  arrow::Status End(RunState state);

 private:
  explicit StatsFile(std::string path);
  arrow::Status Write(RunState state);
  arrow::Status Replace(const std::string& text) const;

  const std::string path_;
  const bool metrics_;
  int fd_ = -1;  // of lines
  bool failed_ = false;
  Progress now_, written_;
};

}  // namespace fauxmart
