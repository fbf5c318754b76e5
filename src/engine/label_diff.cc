#include "engine/label_diff.h"

namespace fauxmart {

template <typename T>
void RowDiff::CompareColumn(const DiffSide& dataset, const DiffSide& twin, const Column& a,
                            const Column& b, uint32_t bit) {
  const T* x = a.As<T>();
  const T* y = b.As<T>();
  for (size_t pair = 0; pair < mine_.size(); ++pair) {
    const bool differs = x[dataset.Row(mine_[pair])] != y[twin.Row(theirs_[pair])];
    flags_[mine_[pair]] |= differs ? bit : 0;
  }
}

void RowDiff::Compare(const DiffSide& dataset, const DiffSide& twin) {
  flags_.assign(dataset.n, 0);
  mine_.clear();
  theirs_.clear();
  size_t i = 0, j = 0;
  while (i < dataset.n && j < twin.n) {
    if (dataset.keys[i] == twin.keys[j]) {
      mine_.push_back(static_cast<uint32_t>(i++));
      theirs_.push_back(static_cast<uint32_t>(j++));
    } else if (dataset.keys[i] < twin.keys[j]) {
      flags_[i++] = kAdded;
    } else {
      ++j;
    }
  }
  for (; i < dataset.n; ++i) flags_[i] = kAdded;
  prevented_ = static_cast<int64_t>(twin.n - theirs_.size());

  for (size_t c = 0; c < dataset.buffer->columns.size(); ++c) {
    const Column& a = dataset.buffer->columns[c];
    const Column& b = twin.buffer->columns[c];
    const uint32_t bit = uint32_t{1} << c;
    // The value under a null is 0, so a null and a value that is not 0 differ in either.
    switch (WidthOf(a.type)) {
      case 8:
        CompareColumn<uint64_t>(dataset, twin, a, b, bit);
        break;
      case 4:
        CompareColumn<uint32_t>(dataset, twin, a, b, bit);
        break;
      default:
        CompareColumn<uint8_t>(dataset, twin, a, b, bit);
        break;
    }
    if (!a.nullable) continue;
    const uint8_t* x = a.validity.data();
    const uint8_t* y = b.validity.data();
    for (size_t pair = 0; pair < mine_.size(); ++pair) {
      const bool differs = x[dataset.Row(mine_[pair])] != y[twin.Row(theirs_[pair])];
      flags_[mine_[pair]] |= differs ? bit : 0;
    }
  }
}

}  // namespace fauxmart
