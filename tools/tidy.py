"""Runs clang-tidy over src/, tests aside, skipping what has passed with the same text and headers.

Files are looked at in groups (translation_units.py); a group that does not compile is looked at in
halves.

usage: tidy.py BUILD_DIR
"""

import hashlib
import json
import os
import shlex
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from translation_units import closure, grouped

ROOT = Path(__file__).resolve().parent.parent
# Where ccache is too: outside the checkout, so that a fresh one need not begin anew.
PASSED = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "fauxmart/tidy"
TIDY = "clang-tidy-19"


@dataclass(frozen=True)
class Source:
    path: Path
    flags: tuple[str, ...]  # the compiler's, without input and output
    stamp: Path  # there if it has passed


def source(entry: dict, settings: bytes) -> Source:
    path = Path(entry["file"])
    flags = shlex.split(entry["command"].split(" -o ")[0])[1:]
    digest = hashlib.sha256(settings + " ".join(flags).replace(str(ROOT), "").encode())
    for file in closure(path):
        digest.update(file.name.encode() + file.read_bytes())
    return Source(path, tuple(flags), PASSED / digest.hexdigest())


def together(sources: list[Source]) -> list[list[Source]]:
    """Groups of those with the same flags."""
    by_path = {one.path: one for one in sources}
    same: dict[tuple[str, ...], list[Path]] = {}
    for one in sources:
        same.setdefault(one.flags, []).append(one.path)
    return [
        [by_path[path] for path in group] for paths in same.values() for group in grouped(paths)
    ]


def tidy(file: Path, flags: tuple[str, ...]) -> tuple[bool, str]:
    result = subprocess.run(
        [TIDY, "--quiet", f"--config-file={ROOT / '.clang-tidy'}", str(file), "--", *flags],
        capture_output=True,
        text=True,
    )
    return result.returncode == 0, result.stdout or result.stderr


def check(group: list[Source], folder: Path) -> bool:
    if len(group) == 1:
        passed, findings = tidy(group[0].path, group[0].flags)
    else:
        file = folder / f"{group[0].stamp.name}.cc"
        file.write_text("".join(f'#include "{one.path}"  // NOLINT\n' for one in group))
        passed, findings = tidy(file, group[0].flags)
        if not passed and "[clang-diagnostic-error]" in findings:
            half = len(group) // 2
            return all([check(part, folder) for part in (group[:half], group[half:])])
    if passed:
        for one in group:
            one.stamp.touch()
    else:
        print(findings, end="", flush=True)
    return passed


def main() -> int:
    entries = json.loads((Path(sys.argv[1]) / "compile_commands.json").read_text())
    # Tests are left out: their macros cost more time than what is found there is worth.
    entries = [
        e
        for e in entries
        if Path(e["file"]).is_relative_to(ROOT / "src") and not e["file"].endswith("_test.cc")
    ]
    version = subprocess.run([TIDY, "--version"], capture_output=True, check=True).stdout
    settings = version + (ROOT / ".clang-tidy").read_bytes()
    PASSED.mkdir(parents=True, exist_ok=True)
    sources = [source(entry, settings) for entry in entries]
    groups = together([one for one in sources if not one.stamp.exists()])
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        passed = list(pool.map(lambda group: check(group, Path(folder)), groups))
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
