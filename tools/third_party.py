"""Writes the tables of THIRD_PARTY.md from third_party.json, the one list of what others made.

usage: third_party.py [--check] [ROOT]

--check writes nothing; the exit status is 1 if the tables are not those of the list. The first
table below each of the headings in SECTIONS is the list's, everything else is left as it is.
"""

import json
import re
import sys
from pathlib import Path

# Heading in THIRD_PARTY.md -> section of the list, first column.
SECTIONS = {
    "Libraries": ("libraries", "library"),
    "Tests and measurements": ("tests", "tool"),
    "The bench only": ("bench", "tool"),
    "Metadata": ("metadata", "tool"),
    "Build and source checks": ("build", "tool"),
}


def table(entries: list[dict], first: str) -> str:
    """The entries of a section, as Markdown."""
    columns = ["version", "licence", *(["linked"] if "linked" in entries[0] else []), "why"]
    rows = [[first, *columns], ["---"] * (len(columns) + 1)]
    for entry in entries:
        note = f", {entry['note']}" if "note" in entry else ""
        rows.append([f"[{entry['name']}]({entry['url']}){note}", *(entry[c] for c in columns)])
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines[1] = lines[1].replace(" ", "")
    return "".join(f"{line}\n" for line in lines)


def renewed(document: str, sections: dict[str, list[dict]]) -> str:
    """The document with the tables of the list."""
    for heading, (section, first) in SECTIONS.items():
        old = re.compile(rf"(^## {heading}\n(?:(?!#|\|).*\n)*)((?:\|.*\n)+)", re.MULTILINE)
        new = table(sections[section], first)
        document, found = old.subn(lambda match, new=new: match[1] + new, document)
        if found != 1:
            sys.exit(f"THIRD_PARTY.md: no table below '## {heading}'")
    return document


if __name__ == "__main__":
    names = [name for name in sys.argv[1:] if name != "--check"]
    root = Path(names[0]) if names else Path(__file__).resolve().parent.parent
    path = root / "THIRD_PARTY.md"
    before = path.read_text(encoding="utf-8")
    after = renewed(before, json.loads((root / "third_party.json").read_text(encoding="utf-8")))
    if "--check" in sys.argv:
        if before != after:
            sys.exit("THIRD_PARTY.md is not what third_party.json says: run tools/third_party.py")
    else:
        path.write_text(after, encoding="utf-8")
