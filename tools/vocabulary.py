"""The exact words that fauxmart knows, asked of the program, the schema and the default world.

Nothing is written down here: commands, flags and exit statuses come from `fauxmart help --json`,
tables and columns from `fauxmart describe`, the values of a column from the dictionary that its
Arrow stream carries, levers, shapes and keys from schemas/scenario.schema.json, and names for
filters and mixes from worlds/default.yaml, which is compiled into the program.
"""

import functools
import json
import subprocess
from pathlib import Path
from typing import Any

import pyarrow as pa
import yaml
from jsonschema import Draft202012Validator

ROOT = Path(__file__).resolve().parent.parent
# A scenario whose truth tables have rows, so that all columns have their dictionaries.
WITH_TRUTH = "payment_outage"
# More values than this are no vocabulary but data.
MOST_VALUES = 60


class Program:
    """Answers of the program."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def run(self, *arguments: str) -> bytes:
        done = subprocess.run([self.path, *arguments], capture_output=True, check=True, timeout=120)
        return done.stdout

    @functools.cached_property
    def help(self) -> dict[str, Any]:
        return json.loads(self.run("help", "--json"))

    @functools.cached_property
    def tables(self) -> list[dict[str, Any]]:
        """The declared tables; each column with `values` where it has a vocabulary."""
        tables = json.loads(self.run("describe", "--format", "json"))["tables"]
        for table in tables:
            values = self.values_of(table["name"])
            for column in table["columns"]:
                column["values"] = values.get(column["name"], [])
        return tables

    def values_of(self, table: str) -> dict[str, list[str]]:
        asked = ("generate", WITH_TRUTH, "--tables", table, "--format", "feather", "--quiet")
        stream = pa.ipc.open_stream(self.run(*asked, "--out", "-"))
        batch = next(iter(stream), None)
        if batch is None:
            return {}
        found = {
            field.name: batch.column(field.name).dictionary.to_pylist()
            for field in stream.schema
            if pa.types.is_dictionary(field.type)
        }
        return {name: values for name, values in found.items() if len(values) <= MOST_VALUES}

    @functools.cached_property
    def scenarios(self) -> list[dict[str, str]]:
        """The built-in scenarios: name, duration, intensity, description, incidents, start."""
        found = []
        for name in next(
            argument["values"]
            for command in self.help["commands"]
            if command["name"] == "generate"
            for argument in command["arguments"]
        ):
            file = yaml.safe_load(self.run("scenarios", "show", name))
            found.append({**file, "incidents": list(file.get("incidents", {}))})
        return found


# ---- scenario files ------------------------------------------------------------------------------


class ScenarioSchema:
    """What an effect of a lever may have, read off the JSON Schema of scenario files."""

    def __init__(self, schema: dict[str, Any], world: dict[str, Any]) -> None:
        self.schema, self.world = schema, world
        self.defs = schema["$defs"]
        self.filters: dict[str, Any] = self.defs["where"]["properties"]
        self.by_product: list[str] = self.defs["by_product"]["propertyNames"]["enum"]
        keys_of_orders = self.defs["by_order"]["propertyNames"]["enum"]
        self.by_order: list[str] = [key for key in keys_of_orders if key != "hours"]
        self.levers: list[str] = self.defs["lever_name"]["enum"]
        self.aliases: list[str] = self.defs["mix_alias"]["enum"]
        self.mixes: list[str] = self.defs["mix_path"]["anyOf"][0]["enum"]
        self.numbers: list[str] = self.defs["number_path"]["enum"]
        self.ranges: list[str] = self.defs["range_path"]["enum"]
        self.shapes: list[str] = self.defs["effect"]["properties"]["shape"]["anyOf"][0]["enum"]

    def rules(self, **effect: Any) -> dict[str, Any]:
        """The properties that the schema adds for an effect of this lever, or of this shape."""
        found: dict[str, Any] = {"properties": {}, "required": []}
        for clause in self.defs["effect"]["allOf"]:
            condition = {"$defs": self.defs, **clause["if"]}
            if not Draft202012Validator(condition).is_valid(effect):
                continue
            then = self.resolved(clause["then"])
            found["properties"].update(then.get("properties", {}))
            found["required"] += then.get("required", [])
        return found

    def resolved(self, node: dict[str, Any]) -> dict[str, Any]:
        """A node with what it refers to; what both have is taken from the node, or of both."""
        if "$ref" not in node:
            return node
        base = self.resolved(self.defs[node["$ref"].rpartition("/")[2]])
        own = {key: value for key, value in node.items() if key != "$ref"}
        both = {
            key: {**base[key], **own[key]}
            for key in base.keys() & own.keys()
            if isinstance(base[key], dict)
        }
        return {**base, **own, **both}

    def filters_of(self, rules: dict[str, Any]) -> list[str]:
        """The keys that `where` may have under these rules."""
        where = self.resolved(rules["properties"].get("where", {}))
        for part in [where, *map(self.resolved, where.get("allOf", []))]:
            if "propertyNames" in part:
                return part["propertyNames"]["enum"]
        return list(self.filters)

    def same_lever(self, lever: str) -> str | None:
        """The path of the world that means the same as a lever's or mix's short name, if any."""
        paths = [name for name in self.levers if "." in name]
        order = [name for name in self.levers if "." not in name]
        # In the enumeration a path follows the name it belongs to.
        if lever in order:
            after = self.levers[self.levers.index(lever) + 1 :][:1]
            return after[0] if after and after[0] in paths else None
        return None

    def filter_values(self) -> dict[str, list[str]]:
        """The default world's names, by key of a filter."""
        world = self.world
        categories = world["products"]["categories"]
        regions = world["customers"]["regions"]
        cities = [city for region in regions.values() for city in region["cities"].values()]
        return {
            "category": list(categories),
            "subcategory": [name for each in categories.values() for name in each["subcategories"]],
            "supplier": list(world["suppliers"]),
            "cohort": list(world["customers"]["cohorts"]),
            "state": list(dict.fromkeys(city["state"] for city in cities)),
            "region": list(regions),
            "channel": world["channels"],
            "payment_type": list(world["payment_types"]),
            "warehouse": world["warehouses"],
        }

    def mix_entries(self, path: str) -> list[str]:
        """The names whose shares a mix has in the default world; lists count from 0 or 1."""
        first = 0 if path == "tickets.escalations" else 1
        names: dict[str, None] = {}
        for mix in at(self.world, path.split(".")):
            if isinstance(mix, list):
                names |= {str(first + index): None for index in range(len(mix))}
            else:
                names |= dict.fromkeys(map(str, mix))
        return list(names)


def at(tree: Any, path: list[str]) -> list[Any]:
    """What stands at a path in which * is every key."""
    if not path:
        return [tree]
    under = list(tree.values()) if path[0] == "*" else [tree[path[0]]]
    return [found for each in under for found in at(each, path[1:])]


def scenario_schema() -> ScenarioSchema:
    schema = json.loads((ROOT / "schemas/scenario.schema.json").read_text(encoding="utf-8"))
    world = yaml.safe_load((ROOT / "worlds/default.yaml").read_text(encoding="utf-8"))
    return ScenarioSchema(schema, world)
