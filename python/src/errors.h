// From arrow::Status to Python exceptions: the one place where it happens.
//
//   Invalid               ValueError; FileNotFoundError where a file that was named is missing
//   IOError               OSError, or its subclass for the system's error
//   Cancelled             KeyboardInterrupt
//   OutOfMemory           MemoryError
//   all others            RuntimeError
//
// The text is the status's own, which is what the command line prints.
#pragma once

#include <arrow/result.h>
#include <arrow/status.h>

#include <utility>

namespace fauxmart::python {

// With the GIL held.
[[noreturn]] void Raise(const arrow::Status& status);

inline void Check(const arrow::Status& status) {
  if (!status.ok()) Raise(status);
}

template <typename T>
T ValueOrRaise(arrow::Result<T> result) {
  Check(result.status());
  return std::move(result).ValueUnsafe();
}

}  // namespace fauxmart::python
