#include "engine/owned_batch.h"

#include <arrow/array.h>
#include <arrow/array/util.h>
#include <arrow/buffer.h>
#include <arrow/record_batch.h>

#include <mutex>
#include <utility>
#include <vector>

namespace fauxmart {
namespace {

// Memory of one batch: the rows, and the scratch that some of its arrays lie in.
struct BatchMemory {
  TableBuffer rows;
  std::unique_ptr<ArrowColumns> columns;
};
using OwnerPtr = std::shared_ptr<BatchMemory>;

// A view that keeps alive what it looks into.
class OwnedBuffer final : public arrow::Buffer {
 public:
  OwnedBuffer(const arrow::Buffer& view, OwnerPtr owner)
      : arrow::Buffer(view.data(), view.size()), owner_(std::move(owner)) {}

 private:
  OwnerPtr owner_;
};

// The same data, each buffer owning. Dictionaries own themselves.
std::shared_ptr<arrow::ArrayData> Owning(const arrow::ArrayData& data, const OwnerPtr& owner) {
  std::shared_ptr<arrow::ArrayData> owned = data.Copy();
  for (auto& buffer : owned->buffers) {
    if (buffer != nullptr) buffer = std::make_shared<OwnedBuffer>(*buffer, owner);
  }
  for (auto& child : owned->child_data) child = Owning(*child, owner);
  return owned;
}

// An empty buffer of the same table.
TableBuffer EmptyLike(const TableBuffer& shape) {
  std::vector<std::shared_ptr<const Names>> vocabularies;
  for (const Column& column : shape.columns) vocabularies.push_back(column.vocabulary);
  return {*shape.decl, vocabularies};
}

}  // namespace

// What came back, for the next batch; as much as there is use for.
struct BatchMaker::Pool {
  static constexpr size_t kMost = 4;

  explicit Pool(const TableBuffer& like) : shape(EmptyLike(like)) {}

  std::unique_ptr<BatchMemory> Get() {
    const std::scoped_lock lock(mutex);
    if (free.empty()) return nullptr;
    auto memory = std::move(free.back());
    free.pop_back();
    return memory;
  }
  void Put(std::unique_ptr<BatchMemory> memory) {
    memory->rows.Clear();
    const std::scoped_lock lock(mutex);
    if (free.size() < kMost) free.push_back(std::move(memory));
  }

  const TableBuffer shape;
  std::mutex mutex;
  std::vector<std::unique_ptr<BatchMemory>> free;
};

BatchMaker::BatchMaker(const TableBuffer& shape, std::unique_ptr<ArrowColumns> columns)
    : columns_(std::move(columns)), pool_(std::make_shared<Pool>(shape)) {}

BatchMaker::~BatchMaker() = default;

arrow::Result<std::unique_ptr<BatchMaker>> BatchMaker::Make(const TableBuffer& shape,
                                                            const OutputOptions& options) {
  ARROW_ASSIGN_OR_RAISE(auto columns, ArrowColumns::Make(shape, options));
  return std::unique_ptr<BatchMaker>(new BatchMaker(shape, std::move(columns)));
}

arrow::Result<std::shared_ptr<arrow::RecordBatch>> BatchMaker::Take(TableBuffer* rows) const {
  std::unique_ptr<BatchMemory> memory = pool_->Get();
  if (memory == nullptr) {
    memory = std::make_unique<BatchMemory>(EmptyLike(pool_->shape), columns_->Again());
  }
  std::swap(memory->rows, *rows);
  // The pool outlives the stream for as long as somebody holds a batch.
  const OwnerPtr owner(memory.release(), [pool = pool_](BatchMemory* back) {
    pool->Put(std::unique_ptr<BatchMemory>(back));
  });
  ARROW_ASSIGN_OR_RAISE(const auto batch,
                        owner->columns->Batch({owner->rows, 0, owner->rows.rows}));
  arrow::ArrayVector arrays;
  for (const auto& array : batch->columns()) {
    arrays.push_back(arrow::MakeArray(Owning(*array->data(), owner)));
  }
  return arrow::RecordBatch::Make(batch->schema(), batch->num_rows(), std::move(arrays));
}

}  // namespace fauxmart
