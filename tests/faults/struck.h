// What both preloaded libraries tell the test that started the program, in a file that outlives it.
#pragma once

#include <stdint.h>

struct struck {
  uint64_t calls;  // of the chosen kinds, so far
  uint64_t fired;  // of those, the ones that were made to fail
  char first[496];  // the first of these: "fsync /tmp/made/orders"
};

// Maps the file that `variable` names, `size` bytes of it; null if the variable is not set.
void* struck_map(const char* variable, uint64_t size);
