// The manual page in roff, made from the table of flags.
#pragma once

#include <string>

namespace fauxmart {

std::string ManPage();

}  // namespace fauxmart
