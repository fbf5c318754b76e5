#include "fauxmart/stores.h"

#include "base/paths.h"
#include "engine/object_store.h"

namespace fauxmart {

bool IsStoreUri(std::string_view place) { return IsUri(place); }

void CloseStores() { CloseObjectStores(); }

}  // namespace fauxmart
