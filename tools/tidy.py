"""Runs clang-tidy over src/, tests aside, skipping what has passed with the same text and headers.

usage: tidy.py BUILD_DIR
"""

import hashlib
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Where ccache is too: outside the checkout, so that a fresh one need not begin anew.
PASSED = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "fauxmart/tidy"
TIDY = "clang-tidy-19"
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)


@cache
def headers(path: Path) -> frozenset[Path]:
    """The project's headers that a file includes, itself."""
    found = set()
    for name in INCLUDE.findall(path.read_text(encoding="utf-8")):
        found.update(p for p in (ROOT / "src" / name, ROOT / "include" / name) if p.is_file())
    return frozenset(found)


def closure(path: Path) -> list[Path]:
    seen, todo = {path}, [path]
    while todo:
        new = headers(todo.pop()) - seen
        seen |= new
        todo += new
    return sorted(seen)


def key(entry: dict, settings: bytes) -> str:
    command = entry["command"].replace(str(ROOT), "")
    digest = hashlib.sha256(settings + command.encode())
    for path in closure(Path(entry["file"])):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def check(entry: dict, build: Path, settings: bytes) -> bool:
    stamp = PASSED / key(entry, settings)
    if stamp.exists():
        return True
    result = subprocess.run(
        [TIDY, "-p", str(build), "--quiet", entry["file"]], capture_output=True, text=True
    )
    if result.returncode == 0:
        stamp.touch()
        return True
    print(result.stdout + (result.stderr if not result.stdout else ""), end="", flush=True)
    return False


def main() -> int:
    build = Path(sys.argv[1])
    entries = json.loads((build / "compile_commands.json").read_text())
    # Tests are left out: their macros cost more time than what is found there is worth.
    entries = [
        e
        for e in entries
        if Path(e["file"]).is_relative_to(ROOT / "src") and not e["file"].endswith("_test.cc")
    ]
    version = subprocess.run([TIDY, "--version"], capture_output=True, check=True).stdout
    settings = version + (ROOT / ".clang-tidy").read_bytes()
    PASSED.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        passed = list(pool.map(lambda e: check(e, build, settings), entries))
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
