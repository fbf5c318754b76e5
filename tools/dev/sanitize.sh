# shellcheck shell=bash
# ./dev sanitize: what runs on builds with sanitizers.

# Memory and undefined behaviour wherever files and requests of anybody are read; races wherever
# threads share work. Arrow's library is not instrumented, so what happens inside it is not seen.
#
# sanitized PRESET QUICK
sanitized() {
  local preset=$1 quick=$2 suites=()
  # From malloc, which the sanitizers know: they cannot tell one use of memory from the next when
  # Arrow's own pool hands it from thread to thread, nor see what is read behind it.
  export ARROW_DEFAULT_MEMORY_POOL=system
  case $preset in
    asan-ubsan)
      export ASAN_OPTIONS=detect_container_overflow=0 UBSAN_OPTIONS=print_stacktrace=1
      suites=(tests/cli tests/validate tests/formats tests/fuzz)
      ;;
    tsan)
      export TSAN_OPTIONS=ignore_noninstrumented_modules=1:suppressions=$PWD/tools/dev/tsan.supp
      suites=(tests/invariance/test_threads.py tests/cli/test_stats.py tests/stores)
      [[ $quick == yes ]] && suites=(tests/invariance/test_threads.py)
      ;;
    *)
      say "There is no sanitizer build '$preset'; there are asan-ubsan and tsan."
      return 2
      ;;
  esac
  local status=0
  if [[ $preset == tsan || $quick == yes ]]; then
    build "$preset" fauxmart || return 1
  else
    build "$preset" || return 1
    say "== $preset: unit tests"
    ctest --preset "$preset" --no-tests=error --quiet -O "build/$preset/ctest.log" ||
      { status=1; tail -n 40 "build/$preset/ctest.log"; }
  fi
  say "== $preset: ${suites[*]}"
  FAUXMART_BIN=build/$preset/fauxmart .venv/bin/python -m pytest "${suites[@]}" || status=1
  return "$status"
}

sanitize() {
  local status=0 quick=no preset presets=()
  for preset in "$@"; do
    if [[ $preset == --quick ]]; then quick=yes; else presets+=("$preset"); fi
  done
  ((${#presets[@]})) || presets=(asan-ubsan tsan)
  setup build test
  for preset in "${presets[@]}"; do
    (sanitized "$preset" "$quick") || status=1
  done
  return "$status"
}
