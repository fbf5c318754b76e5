#include <unistd.h>

#include <new>
#include <string_view>

#include "cli/commands.h"

namespace {

// Nothing is unwound where memory has run out: a JSON tree that could not grow is broken, and who
// destroys it crashes. What is left is what a killed run leaves, and --resume goes on with that.
void EndWithoutMemory() {
  constexpr std::string_view kWords = "fauxmart: not enough memory\n";
  const ssize_t written = write(STDERR_FILENO, kWords.data(), kWords.size());
  static_cast<void>(written);
  _exit(fauxmart::kExitFailed);
}

}  // namespace

int main(int argc, char** argv) {
  std::set_new_handler(EndWithoutMemory);
  return fauxmart::RunCommandLine(std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc));
}
