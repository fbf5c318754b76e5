// A dataset's place in an object store, through Arrow's file systems: s3://BUCKET/PATH and
// gs://BUCKET/PATH, with Arrow's parameters (?region=...&endpoint_override=...&scheme=...).
//
// An object appears whole when its upload is completed, or not at all; so files are written under
// their own names. There are no locks. Credentials come from the environment and are never in a
// message.
#pragma once

#include <arrow/result.h>

#include <memory>
#include <string>

#include "engine/store.h"

namespace fauxmart {

// Invalid if the URI cannot be that of a place; asks the store nothing but, without a region and
// an endpoint, the bucket's region.
arrow::Result<std::shared_ptr<Store>> OpenObjectStore(const std::string& uri);

// Ends the threads of the stores' libraries, if there was a store. None can be opened after it.
void CloseObjectStores();

}  // namespace fauxmart
