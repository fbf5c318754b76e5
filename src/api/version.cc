#include "fauxmart/version.h"

#include "commit.h"

// FAUXMART_VERSION and FAUXMART_DATA_VERSION come from the files VERSION and DATA_VERSION.

namespace fauxmart {

std::string Version() { return FAUXMART_VERSION; }

int DataVersion() { return FAUXMART_DATA_VERSION; }

std::string BuildCommit() { return FAUXMART_COMMIT; }

std::string BuildCompiler() {
#if defined(__clang__)
  const char* name = "clang ";
  const int version[] = {__clang_major__, __clang_minor__, __clang_patchlevel__};
#else
  const char* name = "g++ ";
  const int version[] = {__GNUC__, __GNUC_MINOR__, __GNUC_PATCHLEVEL__};
#endif
  return name + std::to_string(version[0]) + "." + std::to_string(version[1]) + "." +
         std::to_string(version[2]);
}

}  // namespace fauxmart
