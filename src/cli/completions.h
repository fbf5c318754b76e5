// Scripts that complete fauxmart's commands, flags and values in a shell; made from the table.
#pragma once

#include <string>

namespace fauxmart {

// For bash 3.2 and later, without the bash-completion package.
std::string BashCompletions();
std::string ZshCompletions();
std::string FishCompletions();

}  // namespace fauxmart
