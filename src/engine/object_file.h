// An object being uploaded: in pieces, which nobody sees until the upload is completed.
#pragma once

#include <arrow/io/interfaces.h>
#include <arrow/status.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "output/output_file.h"

namespace fauxmart {

// "cannot write s3://shop/out/orders/part-00000.csv: AWS Error ACCESS_DENIED ...", an IOError in
// one line, from what Arrow said.
arrow::Status StoreFailed(const std::string& attempt, const std::string& where,
                          const arrow::Status& said);

class ObjectFile final : public OutputFile {
 public:
  // `where` stands for it in messages. `aborts`: the stream can give up its upload. `committed` is
  // told the bytes.
  ObjectFile(std::shared_ptr<arrow::io::OutputStream> stream, std::string where, bool aborts,
             std::function<void(int64_t)> committed);
  ~ObjectFile() override;

  arrow::Status Close() override { return Commit(); }
  arrow::Status Commit() override;
  arrow::Status Abort() override;

 private:
  arrow::Status WriteOut(const uint8_t* data, int64_t size) override;
  arrow::Status Complete();

  std::shared_ptr<arrow::io::OutputStream> stream_;
  const std::string where_;
  const bool aborts_;
  const std::function<void(int64_t)> committed_;
  int64_t unwaited_ = 0;  // bytes given to the stream since all of them were uploaded
};

}  // namespace fauxmart
