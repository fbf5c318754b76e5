# shellcheck shell=bash
# What ./dev installs: system packages, the environments of Python, and for what.

# What a group of work needs, one a line: "command package" or "library package".
needs() {
  case $1 in
    build)
      printf 'command %s\n' "g++ g++" "cmake cmake" "ninja ninja-build" "ccache ccache" "git git" \
        "python3 python3"
      printf 'library %s\n' libcli11-dev libyaml-cpp-dev libfmt-dev nlohmann-json3-dev \
        libxxhash-dev libsodium-dev librandom123-dev
      ;;
    test)
      printf 'command %s\n' "xxhsum xxhash" "dieharder dieharder" "valgrind valgrind" \
        "java openjdk-17-jre-headless"
      printf 'library %s\n' libgtest-dev librapidcheck-dev postgresql
      ;;
    clang) printf 'command %s\n' "clang++-19 clang-19" ;;
    fuzz) printf 'library %s\n' libclang-rt-19-dev ;;
    coverage)
      printf 'library %s\n' libclang-rt-19-dev
      printf 'command %s\n' "llvm-profdata-19 llvm-19" "llvm-cov-19 llvm-19"
      ;;
    lint)
      printf 'command %s\n' "clang-format-19 clang-format-19" "clang-tidy-19 clang-tidy-19" \
        "shellcheck shellcheck"
      ;;
  esac
}

# Prints the system packages that the given groups need and that are not here.
missing_packages() {
  local group kind name package installed
  installed=" $(dpkg-query -W -f '${db:Status-Status}:${Package} ' 2>/dev/null || true)"
  for group in "$@"; do
    while read -r kind name package; do
      case $kind in
        command) have "$name" || echo "$package" ;;
        # Elsewhere than on Debian, CMake says what it does not find.
        library) ! have dpkg-query || [[ $installed == *" installed:$name "* ]] || echo "$name" ;;
      esac
    done < <(needs "$group")
  done
  [[ -x .venv/bin/python ]] || python3 -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
  [[ -f $(python3 -c 'import sysconfig; print(sysconfig.get_path("include"))' 2>/dev/null)/Python.h ]] ||
    echo python3-dev
}

install_packages() {
  local as_root=()
  if [[ $EUID -ne 0 ]]; then
    as_root=(sudo)
    if ! have sudo || { [[ ! -t 0 ]] && ! sudo -n true 2>/dev/null; }; then
      say "Missing, and this needs root. Please ask for: apt-get install $*"
      return
    fi
  fi
  if ! have apt-get; then
    say "Missing, and there is no apt-get here. Debian's names for them: $*"
    return
  fi
  say "Installing with apt-get: $*"
  local log
  log=$(mktemp)
  if ! {
    "${as_root[@]}" apt-get update -q &&
      "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -q --no-install-recommends "$@"
  } </dev/null >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    say "apt-get failed; going on with what is there."
  fi
  rm -f "$log"
}

python_environment() {
  local installed=.venv/.fauxmart-requirements
  if [[ -x .venv/bin/python ]] && cmp -s requirements.txt "$installed"; then
    return
  fi
  if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
      say "Python 3.11 or newer is needed; this is $(python3 --version)."
      return 1
    fi
    if ! python3 -m venv --clear .venv >/dev/null 2>&1; then
      rm -rf .venv
      say "Python cannot make the virtual environment .venv: on Debian, python3-venv is missing."
      return 1
    fi
  fi
  say "Installing into .venv: $(grep -v '^#' requirements.txt | tr '\n' ' ')"
  .venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.txt >&2
  cp requirements.txt "$installed"
}

# What bench/ compares with, into .cache; nothing else needs it.
rivals() {
  local environment=.cache/bench-venv tpchgen=.cache/tpchgen version
  local installed=$environment/.fauxmart-requirements
  if ! cmp -s bench/requirements.txt "$installed"; then
    say "Installing into $environment: $(grep -v '^#' bench/requirements.txt | tr '\n' ' ')"
    python3 -m venv --clear "$environment"
    "$environment/bin/python" -m pip install --quiet --disable-pip-version-check \
      -r bench/requirements.txt >&2
    cp bench/requirements.txt "$installed"
  fi
  if ! have tpchgen-cli && [[ ! -x $tpchgen/bin/tpchgen-cli ]]; then
    if ! have cargo; then
      say "There is no cargo here: tpchgen-cli is left out."
      return
    fi
    version=$(sed -n 's/^VERSION = "\(.*\)"/\1/p' bench/rivals/tpchgen.py)
    say "Building tpchgen-cli $version in $tpchgen: this takes minutes."
    cargo install tpchgen-cli --version "$version" --locked --quiet --root "$tpchgen" >&2
  fi
}

# The tools that tests/metadata asks, into .cache.
metadata_tools() {
  local environment=.cache/metadata-venv installed=.cache/metadata-venv/.fauxmart-requirements
  if cmp -s tests/metadata/requirements.txt "$installed"; then
    return
  fi
  say "Installing dbt, Frictionless and others into $environment: tests/metadata/requirements.txt"
  python3 -m venv --clear "$environment"
  "$environment/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps \
    -r tests/metadata/requirements.txt >&2
  cp tests/metadata/requirements.txt "$installed"
}

# setup GROUP...: quick when nothing is missing.
setup() {
  local missing
  mapfile -t missing < <(missing_packages "$@" | sort -u)
  if ((${#missing[@]})); then
    install_packages "${missing[@]}"
  fi
  python_environment
}
