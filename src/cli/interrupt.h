// Ctrl-C: the first asks the work to stop in good order, the second ends the process.
#pragma once

#include <atomic>
#include <string>
#include <vector>

namespace fauxmart {

// From now on SIGINT, SIGTERM and SIGHUP set the flag; SIGINT and SIGTERM, after that, do what they
// always do.
const std::atomic<bool>* CatchInterrupts();

// The command that goes on where `args` was interrupted: the same with `flag`.
std::string ResumeCommand(const std::vector<std::string>& args,
                          const std::string& flag = "--resume");

}  // namespace fauxmart
