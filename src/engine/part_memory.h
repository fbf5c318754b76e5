// Memory for reading the files of datasets, which may claim any size of what they hold: a length in
// a few bytes of a broken footer is no reason to ask the system for a petabyte.
#pragma once

#include <arrow/memory_pool.h>

#include <cstdint>

namespace fauxmart {

// Row groups of ours take a thousandth of it.
inline constexpr int64_t kMostPartMemory = int64_t{1} << 30;

// Arrow's default pool, but that one piece has kMostPartMemory bytes at most: more is OutOfMemory.
arrow::MemoryPool* PartMemory();

}  // namespace fauxmart
