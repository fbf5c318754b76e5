// The system's error number, carried by a status beside its words.
#pragma once

#include <arrow/status.h>

namespace fauxmart {

// The same status with the number; whoever speaks to users in exceptions chooses one by it.
arrow::Status WithErrno(const arrow::Status& status, int number);

}  // namespace fauxmart
