#include "engine/part_memory.h"

#include <arrow/status.h>

#include <string>

namespace fauxmart {
namespace {

using arrow::Status;

class BoundedPool final : public arrow::MemoryPool {
 public:
  using arrow::MemoryPool::Allocate;
  using arrow::MemoryPool::Free;
  using arrow::MemoryPool::Reallocate;

  Status Allocate(int64_t size, int64_t alignment, uint8_t** out) override {
    ARROW_RETURN_NOT_OK(Check(size));
    return pool_->Allocate(size, alignment, out);
  }
  Status Reallocate(int64_t old_size, int64_t new_size, int64_t alignment, uint8_t** ptr) override {
    ARROW_RETURN_NOT_OK(Check(new_size));
    return pool_->Reallocate(old_size, new_size, alignment, ptr);
  }
  void Free(uint8_t* buffer, int64_t size, int64_t alignment) override {
    pool_->Free(buffer, size, alignment);
  }
  int64_t bytes_allocated() const override { return pool_->bytes_allocated(); }
  int64_t total_bytes_allocated() const override { return pool_->total_bytes_allocated(); }
  int64_t num_allocations() const override { return pool_->num_allocations(); }
  int64_t max_memory() const override { return pool_->max_memory(); }
  std::string backend_name() const override { return pool_->backend_name(); }

 private:
  static Status Check(int64_t size) {
    if (size <= kMostPartMemory) return Status::OK();
    return Status::OutOfMemory("it claims to hold a piece of ", size,
                               " bytes, and 1 GiB is the most that is read at once");
  }
  arrow::MemoryPool* pool_ = arrow::default_memory_pool();
};

}  // namespace

arrow::MemoryPool* PartMemory() {
  static BoundedPool pool;
  return &pool;
}

}  // namespace fauxmart
