// A fuzz target: one function of some bytes, in a file of its own.
//
//   FUZZ_TARGET(time) { ... data, size ...; return 0; }
//
// With libFuzzer it is the entry of a program; else it is in the list that replay.cc runs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>

namespace fauxmart::fuzz {

using Target = int (*)(const uint8_t* data, size_t size);

inline std::map<std::string, Target>& Targets() {
  static std::map<std::string, Target> targets;
  return targets;
}

struct Registered {
  Registered(const char* name, Target target) { Targets()[name] = target; }
};

inline std::string_view TextOf(const uint8_t* data, size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// A promise of the code under test. Where it is broken the program ends, as it does at a crash.
inline void Require(bool kept, std::string_view promise, std::string_view input) {
  if (kept) return;
  std::fprintf(stderr, "broken: %.*s: \"%.*s\"\n", static_cast<int>(promise.size()), promise.data(),
               static_cast<int>(input.size()), input.data());
  std::abort();
}

}  // namespace fauxmart::fuzz

#ifdef FAUXMART_LIBFUZZER
#define FUZZ_TARGET(name) extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size)
#else
#define FUZZ_TARGET(name)                                         \
  static int Run(const uint8_t* data, size_t size);               \
  static const fauxmart::fuzz::Registered registered(#name, Run); \
  static int Run(const uint8_t* data, size_t size)
#endif
