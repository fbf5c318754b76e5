// Where a dataset's files lie: a directory of this machine, or a prefix of an object store.
//
// Names are relative to it, with "/" between folder and file. What has a name is whole; a file that
// is being written gets its name when it is committed. Errors name the whole place.
#pragma once

#include <arrow/result.h>
#include <arrow/status.h>

#include <memory>
#include <string>
#include <vector>

#include "output/sink.h"

namespace fauxmart {

class OutputFile;

class Store {
 public:
  virtual ~Store() = default;

  // Whether it is a directory: space is limited, and paths lead into it.
  virtual bool on_disk() const = 0;
  // What messages call a file of it; "": the store itself.
  virtual std::string Where(const std::string& name) const = 0;
  // Refuses a place where no dataset can be.
  virtual arrow::Status CheckPlace() = 0;
  // Refuses what stands in the way of a folder.
  virtual arrow::Status CheckFolder(const std::string& folder) = 0;

  // Begins a file; folders are made where they are missing.
  virtual arrow::Result<std::shared_ptr<OutputFile>> Begin(const std::string& name,
                                                           const OutputOptions& options) = 0;
  // Writes a whole file in a folder that is there, or none.
  virtual arrow::Status Write(const std::string& name, const std::string& text, bool sync) = 0;
  // Text of a file, at most 1 GiB.
  virtual arrow::Result<std::string> Read(const std::string& name) = 0;
  // Whether there is such a file. That nobody can tell is an error and not a no.
  virtual arrow::Result<bool> Exists(const std::string& name) = 0;
  // The same, where a link that leads nowhere is something too.
  virtual arrow::Result<bool> Stands(const std::string& name) = 0;
  // The names in a folder; none where there is no such folder.
  virtual arrow::Result<std::vector<std::string>> NamesIn(const std::string& folder) = 0;
  // The names in it that may be folders' (CheckFolder() tells).
  virtual arrow::Result<std::vector<std::string>> FoldersIn(const std::string& folder) = 0;
  // Whether a part is there as it was written.
  virtual arrow::Result<bool> Holds(const PartResult& part) = 0;

  virtual arrow::Status Rename(const std::string& from, const std::string& to) = 0;
  // Removes a file; fine if it is gone already.
  virtual arrow::Status Remove(const std::string& name) = 0;
  // Removes files, and folders that are empty then.
  virtual arrow::Status RemoveAll(const std::vector<std::string>& names) = 0;
  // Removes a folder that is empty; leaves it be otherwise.
  virtual void RemoveIfEmpty(const std::string& folder) = 0;
  // Removes a folder and all in it, the file `last` after all others.
  virtual arrow::Status RemoveFolder(const std::string& folder, const std::string& last) = 0;

  // Makes `folder` and keeps other runs out until the store is closed, where that can be done.
  // False if another run had it until now.
  virtual arrow::Result<bool> Claim(const std::string& folder) = 0;
  // Where nobody could be kept out: whether this file still has this text.
  virtual arrow::Status CheckUnchanged(const std::string& name, const std::string& text) = 0;
};

// A directory, or s3://BUCKET/PATH and the like. Touches nothing yet.
arrow::Result<std::shared_ptr<Store>> OpenStore(const std::string& out);

}  // namespace fauxmart
