"""Writes a C++ source that holds the default world and the scenarios (src/base/embedded.h).

usage: embed.py OUTPUT WORLD [SCENARIO]...
"""

import sys
from pathlib import Path


def literal(text: str) -> str:
    """The text as adjacent string literals, one a line."""
    lines = []
    for line in text.encode().splitlines(keepends=True) or [b""]:
        escaped = "".join(
            chr(b) if 32 <= b < 127 and b not in b'"\\?' else f"\\{b:03o}" for b in line
        )
        lines.append(f'    "{escaped}"')
    return "\n".join(lines) + "sv"


def main() -> None:
    output, world, *scenarios = (Path(arg) for arg in sys.argv[1:])
    scenarios.sort(key=lambda path: (path.stem != "baseline", path.stem))
    entries = "".join(
        f'    {{"{path.stem}"sv,\n{literal(path.read_text(encoding="utf-8"))}}},\n'
        for path in scenarios
    )
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(
        f"""// Made by cmake/embed.py.
#include "base/embedded.h"

#include <vector>

namespace fauxmart {{

using namespace std::string_view_literals;

std::string_view EmbeddedDefaultWorld() {{
  return
{literal(world.read_text(encoding="utf-8"))};
}}

std::span<const EmbeddedFile> EmbeddedScenarios() {{
  static const std::vector<EmbeddedFile> files = {{
{entries}  }};
  return files;
}}

}}  // namespace fauxmart
""",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
