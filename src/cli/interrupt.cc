#include "cli/interrupt.h"

#include <csignal>

#include "cli/render.h"

namespace fauxmart {

namespace {

std::atomic<bool> interrupted = false;
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may not take a lock");

void Interrupt(int) {
  interrupted.store(true);
  // SIGHUP is not given back: a terminal that is closed sends it more than once.
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

}  // namespace

const std::atomic<bool>* CatchInterrupts() {
  struct sigaction action{};
  action.sa_handler = Interrupt;
  sigemptyset(&action.sa_mask);
  action.sa_flags = SA_RESTART;  // a write under way is finished, not failed
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  struct sigaction before{};
  sigaction(SIGHUP, nullptr, &before);
  // Under nohup it stays ignored.
  if (before.sa_handler != SIG_IGN) sigaction(SIGHUP, &action, nullptr);
  return &interrupted;
}

std::string ResumeCommand(const std::vector<std::string>& args, const std::string& flag) {
  std::string command = "fauxmart";
  for (const std::string& arg : args) {
    // --overwrite would remove what there is to go on with.
    if (arg != "--overwrite" && arg != "--resume") command += " " + ShellQuoted(arg);
  }
  return command + " " + flag;
}

}  // namespace fauxmart
