// What the system said, where an error began there.
#pragma once

#include <arrow/status.h>

namespace fauxmart {

// The errno behind an error: of a file that is missing, unreadable or on a full disk. 0 if there is
// none.
int ErrnoOf(const arrow::Status& status);

}  // namespace fauxmart
