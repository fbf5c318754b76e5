# shellcheck shell=bash
# ./dev fuzz: runs libFuzzer targets and keeps what they find.

# Where memory came from is not kept, which is half the time, nor are frames of functions that have
# returned; a crash can be run again without.
fuzz_options=detect_container_overflow=0:allocator_may_return_null=1
fuzz_options+=:malloc_context_size=0:quarantine_size_mb=16:detect_stack_use_after_return=0

# fuzz_target NAME SECONDS: what it finds new stays in build/fuzz/corpus, what it breaks on in
# build/fuzz/found.
fuzz_target() {
  local name=$1 found=build/fuzz/found grown=build/fuzz/corpus/$1 material=build/fuzz/material
  local kept=tests/fuzz/corpus/$name longest=4096
  case $name in
    world) longest=20000 ;;
    part) longest=16384 ;;
    validate | time) longest=128 ;;
    command_line) longest=256 ;;
    condition | settings) longest=512 ;;
    # Short inputs reach as much, and many times as many are tried.
    scenario | world_section | manifest) longest=1024 ;;
  esac
  mkdir -p "$found" "$grown" "$kept"
  say "== $name, $2 s"
  ASAN_OPTIONS=$fuzz_options UBSAN_OPTIONS=print_stacktrace=1 \
    "build/fuzz/fuzz_$name" "$grown" "$kept" "$material/seeds/$name" \
    -dict="$material/$name.dict" -artifact_prefix="$found/$name-" -max_total_time="$2" \
    -max_len="$longest" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1
}

# The fewest that reach every edge that is reached by what is kept, what was found and the first
# inputs.
minimise_corpus() {
  local name=$1 fresh=build/fuzz/minimised/$1
  rm -rf "$fresh"
  mkdir -p "$fresh" "build/fuzz/corpus/$name" "tests/fuzz/corpus/$name"
  say "== $name"
  ASAN_OPTIONS=$fuzz_options "build/fuzz/fuzz_$name" -set_cover_merge=1 -use_counters=0 \
    -timeout=10 -rss_limit_mb=2048 "$fresh" "tests/fuzz/corpus/$name" "build/fuzz/corpus/$name" \
    "build/fuzz/material/seeds/$name"
  # Those with a name of their own are reproducers, and stay.
  find "tests/fuzz/corpus/$name" -type f -regextype posix-extended -regex '.*/[0-9a-f]{40}' -delete
  find "$fresh" -type f -size -20k -exec cp {} "tests/fuzz/corpus/$name" \;
}

fuzz() {
  local action=fuzz_target names=() seconds=60 argument name
  for argument in "$@"; do
    case $argument in
      --minimise) action=minimise_corpus ;;
      *[!0-9]*) names+=("$argument") ;;
      *) seconds=$argument ;;
    esac
  done
  setup build clang fuzz
  build release fauxmart
  build fuzz all
  .venv/bin/python tests/fuzz/material.py build/release/fauxmart build/fuzz/material
  if ((${#names[@]} == 0)); then
    for name in tests/fuzz/fuzz_*.cc; do
      name=${name##*/fuzz_}
      names+=("${name%.cc}")
    done
  fi
  local failed=()
  for name in "${names[@]}"; do
    if [[ ! -x build/fuzz/fuzz_$name ]]; then
      say "There is no fuzz target '$name'; tests/fuzz has them."
      return 2
    fi
    "$action" "$name" "$seconds" || failed+=("$name")
  done
  if ((${#failed[@]})); then
    say "fuzz: failed: ${failed[*]}; the inputs are in build/fuzz/found"
    return 1
  fi
}
