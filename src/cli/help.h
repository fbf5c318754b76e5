// What -h says, made from the table of flags.
#pragma once

#include <string>

#include "cli/flags.h"
#include "cli/terminal.h"

namespace fauxmart {

// Usage, description, arguments, flags by group, examples. The root command: the list of commands.
std::string HelpText(const Command& command, const Terminal& terminal);

// What `fauxmart` alone says: what it is, and three commands to try.
std::string WelcomeText(const Terminal& terminal);

// A flag's sentence with its choices and its default: shared with the manual page.
std::string FlagSentence(const Flag& flag);

}  // namespace fauxmart
