"""Checks that every include in src/ looks downward. The layers, lowest first, are LAYERS. What
python/src includes of the engine is public, but for PYTHON_MAY.

usage: check_layers.py [ROOT]
"""

import re
import sys
from pathlib import Path

LAYERS = [
    "base",
    "world",
    "scenario",
    "plan",
    "tables",
    "output",
    "engine",
    "validate",
    "api",
    "cli",
]

# Layers that may use less than all that lies below them.
ONLY = {"output": {"base", "tables"}}

# Public headers: what a build is may be asked anywhere, the rest belongs to the upper layers.
PUBLIC_FROM_ANYWHERE = {"fauxmart/errors.h", "fauxmart/version.h"}
PUBLIC_LAYERS = {"engine", "validate", "api", "cli"}

# The Python package reads flags and checks values as the command line does, with the same words.
PYTHON_MAY = {"cli/options.h", "cli/parse.h"}

INCLUDE = re.compile(r'^\s*#\s*include\s+"([^"]+)"', re.MULTILINE)


def complaint(layer: str, include: str) -> str | None:
    """Why a file of this layer may not include this, or None."""
    target = include.split("/")[0]
    if target == "fauxmart":
        if include in PUBLIC_FROM_ANYWHERE or layer in PUBLIC_LAYERS:
            return None
        return f"public headers are for {', '.join(sorted(PUBLIC_LAYERS))}"
    if target not in LAYERS or target == layer:
        return None
    if LAYERS.index(target) > LAYERS.index(layer):
        return f"{target} lies above {layer}"
    if layer in ONLY and target not in ONLY[layer]:
        return f"{layer} may only use {', '.join(sorted(ONLY[layer]))}"
    return None


def violations(root: Path) -> list[str]:
    found = []
    for path in sorted((root / "src").rglob("*")):
        if path.suffix not in {".h", ".cc"}:
            continue
        parts = path.relative_to(root / "src").parts
        name = path.relative_to(root)
        if len(parts) < 2 or parts[0] not in LAYERS:
            found.append(f"{name}: is in no layer ({', '.join(LAYERS)})")
            continue
        text = path.read_text(encoding="utf-8")
        for match in INCLUDE.finditer(text):
            if why := complaint(parts[0], match[1]):
                line = text.count("\n", 0, match.start(1)) + 1
                found.append(f'{name}:{line}: includes "{match[1]}": {why}')
    for path in sorted((root / "include").rglob("*.h")):
        for match in INCLUDE.finditer(path.read_text(encoding="utf-8")):
            if not match[1].startswith("fauxmart/"):
                name = path.relative_to(root)
                found.append(f'{name}: includes "{match[1]}": public headers are self-contained')
    for path in sorted((root / "python/src").glob("*")):
        text = path.read_text(encoding="utf-8")
        for match in INCLUDE.finditer(text):
            ours = "/" not in match[1] or match[1].startswith("fauxmart/")
            if not ours and match[1] not in PYTHON_MAY:
                line = text.count("\n", 0, match.start(1)) + 1
                found.append(
                    f'{path.relative_to(root)}:{line}: includes "{match[1]}": '
                    "public headers are for python"
                )
    return found


if __name__ == "__main__":
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent
    problems = violations(root)
    print(*problems, sep="\n", end="\n" if problems else "")
    sys.exit(1 if problems else 0)
