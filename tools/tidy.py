"""Runs clang-tidy over src/, tests aside, skipping what has passed with the same text and headers.

Nearly all of clang-tidy's time goes into the headers of the libraries, so files are looked at in
groups that share them: a source that includes several. Those that define equal names for themselves
go into different groups, and a group that does not compile is looked at in halves.

usage: tidy.py BUILD_DIR
"""

import hashlib
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Where ccache is too: outside the checkout, so that a fresh one need not begin anew.
PASSED = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "fauxmart/tidy"
TIDY = "clang-tidy-19"
LARGEST_GROUP = 10
INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)
# What stands in a namespace without a name, and there what is defined at a line's beginning.
UNNAMED = re.compile(r"^namespace \{$(.*?)^\}  // namespace$", re.MULTILINE | re.DOTALL)
DEFINED = re.compile(
    r"^(?!using |namespace |static_assert|__attribute__)"
    r"[A-Za-z_][\w:<>,*&\[\] ]*?\b(\w+)(?:\[[^\]]*\])?\s*[({=;]",
    re.MULTILINE,
)
TYPES = re.compile(r"^(?:struct|class|enum class|enum)\s+(\w+)", re.MULTILINE)
MACROS = re.compile(r"^#\s*define\s+(\w+)", re.MULTILINE)


@dataclass(frozen=True)
class Source:
    path: Path
    flags: tuple[str, ...]  # the compiler's, without input and output
    stamp: Path  # there if it has passed


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


def source(entry: dict, settings: bytes) -> Source:
    path = Path(entry["file"])
    flags = shlex.split(entry["command"].split(" -o ")[0])[1:]
    digest = hashlib.sha256(settings + " ".join(flags).replace(str(ROOT), "").encode())
    for file in closure(path):
        digest.update(file.name.encode() + file.read_bytes())
    return Source(path, tuple(flags), PASSED / digest.hexdigest())


@cache
def own_names(path: Path) -> frozenset[str]:
    """What a file defines for itself, and another in the same translation unit must not."""
    text = path.read_text(encoding="utf-8")
    inside = "\n".join(UNNAMED.findall(text))
    return frozenset(DEFINED.findall(inside) + TYPES.findall(inside) + MACROS.findall(text))


@cache
def seen_types(path: Path) -> frozenset[str]:
    """The types of the headers that it includes."""
    texts = (file.read_text(encoding="utf-8") for file in closure(path) if file != path)
    return frozenset(name for text in texts for name in TYPES.findall(text))


def at_odds(one: Source, other: Source) -> bool:
    """Whether a name would mean two things if both stood in one translation unit."""
    mine, its = own_names(one.path), own_names(other.path)
    return bool(mine & its or mine & seen_types(other.path) or its & seen_types(one.path))


def grouped(sources: list[Source]) -> list[list[Source]]:
    """Files of one folder, with the same flags and no name that is at odds."""
    groups: list[list[Source]] = []
    for one in sources:
        for group in groups:
            if (
                len(group) < LARGEST_GROUP
                and group[0].path.parent == one.path.parent
                and group[0].flags == one.flags
                and not any(at_odds(one, other) for other in group)
            ):
                group.append(one)
                break
        else:
            groups.append([one])
    return groups


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
        together = folder / f"{group[0].stamp.name}.cc"
        together.write_text("".join(f'#include "{one.path}"  // NOLINT\n' for one in group))
        passed, findings = tidy(together, group[0].flags)
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
    groups = grouped([one for one in sources if not one.stamp.exists()])
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        passed = list(pool.map(lambda group: check(group, Path(folder)), groups))
    return 0 if all(passed) else 1


if __name__ == "__main__":
    sys.exit(main())
