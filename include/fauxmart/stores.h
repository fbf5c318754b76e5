// Object stores, of which datasets may be written to: s3://BUCKET/PATH, gs://BUCKET/PATH.
#pragma once

#include <string_view>

namespace fauxmart {

// Is this a URI, and so no directory?
bool IsStoreUri(std::string_view place);

// Ends the threads that the stores' libraries keep, if one was opened: before a process exits.
// None can be opened afterwards.
void CloseStores();

}  // namespace fauxmart
