#include <cstdio>
#include <new>

#include "cli/commands.h"

int main(int argc, char** argv) try {
  return fauxmart::RunCommandLine(std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc));
} catch (const std::bad_alloc&) {
  // Not even for a message: this one is there already.
  std::fputs("fauxmart: not enough memory\n", stderr);
  return 1;
}
