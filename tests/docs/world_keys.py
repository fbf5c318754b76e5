"""The keys of a world file as dotted paths, with * for the names that a file may choose.

Reads the subset of YAML in which worlds/default.yaml is written: nested maps, lists and maps in
brackets, comments. A stand-in for a YAML library, which nothing else here needs.
"""

import re

# Maps whose keys are names: the channels of a mix, the cohorts, the cities ...
NAMED = {
    "payment_types",
    "customers.cohorts",
    "customers.cohorts.*.acquisition",
    "customers.cohorts.*.channels",
    "customers.cohorts.*.payments",
    "customers.cohorts.*.contact",
    "customers.loyalty",
    "customers.regions",
    "customers.regions.*.warehouses",
    "customers.regions.*.cities",
    "suppliers",
    "products.categories",
    "products.categories.*.suppliers",
    "products.categories.*.return_reasons",
    "products.categories.*.subcategories",
    "seasons",
    "seasons.*",
    "orders.failure_reasons",
    "tickets.subcategories",
    "tickets.subcategories.*",
    *(f"tickets.categories.{state}" for state in ("failed", "delivered", "open", "cancelled")),
    "tickets.severities",
    "tickets.languages",
    "abandonment.stages",
    "abandonment.reasons",
    "abandonment.reasons.*",
}
# Of these the names alone are up to the file: what is below them is a mix, told of as a whole.
MIXES = {path for path in NAMED if not any(other.startswith(path + ".") for other in NAMED)} - {
    "payment_types",
    "customers.loyalty",
    "customers.regions.*.cities",
    "suppliers",
    "products.categories.*.subcategories",
    "tickets.severities",
    "seasons.*",
}


def split_top(text: str) -> list[str]:
    """The entries of "a: 1, b: {c: 2, d: 3}"."""
    entries, depth, begin = [], 0, 0
    for at, char in enumerate(text):
        depth += char in "{["
        depth -= char in "}]"
        if char == "," and depth == 0:
            entries.append(text[begin:at])
            begin = at + 1
    return [entry for entry in (*entries, text[begin:]) if entry.strip()]


def parse_value(text: str):
    """A map in braces becomes a dict; anything else is a leaf."""
    if not text.startswith("{"):
        return None
    parts = (entry.split(":", 1) for entry in split_top(text[1:-1]))
    return {key.strip(): parse_value(value.strip()) for key, value in parts}


def parse(text: str) -> dict:
    lines, open_brackets = [], 0
    for line in text.splitlines():
        line = re.sub(r"(^|\s)#.*", "", line).rstrip()
        if not line:
            continue
        if open_brackets:
            lines[-1] += " " + line.strip()
        else:
            lines.append(line)
        open_brackets += sum(line.count(c) for c in "{[") - sum(line.count(c) for c in "}]")
    root: dict = {}
    levels = [(-1, root)]
    for line in lines:
        indent = len(line) - len(line.lstrip())
        key, _, value = line.strip().partition(":")
        while levels[-1][0] >= indent:
            levels.pop()
        inner = parse_value(value.strip()) if value.strip() else {}
        levels[-1][1][key] = inner
        if not value.strip():
            levels.append((indent, inner))
    return root


def leaves(tree: dict, path: str = "") -> set[str]:
    found = set()
    for key, value in tree.items():
        here = f"{path}.{'*' if path in NAMED else key}".lstrip(".")
        if value and here not in MIXES:
            found |= leaves(value, here)
        elif value is None or here in MIXES:
            found.add(here)
    return found


def keys_of(text: str) -> set[str]:
    return leaves(parse(text))
