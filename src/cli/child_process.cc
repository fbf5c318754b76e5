#include "cli/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <string_view>
#include <system_error>

#include "base/run_meter.h"

namespace fauxmart {

namespace {

using arrow::Status;

constexpr char kProgram[] = "/proc/self/exe";
constexpr int kPatience = 100;       // milliseconds between two looks at `stop`
constexpr size_t kMostWords = 4096;  // of a failure
constexpr std::string_view kPrefix = "fauxmart: ";

Status Failed(const std::string& attempt, int error) {
  return Status::IOError("cannot ", attempt, ": ", std::generic_category().message(error));
}

// Starts it with both outputs going to `output`.
arrow::Result<pid_t> Start(const std::vector<std::string>& args, int output) {
  std::vector<std::string> words = {"fauxmart"};
  words.insert(words.end(), args.begin(), args.end());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, output, STDERR_FILENO);
  pid_t child = 0;
  const int error = posix_spawn(&child, kProgram, &actions, nullptr, pointers.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) return Failed("start fauxmart for a measurement", error);
  return child;
}

// Reads until the child has closed its outputs, which is when it ends.
std::string ReadWords(int input, pid_t child, const std::atomic<bool>* stop) {
  std::string words;
  std::array<char, 1024> piece;
  bool told = false;
  for (;;) {
    if (stop->load() && !told) {
      kill(child, SIGTERM);
      told = true;
    }
    pollfd ready = {.fd = input, .events = POLLIN, .revents = 0};
    if (poll(&ready, 1, kPatience) <= 0) continue;
    const ssize_t got = read(input, piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return words;
    if (words.size() < kMostWords) words.append(piece.data(), static_cast<size_t>(got));
  }
}

}  // namespace

arrow::Result<double> RunFauxmart(const std::vector<std::string>& args,
                                  const std::atomic<bool>* stop) {
  std::array<int, 2> ends = {-1, -1};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return Failed("make a pipe", errno);
  LapClock clock;
  const arrow::Result<pid_t> child = Start(args, ends[1]);
  close(ends[1]);
  std::string words;
  if (child.ok()) words = ReadWords(ends[0], *child, stop);
  close(ends[0]);
  ARROW_RETURN_NOT_OK(child.status());
  int status = 0;
  while (waitpid(*child, &status, 0) < 0 && errno == EINTR) {
  }
  const double seconds = static_cast<double>(clock.Lap()) / 1e9;
  if (stop->load()) return Status::Cancelled("interrupted");
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return seconds;
  while (!words.empty() && words.back() == '\n') words.pop_back();
  if (words.starts_with(kPrefix)) words.erase(0, kPrefix.size());
  return Status::IOError("the run that was measured failed: ",
                         words.empty() ? "it said nothing" : words);
}

}  // namespace fauxmart
