// A dataset's directory on this machine.
#pragma once

#include <memory>
#include <string>

#include "engine/store.h"

namespace fauxmart {

std::shared_ptr<Store> OpenDirectory(const std::string& path);

}  // namespace fauxmart
