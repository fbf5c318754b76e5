// The directory of a dataset: who may write there, and what is removed from it.
//
// manifest.json is written last; until then .partial/ holds the request, a sidecar a finished task
// and a lock that dies with its process. Only files that a manifest or sidecar of ours lists, and
// the parts of an unfinished run, are ever removed.
#pragma once

#include <arrow/result.h>
#include <arrow/status.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace fauxmart {

class DatasetDir {
 public:
  // `sync`: flush what it writes to the disk.
  explicit DatasetDir(bool sync = true) : sync_(sync) {}
  ~DatasetDir();
  DatasetDir(const DatasetDir&) = delete;
  DatasetDir& operator=(const DatasetDir&) = delete;

  // Makes `path` ready for a run of `request` (JSON text), or says why it cannot be, before
  // anything is written or lost. `folders` are those the run will write into. Without `resume`, the
  // command cannot go on with an unfinished run, and no message offers it.
  arrow::Status Open(const std::string& path, const std::string& request, bool overwrite,
                     std::optional<bool> resume, const std::vector<std::string>& folders);

  // Sidecars of an earlier run that are there: task name to text.
  const std::map<std::string, std::string>& sidecars() const { return sidecars_; }
  arrow::Status WriteSidecar(const std::string& task, const std::string& text) const;

  // Writes a whole file under its name, or none.
  arrow::Status WriteFile(const std::string& name, const std::string& text) const;
  // Writes the manifest and removes .partial: from here on it is a dataset.
  arrow::Status Complete(const std::string& manifest);

 private:
  bool sync_;
  std::string path_;
  std::map<std::string, std::string> sidecars_;
  int lock_fd_ = -1;
};

// The sidecars and the request of an unfinished run or shard at `path`.
struct PartialRun {
  std::string request;
  std::map<std::string, std::string> sidecars;
};
arrow::Result<PartialRun> ReadPartialRun(const std::string& path);

}  // namespace fauxmart
