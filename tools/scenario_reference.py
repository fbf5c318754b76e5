"""docs/scenario_reference.md: every key, lever, shape and filter of a scenario."""

from typing import Any

from vocabulary import ScenarioSchema

HEAD = (
    "# Scenario reference\n\n"
    "Made of [`schemas/scenario.schema.json`](../schemas/scenario.schema.json) and of the default "
    "world; [scenarios.md](scenarios.md) says what it all means. In place of most values, `$name` "
    "may stand for a parameter's.\n"
)
# What the schema's own types are in words.
WORDS = {
    "offset": "offset (`0h`, `36h`, `2d`, `1w`)",
    "duration": "duration (`24h`, `30d`, `2w`)",
    "name": "name",
    "names": "name, or list of names",
    "layer": "`NAME@OFFSET`",
    "where": "filter",
    "incident": "incident",
    "campaign": "campaign",
    "effect": "effect",
    "lever_name": "lever",
    "mix_alias": "mix",
    "mix_path": "path of a mix",
    "number_path": "path of a number",
    "range_path": "path of a range",
    "scalar": "value",
}


def cell(text: str) -> str:
    return text.replace("|", "\\|")


def table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *[[cell(each) for each in row] for row in rows]]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def code(names: list[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def where(schema: ScenarioSchema, keys: list[str]) -> str:
    """The keys of a filter, those of products and of orders in a word where all of them are."""
    said = []
    for words, group in (
        ("keys of products", schema.by_product),
        ("keys of orders", schema.by_order),
    ):
        if set(group) <= set(keys):
            said.append(words)
            keys = [key for key in keys if key not in group]
    return ", ".join([*said, *filter(None, [code(keys)])])


def number(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:g}"


def values(schema: ScenarioSchema, node: dict[str, Any]) -> str:
    """What a value may be."""
    name = node.get("$ref", "").rpartition("/")[2]
    if name in WORDS:
        return WORDS[name]
    if name == "table":
        return "table"
    node = schema.resolved(node)
    if "const" in node:
        return f"`{node['const']}`"
    if "enum" in node:
        return code(node["enum"])
    for several in ("anyOf", "allOf"):
        if several in node:
            parts = (
                each for each in node[several] if not each.get("$ref", "").endswith("reference")
            )
            said = dict.fromkeys(filter(None, (values(schema, each) for each in parts)))
            return (", or " if several == "anyOf" else "; ").join(said)
    kind = node.get("type")
    if kind in ("number", "integer"):
        whole = "whole, " if kind == "integer" else ""
        return f"{whole}{number(node['minimum'])} to {number(node['maximum'])}"
    if kind == "array":
        if "prefixItems" in node:
            return " and ".join(values(schema, each) for each in node["prefixItems"])
        each = values(schema, node["items"])
        return f"list of 2: {each}" if node.get("maxItems") == 2 else f"list of {each}"
    if kind == "object" and "additionalProperties" in node and node["additionalProperties"]:
        return f"map from names to {values(schema, node['additionalProperties'])}"
    if kind == "string":
        return "text"
    return ""


def keys(schema: ScenarioSchema, node: dict[str, Any]) -> str:
    """The keys of a map, with what each may be."""
    required = node.get("required", [])
    return table(
        ["key", "", "value", "meaning"],
        [
            [
                f"`{key}`",
                "required" if key in required else "",
                values(schema, each),
                each.get("description", ""),
            ]
            for key, each in node["properties"].items()
        ],
    )


def levers(schema: ScenarioSchema) -> list[list[str]]:
    """Lever, path, what it takes, further keys, and what `where` may have."""
    rows = []
    paths = {schema.same_lever(lever) for lever in schema.levers}
    for lever in schema.levers:
        if lever in paths:
            continue
        rules = schema.rules(lever=lever)
        properties = rules["properties"]
        does = [o for o in ("scale", "set", "add") if o in properties]
        own = [key for key in properties if key not in (*does, "where", "shape")]
        only = "; one of products is required" if "where" in rules["required"] else ""
        rows.append(
            [
                code([lever, *filter(None, [schema.same_lever(lever)])]),
                "; ".join(f"`{each}`: {values(schema, properties[each])}" for each in does),
                code(own),
                where(schema, schema.filters_of(rules)) + only,
            ]
        )
    return rows


def mixes(schema: ScenarioSchema) -> list[list[str]]:
    """Mix, path, the names it has in the default world, and what `where` may have."""
    return [
        [
            f"`{alias}`",
            f"`{path}`",
            code(schema.mix_entries(path)),
            where(schema, schema.filters_of(rules)),
        ]
        for alias, path in zip(schema.aliases, schema.mixes, strict=True)
        for rules in [schema.rules(lever=alias)]
    ]


def shapes(schema: ScenarioSchema) -> list[list[str]]:
    rows = []
    for shape in schema.shapes:
        rules = schema.rules(shape=shape)
        own = [
            f"`{key}`{' (required)' if key in rules['required'] else ''}: {values(schema, each)}"
            for key, each in rules["properties"].items()
        ]
        rows.append(
            [f"`{shape}`", "; ".join(own), "`scale`" if "scale" in rules["required"] else ""]
        )
    return rows


def filters(schema: ScenarioSchema) -> list[list[str]]:
    known = schema.filter_values()
    return [
        [f"`{key}`", values(schema, node), code(known.get(key, [])), node.get("description", "")]
        for key, node in schema.filters.items()
    ]


LEVER_COLUMNS = ["lever", "takes", "further keys", "`where` may have"]
MIX_COLUMNS = ["mix", "path", "names in the default world", "`where` may have"]
SHAPE_COLUMNS = ["shape", "keys", "only for"]
FILTER_COLUMNS = ["key of `where`", "value", "in the default world", "meaning"]


def document(schema: ScenarioSchema) -> str:
    defs = schema.defs
    changes = schema.resolved(defs["mix_change"])["properties"]
    operations = [[f"`{o}`", values(schema, node)] for o, node in changes.items() if o != "shape"]
    sections = {
        "The file": keys(schema, schema.schema),
        "Effects": keys(schema, defs["effect"])
        + "\nAnd exactly one of `scale`, `set`, `add`, `move`; `move` is for mixes.\n",
        "Levers": table(LEVER_COLUMNS, levers(schema))
        + "\nA [table](scenarios.md#shapes) is a map from offsets to such values.\n\n"
        + f"Keys of products: {code(schema.by_product)}.\n\n"
        + f"Keys of orders: {code(schema.by_order)}.\n",
        "Mixes": table(MIX_COLUMNS, mixes(schema))
        + "\nA path with the name of a row in place of `*` means that row alone. It takes:\n\n"
        + table(["operation", "value"], operations),
        "Numbers": "Paths of the world; `scale`, `set` and `add` must end within the limits in "
        + "[world.md](world.md), and `where` may have `hours`.\n\n"
        + "".join(f"- `{path}`\n" for path in schema.numbers),
        "Ranges": "They take `set: [low, high]`, at once; `where` may have `hours`.\n\n"
        + "".join(f"- `{path}`\n" for path in schema.ranges),
        "Shapes": table(SHAPE_COLUMNS, shapes(schema)),
        "Filters": table(FILTER_COLUMNS, filters(schema)),
        "Campaigns": keys(schema, defs["campaign"]),
        "Incidents": keys(schema, defs["incident"]),
    }
    return HEAD + "".join(f"\n## {title}\n\n{text}" for title, text in sections.items())
