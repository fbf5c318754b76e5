#include "engine/store.h"

#include "base/paths.h"
#include "engine/local_store.h"
#include "engine/object_store.h"

namespace fauxmart {

arrow::Result<std::shared_ptr<Store>> OpenStore(const std::string& out) {
  if (IsUri(out)) return OpenObjectStore(out);
  return OpenDirectory(out);
}

}  // namespace fauxmart
