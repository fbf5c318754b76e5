// Files of a dataset: rows in, one whole file out, or none.
//
// A PartWriter cuts the rows of one part into row groups of kRowGroupRows, whatever batches they
// came in, feeds them to the format's FileWriter, digests their content on the way, and has the
// file named only when it is whole (on a disk: written under a temporary name in the same
// directory, flushed, renamed).
#pragma once

#include <arrow/result.h>
#include <arrow/status.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "base/run_meter.h"
#include "tables/table_buffer.h"

namespace fauxmart {

class OutputFile;
class WriteQueue;

enum class Format { kParquet, kFeather, kCsv, kJsonl, kArrowStream };
enum class Compression { kAuto, kSnappy, kZstd, kLz4, kNone };

// Who encodes the pages of Parquet files: we, or Arrow's own writer. The rows are the same.
enum class Writer { kOwn, kArrow };

// How logical values become physical ones.
struct OutputOptions {
  Format format = Format::kParquet;
  Compression compression = Compression::kAuto;
  Writer writer = Writer::kOwn;
  bool ids_as_uuid = false;
  bool money_as_float64 = false;
  bool csv_safe = false;  // CSV only: texts that look like formulas are marked (output/csv_guard.h)
  bool sync = true;  // flush each file to the disk before it gets its name
  std::shared_ptr<WriteQueue> queue = {};  // writes for all files; null: each write is waited for
};

inline constexpr int64_t kRowGroupRows = 64 * 1024;

// Refuses what a format cannot do (snappy in CSV, say) in one sentence.
arrow::Status CheckOutputOptions(const OutputOptions& options);
std::string_view FileExtension(Format format);  // "parquet", "feather", "csv", "jsonl", "arrows"

// Name and spelling, for command lines and manifests.
arrow::Result<Format> ParseFormat(std::string_view text);
arrow::Result<Compression> ParseCompression(std::string_view text);
arrow::Result<Writer> ParseWriter(std::string_view text);
std::string_view FormatName(Format format);
std::string_view CompressionName(Compression compression);  // kAuto: "auto"
Compression ResolveCompression(Format format, Compression compression);  // what kAuto means at most

// Estimated bytes of a row on disk, and of a file beside its rows, for plans and free-space checks;
// 20 % off is fine.
double EstimateRowBytes(const TableDecl& decl, const OutputOptions& options);
double EstimateFileBytes(const TableDecl& decl, const OutputOptions& options);

// What became of a part: enough for the manifest, and to check the file later.
struct PartResult {
  std::string path;  // relative to the dataset
  int64_t rows = 0;
  int64_t bytes = 0;
  std::string checksum;  // XXH3-128 of the file's bytes, 32 hex digits (as `xxhsum -H2` prints it)
  std::string digest;  // of the logical values, 32 hex digits; independent of format and batches
};

class PartWriter {
 public:
  virtual ~PartWriter() = default;
  // Takes all rows out of `buffer` that fill whole row groups; keeps the rest there.
  virtual arrow::Status Drain(TableBuffer& buffer) = 0;
  // Takes what is left and commits the file.
  virtual arrow::Result<PartResult> Commit(TableBuffer& buffer) = 0;
  // Leaves nothing of the file. Also what the destructor does if neither was called.
  virtual void Abort() = 0;
};

// Begins a part of a table in a file that has just been begun. The metadata goes into Parquet and
// Feather files together with the part's digest, key "fauxmart.digest". Rows, bytes and time are
// told to `meter`, which may be null.
arrow::Result<std::unique_ptr<PartWriter>> OpenPart(
    std::shared_ptr<OutputFile> file, const std::string& relative_path, const TableBuffer& shape,
    const OutputOptions& options, const std::map<std::string, std::string>& metadata,
    RunMeter* meter = nullptr);

// The same in `directory`/`relative_path`; folders below `directory` are made where missing.
arrow::Result<std::unique_ptr<PartWriter>> OpenPart(
    const std::string& directory, const std::string& relative_path, const TableBuffer& shape,
    const OutputOptions& options, const std::map<std::string, std::string>& metadata,
    RunMeter* meter = nullptr);

// The same to a file descriptor (standard output), which stays open. No temporary name. Parquet and
// Feather become an Arrow IPC stream.
arrow::Result<std::unique_ptr<PartWriter>> OpenStream(int fd, const TableBuffer& shape,
                                                      const OutputOptions& options);

// The digest of a table from its parts' digests, in part order. digest.h defines both.
std::string CombineDigests(const std::vector<std::string>& part_digests);

}  // namespace fauxmart
