// A dataset as it stands on disk: what its manifest lists, and its rows in one form.
//
// The manifest is checked before anything is believed: tables that this program knows, each part a
// path inside the dataset and in its table's folder, once, of a format we write, with rows, bytes
// and checksums that are such. Nothing else of it is needed. A table is streamed part by part, in
// the manifest's order, in the plain form (engine/plain_batch.h), so that equal rows are equal
// values whatever the format, the type of ids or the type of money.
//
// Invalid: the directory is no dataset of ours. IOError: a part cannot be read, has rows that are
// none of its table, or not as many as the manifest says. Messages begin with the path.
#pragma once

#include <arrow/record_batch.h>
#include <arrow/result.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "engine/plain_batch.h"
#include "tables/declaration.h"

namespace fauxmart {

struct DatasetPart {
  std::string path;  // relative to the dataset
  int64_t rows = 0, bytes = 0;
  std::string checksum, digest;  // 32 hex digits each
};

struct DatasetTable {
  const TableDecl* decl = nullptr;
  std::vector<DatasetPart> parts;
};

struct Dataset {
  std::string dir;
  std::vector<DatasetTable> tables;  // in the order of AllTables()
  bool csv_safe = false;             // texts in CSV files are guarded (output/csv_guard.h)

  // Null if the table was not written.
  const DatasetTable* Find(const TableDecl& decl) const;
  std::string PathOf(const DatasetPart& part) const;
};

// The tables that a manifest.json lists, without their directory; `path` is for messages.
arrow::Result<Dataset> ParseManifest(const std::string& text, const std::string& path);

// `dir` is a directory with a manifest.json.
arrow::Result<Dataset> OpenDataset(const std::string& dir);

// Streams some parts of one table, in the order given. The dataset must outlive it.
class TableReader {
 public:
  // `use_threads`: columns are decoded on Arrow's threads; not worth it where parts are read on
  // several threads already.
  TableReader(const Dataset& dataset, const TableDecl& decl, std::vector<DatasetPart> parts,
              bool use_threads = true);

  // The next batch, of PlainSchema(decl); null behind the last. Batches may be empty.
  arrow::Result<std::shared_ptr<arrow::RecordBatch>> Next();

  // Have any ids been UUIDs so far?
  bool ids_are_uuids() const { return form_.ids_are_uuids(); }

 private:
  // The next batch of the part that is open, null behind its last.
  arrow::Result<std::shared_ptr<arrow::RecordBatch>> NextOfPart();
  arrow::Status Unreadable(const arrow::Status& why) const;

  const Dataset& dataset_;
  const TableDecl& decl_;
  std::vector<DatasetPart> parts_;
  size_t part_ = 0;  // the one that is open, or will be
  int64_t row_ = 0;  // rows of it that were read
  std::shared_ptr<arrow::RecordBatchReader> batches_;
  PlainForm form_;
  bool use_threads_;
};

}  // namespace fauxmart
