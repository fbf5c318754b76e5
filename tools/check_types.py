"""Checks that no two types of src/ that the linker could take for each other share a name.

Everything is in one namespace, so two headers that define the same name differently are one type to
the linker: it keeps one of the destructors, and which one depends on the compiler.

usage: check_types.py [ROOT]
"""

import re
import sys
from collections import defaultdict
from pathlib import Path

# At the left margin: not inside another type.
TYPE = re.compile(
    r"^(?:struct|class|union|enum class)\s+(\w+)(?:\s+final)?\s*(?::[^:;{][^;{]*)?\{", re.M
)
ANONYMOUS = re.compile(r"^namespace \{$.*?^\}  // namespace$", re.M | re.S)


def types(text: str) -> list[str]:
    """The types that have a name outside their file."""
    return TYPE.findall(ANONYMOUS.sub("", text))


def clashes(root: Path) -> list[str]:
    places = defaultdict(list)
    for folder in ("src", "include"):
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in {".h", ".cc"}:
                for name in types(path.read_text(encoding="utf-8")):
                    places[name].append(str(path.relative_to(root)))
    return [
        f"{name}: defined in {' and '.join(found)}"
        for name, found in sorted(places.items())
        if len(found) > 1
    ]


def main() -> int:
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent
    found = clashes(root)
    for line in found:
        print(line, file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
