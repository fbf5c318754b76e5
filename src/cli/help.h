// What -h says, made from the table of flags.
#pragma once

#include <string>

#include "cli/flags.h"
#include "cli/terminal.h"

namespace fauxmart {

// Usage, description, arguments, flags by group, examples. The root command: the list of commands.
std::string HelpText(const Command& command, const Terminal& terminal);

// The same for programs, as one JSON object; the root command: of all commands, with the values
// that each flag knows, and the exit statuses.
std::string HelpJson(const Command& command);

// What `fauxmart` alone says: what it is, and three commands to try.
std::string WelcomeText(const Terminal& terminal);

// A flag's sentence with its choices and its default: shared with the manual page.
std::string FlagSentence(const Flag& flag);

}  // namespace fauxmart
