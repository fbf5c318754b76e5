"""The keys of a world file as dotted paths, with * for the names that a file may choose."""

import yaml

# Maps from a name to a map: the cohorts, the cities ...
NAMED = {
    "payment_types",
    "customers.cohorts",
    "customers.loyalty",
    "customers.regions",
    "customers.regions.*.cities",
    "suppliers",
    "products.categories",
    "products.categories.*.subcategories",
    "seasons",
    "seasons.*",
    "tickets.subcategories",
    "tickets.severities",
    "abandonment.reasons",
}
# Maps from a name to a share: explained as a whole.
MIXES = {
    *(f"customers.cohorts.*.{of}" for of in ("acquisition", "channels", "payments", "contact")),
    "customers.regions.*.warehouses",
    "products.categories.*.suppliers",
    "products.categories.*.return_reasons",
    "orders.failure_reasons",
    *(f"tickets.categories.{state}" for state in ("failed", "delivered", "open", "cancelled")),
    "tickets.subcategories.*",
    "tickets.languages",
    "abandonment.stages",
    "abandonment.reasons.*",
}


def leaves(tree: dict, path: str = "") -> set[str]:
    found = set()
    for key, value in tree.items():
        here = f"{path}.{'*' if path in NAMED else key}".lstrip(".")
        if isinstance(value, dict) and here not in MIXES:
            found |= leaves(value, here)
        else:
            found.add(here)
    return found


def keys_of(text: str) -> set[str]:
    return leaves(yaml.load(text, Loader=yaml.BaseLoader))
