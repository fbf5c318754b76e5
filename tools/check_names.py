"""Checks that no C++ source outside the tests knows a scenario by name: scenarios are data.

usage: check_names.py [ROOT]
"""

import re
import sys
from pathlib import Path

# file -> names it may contain
ALLOWED = {
    "include/fauxmart/request.h": {"baseline"},  # what is generated when nothing is asked for
    "src/cli/flags.cc": {"baseline", "payment_outage"},  # that default, and examples in the help
}


def violations(root: Path) -> list[str]:
    names = [path.stem for path in sorted((root / "scenarios").glob("*.yaml"))]
    if not names:
        return ["scenarios/ has no scenario"]
    pattern = re.compile(rf"\b({'|'.join(map(re.escape, names))})\b")
    found = []
    folders = [root / folder for folder in ("src", "include", "python/src")]
    for path in sorted(path for folder in folders for path in folder.rglob("*")):
        if path.suffix not in {".h", ".cc"} or path.stem.endswith("_test"):
            continue
        name = path.relative_to(root).as_posix()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for match in pattern.finditer(line):
                if match[1] not in ALLOWED.get(name, ()):
                    found.append(f"{name}:{number}: names the scenario {match[1]}")
    return found


if __name__ == "__main__":
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent
    problems = violations(root)
    print(*problems, sep="\n", end="\n" if problems else "")
    sys.exit(1 if problems else 0)
