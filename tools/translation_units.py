"""Puts C++ sources together that can stand in one translation unit.

Nearly all of the time of a compiler or of clang-tidy goes into the headers of the libraries, so
sources of one folder are read in groups that share them. Those that define equal names for
themselves go into different groups.

usage: translation_units.py FOLDER SOURCE...    writes a file a group, and prints their paths with
                                                semicolons between
"""

import re
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
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
CONSTANTS = re.compile(r"^inline constexpr [\w:<>]+ (\w+)", re.MULTILINE)
ALIASES = re.compile(r"^using (\w+) =", re.MULTILINE)
MACROS = re.compile(r"^#\s*define\s+(\w+)", re.MULTILINE)


@cache
def headers(path: Path) -> frozenset[Path]:
    """The project's headers that a file includes, itself."""
    found = set()
    for name in INCLUDE.findall(path.read_text(encoding="utf-8")):
        found.update(p for p in (ROOT / "src" / name, ROOT / "include" / name) if p.is_file())
    return frozenset(found)


def closure(path: Path) -> list[Path]:
    """A file and all of the project's headers that it sees."""
    seen, todo = {path}, [path]
    while todo:
        new = headers(todo.pop()) - seen
        seen |= new
        todo += new
    return sorted(seen)


@cache
def own_names(path: Path) -> frozenset[str]:
    """What a file defines for itself, and another in the same translation unit must not."""
    text = path.read_text(encoding="utf-8")
    inside = "\n".join(UNNAMED.findall(text))
    return frozenset(DEFINED.findall(inside) + TYPES.findall(inside) + MACROS.findall(text))


@cache
def seen_names(path: Path) -> frozenset[str]:
    """The types and constants of the headers that it includes, and other names it has for them."""
    texts = [file.read_text(encoding="utf-8") for file in closure(path) if file != path]
    found = {name for text in texts for name in TYPES.findall(text) + CONSTANTS.findall(text)}
    return frozenset(found.union(ALIASES.findall(path.read_text(encoding="utf-8"))))


def at_odds(one: Path, other: Path) -> bool:
    """Whether a name would mean two things if both stood in one translation unit."""
    mine, its = own_names(one), own_names(other)
    return bool(mine & its or mine & seen_names(other) or its & seen_names(one))


def grouped(paths: Iterable[Path]) -> list[list[Path]]:
    """Files of one folder, with no name that is at odds."""
    groups: list[list[Path]] = []
    for one in paths:
        for group in groups:
            if (
                len(group) < LARGEST_GROUP
                and group[0].parent == one.parent
                and not any(at_odds(one, other) for other in group)
            ):
                group.append(one)
                break
        else:
            groups.append([one])
    return groups


def main() -> int:
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for group in grouped(ROOT / name for name in sys.argv[2:]):
        # Named after its first file, so that a group which stays the same is not compiled again.
        file = folder / f"{group[0].parent.name}_{group[0].name}"
        text = "".join(f'#include "{one.relative_to(ROOT / "src")}"\n' for one in group)
        if not file.is_file() or file.read_text() != text:
            file.write_text(text)
        written.append(file)
    print(";".join(map(str, written)), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main())
