"""What fuzzing starts from, all of it taken from the sources: dictionaries and first inputs.

usage: material.py FAUXMART DIR    writes DIR/TARGET.dict, and DIR/seeds/TARGET/ with inputs
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
FORMATS = ["parquet", "feather", "csv", "jsonl"]  # their numbers in fuzz_part
FORMS = 6  # of fuzz_validate: these, and the first two once more, uncompressed
# As fuzz_world_section.cc numbers them.
WORLD_SECTIONS = [
    ["channels", "acquisition_channels", "contact_channels", "warehouses", "payment_types"],
    *([key] for key in ("arrivals", "correlations", "customers", "suppliers", "seasons")),
    *([key] for key in ("products", "orders", "tickets", "abandonment", "returns", "metrics")),
]
TOKENS = 800  # of a dictionary, at most: more than the fuzzer can try is noise

SMALL = (
    *("payment_outage", "--with", "flash_sale@0h", "--start", "2025-06-02T10:00:00Z"),
    *("--duration", "3h", "--orders-per-hour", "6", "--customers", "8", "--products", "12"),
)


def words_of(document) -> list[str]:
    """Keys and values of a tree, the keys first."""
    keys, values = [], []

    def walk(node):
        if isinstance(node, dict):
            for key, value in node.items():
                keys.append(str(key))
                walk(value)
        elif isinstance(node, list):
            for value in node:
                walk(value)
        elif node is not None:
            values.append(str(node).lower() if isinstance(node, bool) else str(node))

    walk(document)
    return keys + [value for value in values if len(value) <= 40]


def quoted_in(folder: str, pattern: str) -> list[str]:
    """Strings of the C++ sources that are wholly of a pattern."""
    found = []
    for path in sorted((ROOT / "src" / folder).glob("*.cc")):
        if not path.name.endswith("_test.cc"):
            found += re.findall(f'"({pattern})"', path.read_text(encoding="utf-8"))
    return found


def yaml_words() -> dict[str, list[str]]:
    """Of worlds and of scenarios."""
    world = words_of(yaml.safe_load((ROOT / "worlds/default.yaml").read_text()))
    scenario = []
    for path in sorted((ROOT / "scenarios").glob("*.yaml")):
        scenario += words_of(yaml.safe_load(path.read_text()))
    syntax = [": ", "- ", "{", "}", "[", "]", "&a ", "*a", "!!str ", "!!map ", "? ", "| ", ">-\n"]
    syntax += ["---\n", "...\n", "%YAML 1.2\n", "\\u0000", "\\x00", "~", "null", ".nan", ".inf"]
    syntax += ["0x7f", "1e308", "1e-400", "99999999999999d", "-1", "0.1", "1", "\n  ", "\t", "# "]
    world_names = quoted_in("world", "[a-z][a-z_]+")
    return {
        "document": syntax + world_names,
        "world": syntax + [word + ": " for word in world_names] + world,
        "world_section": syntax + [word + ": " for word in world_names] + world,
        "scenario": syntax + quoted_in("scenario", "[a-z][a-z_.]+") + scenario + world,
    }


def setting_seeds() -> list[str]:
    """A line for every single value of the default world, and of a scenario."""
    lines = []

    def walk(prefix, node):
        if isinstance(node, dict):
            for key, value in node.items():
                walk(f"{prefix}.{key}", value)
        lines.append(f"{prefix}={dumps(node).decode()}")

    for name, path in (
        ("world", "worlds/default.yaml"),
        ("scenario", "scenarios/viral_moment.yaml"),
    ):
        walk(name, yaml.safe_load((ROOT / path).read_text()))
    return [line for line in lines if len(line) < 400]


def sections(path: Path) -> list[str]:
    """A YAML file in pieces, one a key of the top."""
    text = path.read_text(encoding="utf-8")
    return [piece for piece in re.split(r"(?m)^(?=\w)", text) if piece.strip()]


def single_effects(path: Path) -> list[dict]:
    """A scenario for each effect and campaign of one, with what it needs: short and right."""
    scenario = yaml.safe_load(path.read_text(encoding="utf-8"))
    alone = []
    for kind in ("effects", "campaigns"):
        for name, part in scenario.get(kind, {}).items():
            small = {"name": "a", "description": "b", "duration": scenario["duration"]}
            small |= {"intensity": 1, kind: {name: part}}
            if "$" in json.dumps(part, default=str):
                small["parameters"] = scenario["parameters"]
            if "incident" in part:
                incident = scenario["incidents"][part["incident"]]
                words = dict.fromkeys(("title", "description", "root_cause"), "c")
                small["incidents"] = {part["incident"]: incident | words}
            alone.append(small)
    return alone


def smaller_sections(world: dict) -> dict[str, dict]:
    """The long sections with one of everything: still right, and read many times as quickly."""

    def first(entries: dict, **changes) -> dict:
        name, entry = next(iter(entries.items()))
        return {name: entry | changes}

    customers, products = dict(world["customers"]), dict(world["products"])
    customers["first_names"] = customers["last_names"] = ["Ada", "Ben"]
    customers["cohorts"] = first(customers["cohorts"], share=1)
    customers["loyalty"] = first(customers["loyalty"], share=1)
    cities = first(next(iter(customers["regions"].values()))["cities"], share=1)
    customers["regions"] = first(customers["regions"], cities=cities)
    products["name_words"] = products["name_words"][:2]
    subcategories = first(next(iter(products["categories"].values()))["subcategories"])
    products["categories"] = first(products["categories"], share=1, subcategories=subcategories)
    return {"customers": customers, "products": products, "suppliers": first(world["suppliers"])}


def world_section_seeds() -> list[bytes]:
    """Sections of the default world as they stand there and in flow style, behind their number."""
    path = ROOT / "worlds/default.yaml"
    world = yaml.safe_load(path.read_text(encoding="utf-8"))
    pieces = {piece.split(":")[0]: piece for piece in sections(path)}
    smaller = smaller_sections(world)
    seeds = []
    for number, keys in enumerate(WORLD_SECTIONS):
        flow = {key: smaller.get(key, world[key]) for key in keys}
        block = yaml.safe_dump(flow, sort_keys=False)
        for text in ("".join(pieces[key] for key in keys), block, dumps(flow).decode()):
            seeds.append(bytes([number]) + text.encode())
    return seeds


def conditions() -> list[str]:
    """The rules of the declarations."""
    text = "".join(path.read_text() for path in sorted((ROOT / "src/tables").glob("*.cc")))
    joined = re.sub(r'"\s*\n\s*"', "", text)
    return [
        rule for rule in re.findall(r'"([^"\n]{5,200})"', joined) if re.search(r"[=<>]| IS ", rule)
    ]


def escaped(word: str) -> str:
    out = ""
    for byte in word.encode():
        char = chr(byte)
        plain = 0x20 <= byte < 0x7F and char not in '"\\'
        out += char if plain else f"\\x{byte:02x}"
    return f'"{out}"'


def dumps(value) -> bytes:
    # YAML reads times as such, and JSON has none.
    return json.dumps(value, separators=(",", ":"), default=str).encode()


def datasets(fauxmart: Path, folder: Path) -> dict[str, Path]:
    made = {}
    for name in FORMATS:
        made[name] = folder / name
        command = [str(fauxmart), "generate", *SMALL, "--format", name, "--no-sync", "--quiet"]
        subprocess.run([*command, "--out", str(made[name])], check=True)
    made["shard"] = folder / "shard"
    command = [str(fauxmart), "generate", *SMALL, "--shard", "1/2", "--no-sync", "--quiet"]
    subprocess.run([*command, "--out", str(made["shard"])], check=True)
    return made


def table_names(manifest: dict) -> list[str]:
    return list(manifest["tables"])


def seeds(fauxmart: Path, folder: Path) -> dict[str, list[bytes]]:
    made = datasets(fauxmart, folder)
    manifests = {name: (made[name] / "manifest.json").read_bytes() for name in FORMATS}
    plain = json.loads(manifests["parquet"])
    truth = (made["parquet"] / "truth/truth.json").read_bytes()
    worlds, scenarios = ROOT / "worlds/default.yaml", sorted((ROOT / "scenarios").glob("*.yaml"))
    texts: dict[str, list[bytes]] = {
        "time": [b"2025-01-01", b"2025-02-28T23:59:59.123456Z", b"2024-02-29T06:00", b"24h", b"30d"]
        + [b"2w", b"1.5d", b"99999999999999d", b"15000", b"-0.43", b"1e3", b"1e-320", b"-9e18"],
        "document": [p.read_bytes() for p in scenarios] + [dumps(plain["request"])],
        "world": [worlds.read_bytes()] + [piece.encode() for piece in sections(worlds)],
        "scenario": [p.read_bytes() for p in scenarios]
        + [dumps(yaml.safe_load(p.read_text())) for p in scenarios]
        + [dumps(small) for p in scenarios for small in single_effects(p)],
        "settings": [line.encode() for line in setting_seeds()],
        "command_line": [b"\n".join(word.encode() for word in ("generate", *SMALL))]
        + [b"validate\nout/x\n--rows\n3", b"diff\na\nb\n--json", b"--version\n--json"]
        + [
            b"merge\na\nb\n--out\nc",
            b"preview\nbaseline\norders\n--rows=3",
            b"describe\n--dialect\nspark",
        ],
        "request": [
            dumps({"request": plain["request"] | change})
            for change in (
                {},
                {"start": "2025-01-01", "hours": "0:2", "without": ["all"]},
                {"scenario_text": scenarios[0].read_text()},
                {"set": ["world.orders.tax_rate=0.1"], "discount": 20, "category": ["books"]},
                {"with": ["mine.yaml@2h"], "with_texts": {"mine.yaml": scenarios[2].read_text()}},
                {"orders_per_day": 900, "ids": "uuid", "money": "float64", "format": "csv"},
            )
        ],
        "manifest": [dumps({"tables": {name: table}}) for name, table in plain["tables"].items()]
        + [dumps({"tables": plain["tables"]})],
        "sidecar": [p.read_bytes() for p in sorted((made["shard"] / ".partial").glob("*.json"))],
        "truth": [
            dumps({key: json.loads(truth)[key] for key in ("plan", "resolved")}),
            dumps({"statistics": plain["statistics"], "truth": plain["truth"]}),
        ],
    }
    texts["world_section"] = world_section_seeds()
    texts["condition"] = [
        bytes([table]) + rule.encode()
        for rule in conditions()
        for table in range(len(plain["tables"]))
    ]
    texts["part"], texts["validate"] = [], []
    for number, name in enumerate(FORMATS):
        for index, table in enumerate(table_names(plain)):
            for path in sorted(made[name].glob(f"**/{table}/part-*")):
                texts["part"].append(bytes([index * len(FORMATS) + number]) + path.read_bytes())
    for form in range(FORMS):
        # A file and a change of each kind.
        for file in range(16):
            texts["validate"] += [
                bytes([form, file, kind, 40 + 13 * file, kind, 4, *b"12.3"]) for kind in range(6)
            ]
    return texts


def dictionaries(texts: dict[str, list[bytes]]) -> dict[str, list[str]]:
    made = yaml_words()
    made["settings"] = [line.split("=")[0] + "=" for line in setting_seeds()] + made["document"]
    made["command_line"] = quoted_in("cli", r"--[a-z-]+") + quoted_in("cli", r"[a-z_0-9]{3,}")
    made["time"] = ["2025-01-01", "T00:00", ":00", ".000001", "Z", "h", "d", "w", "m", "s", "e"]
    for target in ("request", "manifest", "sidecar", "truth"):
        quoted = [re.findall(rb'"[\w.@/:-]{1,40}"', text) for text in texts[target]]
        syntax = [
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "null",
            "true",
            "-1",
            "1e300",
            "9223372036854775808",
        ]
        made[target] = syntax + [word.decode() for words in quoted for word in words]
    made["condition"] = re.findall(r"'[^']*'|\w+|[^\w\s]+", " ".join(conditions()))
    made["part"] = [
        "PAR1",
        "ARROW1",
        "null",
        "true",
        "2025-01-01T00:00:00.000000Z",
        '","',
        "\\u0000",
    ]
    made["validate"] = ["0.01", "12.34", "null", "-1", "e9", "\n"]
    return made


def main() -> None:
    fauxmart, out = Path(sys.argv[1]).absolute(), Path(sys.argv[2])
    with tempfile.TemporaryDirectory() as folder:
        texts = seeds(fauxmart, Path(folder))
    for target, words in dictionaries(texts).items():
        unique = list(dict.fromkeys(word for word in words if word))[:TOKENS]
        lines = "".join(escaped(word) + "\n" for word in unique)
        out.mkdir(parents=True, exist_ok=True)
        (out / f"{target}.dict").write_text(lines)
    for target, inputs in texts.items():
        folder = out / "seeds" / target
        folder.mkdir(parents=True, exist_ok=True)
        for number, data in enumerate(inputs):
            (folder / f"{number:04}").write_bytes(data)


if __name__ == "__main__":
    main()
