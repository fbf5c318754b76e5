// What a file format has to do: take row groups, and close. One implementation a file.
//
// Every format writes through an OutputStream that counts, checksums and buffers, and never sees
// paths, temporary names or digests in the making; those are the part writer's.
#pragma once

#include <arrow/result.h>
#include <arrow/status.h>

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "output/sink.h"
#include "tables/table_buffer.h"

namespace arrow::io {
class OutputStream;
}

namespace fauxmart {

// Rows [begin, end) of a buffer, which must not change while the slice is in use.
struct RowSlice {
  const TableBuffer& buffer;
  int64_t begin = 0;
  int64_t end = 0;

  int64_t size() const { return end - begin; }
};

class FileWriter {
 public:
  virtual ~FileWriter() = default;
  // At most kRowGroupRows rows; exactly that many in every call but the last.
  virtual arrow::Status WriteRowGroup(const RowSlice& rows) = 0;
  // Ends the file. The digest goes into formats that have metadata. Leaves the stream open.
  virtual arrow::Status Close(const std::string& digest) = 0;
};

inline constexpr char kDigestKey[] = "fauxmart.digest";

using FileMetadata = std::map<std::string, std::string>;
using StreamPtr = std::shared_ptr<arrow::io::OutputStream>;
using FileWriterResult = arrow::Result<std::unique_ptr<FileWriter>>;

FileWriterResult OpenParquet(StreamPtr out, const TableBuffer& shape, const OutputOptions& options,
                             const FileMetadata& metadata);
FileWriterResult OpenFeather(StreamPtr out, const TableBuffer& shape, const OutputOptions& options,
                             const FileMetadata& metadata);
FileWriterResult OpenArrowStream(StreamPtr out, const TableBuffer& shape,
                                 const OutputOptions& options, const FileMetadata& metadata);
FileWriterResult OpenCsv(StreamPtr out, const TableBuffer& shape, const OutputOptions& options);
FileWriterResult OpenJsonl(StreamPtr out, const TableBuffer& shape, const OutputOptions& options);

}  // namespace fauxmart
