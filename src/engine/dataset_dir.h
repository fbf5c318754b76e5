// The place of a dataset: who may write there, and what is removed from it.
//
// manifest.json is written last; until then .partial/ holds the request, a sidecar a finished task
// and, on a disk, a lock that dies with its process. Only files that a manifest or sidecar of ours
// lists, and the parts of an unfinished run, are ever removed.
#pragma once

#include <arrow/result.h>
#include <arrow/status.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/store.h"

namespace fauxmart {

class DatasetDir {
 public:
  // `store` outlives it. `sync`: flush what it writes to the disk.
  DatasetDir(Store* store, bool sync) : store_(*store), sync_(sync) {}
  DatasetDir(const DatasetDir&) = delete;
  DatasetDir& operator=(const DatasetDir&) = delete;

  // Makes the store ready for a run of `request` (JSON text), or says why it cannot be, before
  // anything is written or lost. `tables` are those that the run will write. Without `resume`, the
  // command cannot go on with an unfinished run, and no message offers it.
  arrow::Status Open(const std::string& request, bool overwrite, std::optional<bool> resume,
                     const std::vector<const TableDecl*>& tables);

  // Sidecars of an earlier run that are there: task name to text.
  const std::map<std::string, std::string>& sidecars() const { return sidecars_; }
  arrow::Status WriteSidecar(const std::string& task, const std::string& text) const;

  // Writes a whole file under its name, or none.
  arrow::Status WriteFile(const std::string& name, const std::string& text) const;
  // Writes the manifest and removes .partial: from here on it is a dataset.
  arrow::Status Complete(const std::string& manifest);

 private:
  Store& store_;
  const bool sync_;
  std::string request_;
  std::map<std::string, std::string> sidecars_;
};

// The sidecars and the request of an unfinished run or shard.
struct PartialRun {
  std::string request;
  std::map<std::string, std::string> sidecars;
};
arrow::Result<PartialRun> ReadPartialRun(Store& store);

}  // namespace fauxmart
