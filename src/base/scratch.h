// Working memory of a worker: an array that grows, never shrinks and is not initialised.
#pragma once

#include <cstddef>
#include <memory>

namespace fauxmart {

template <typename T>
class Scratch {
 public:
  // Room for n values; what was there is lost if it had to grow.
  T* Reserve(size_t n) {
    if (n > capacity_) {
      capacity_ = n + n / 4 + 64;
      data_.reset(new T[capacity_]);
    }
    return data_.get();
  }
  T* get() { return data_.get(); }
  const T* get() const { return data_.get(); }
  T& operator[](size_t i) { return data_[i]; }
  const T& operator[](size_t i) const { return data_[i]; }

 private:
  std::unique_ptr<T[]> data_;
  size_t capacity_ = 0;
};

}  // namespace fauxmart
