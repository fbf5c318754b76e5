#include "cli/commands.h"

int main(int argc, char** argv) {
  return fauxmart::RunCommandLine(std::vector<std::string>(argv + (argc > 0 ? 1 : 0), argv + argc));
}
