// How much memory this process has, as the system counts it.
#pragma once

#include <cstdint>

namespace fauxmart {

// Bytes in memory now; 0 where /proc is missing.
int64_t ResidentBytes();

// The most there ever were since the program was started. Where /proc is missing it is the figure
// of getrusage, which may be that of the process that started this one; never less than now.
int64_t PeakResidentBytes();

}  // namespace fauxmart
