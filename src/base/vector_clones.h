// Marks a function to be compiled for several x86-64 levels and chosen at load time.
//
// Only integer and plain IEEE arithmetic goes on in such functions, and contraction to FMA is off,
// so every clone gives the same bytes. Sanitizer builds have one version: their run-time does not
// get along with functions resolved that early.
#pragma once

#if defined(FAUXMART_VECTOR_CLONES) && defined(__x86_64__)
#define FAUXMART_CLONES \
  __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define FAUXMART_CLONES
#endif
