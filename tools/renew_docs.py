"""Writes the documents that are made of the program: `./dev docs --renew`.

usage: renew_docs.py [--check] [PROGRAM]

--check writes nothing; the exit status is 1, and says which, if any is not what it would be.
"""

import sys
from pathlib import Path
from typing import Any

import scenario_reference as reference
from scenario_reference import code, table
from site_pages import LINK, documents
from vocabulary import ROOT, Program, ScenarioSchema, scenario_schema

VOCABULARY = "## Vocabulary\n"


# ---- AGENTS.md -----------------------------------------------------------------------------------


def flag_line(flag: dict[str, Any]) -> str:
    shown = " ".join(filter(None, [flag["name"], flag.get("argument")]))
    values = f" Values: {code(flag['values'])}." if flag.get("values") else ""
    default = f" Default: {flag['default']}." if "default" in flag else ""
    many = " May be repeated." if flag.get("repeatable") else ""
    return f"- `{shown}`: {flag['help']}.{values}{default}{many}\n"


def commands(told: dict[str, Any]) -> str:
    """Every command with its arguments and flags; flags that are the same as before, by name."""
    text, known = "", {}
    for command in told["commands"]:
        text += f"\n#### `{command['usage']}`\n\n{command['description']}\n\n"
        same = []
        for flag in command["arguments"] + command["flags"]:
            before = known.setdefault(flag["name"], flag)
            if flag["name"] == "--help":
                continue
            if before is not flag and before == flag:
                same.append(flag["name"])
            else:
                text += flag_line(flag)
        text += f"- As above: {code(same)}\n" if same else ""
    return text.replace("\n\n\n", "\n\n")


def column_line(column: dict[str, Any]) -> str:
    unit = f", {column['unit']}" if column["unit"] else ""
    null = ", nullable" if column["nullable"] else ""
    to = f", references `{column['references']}`" if column["references"] else ""
    values = f": {code(column['values'])}" if column["values"] else ""
    return f"- `{column['name']}` {column['logical_type']}{unit}{null}{to}{values}\n"


def tables(declared: list[dict[str, Any]]) -> str:
    text = ""
    for each in declared:
        key = f" Key: `{each['key']}`." if each["key"] else ""
        text += f"\n#### `{each['name']}`\n\n{each['description']}{key}\n\n"
        text += "".join(map(column_line, each["columns"]))
    return text


def scenarios(known: list[dict[str, Any]]) -> str:
    columns = ["scenario", "duration", "intensity", "incidents", "what happens"]
    rows = [
        [
            f"`{each['name']}`",
            each["duration"],
            f"{each['intensity']:g}",
            code(each["incidents"]),
            each["description"],
        ]
        for each in known
    ]
    return table(columns, rows)


def vocabulary(program: Program, schema: ScenarioSchema) -> str:
    told = program.help
    statuses = [[str(each["status"]), each["meaning"]] for each in told["exit_statuses"]]
    keys = {
        "a scenario file": schema.schema["properties"],
        "an effect": {
            **schema.defs["effect"]["properties"],
            **schema.defs["mix_change"]["properties"],
        },
        "a campaign": schema.defs["campaign"]["properties"],
        "an incident": schema.defs["incident"]["properties"],
    }
    sections = {
        "Exit statuses": table(["status", "meaning"], statuses),
        "Scenarios": scenarios(program.scenarios),
        "Tables and columns": "Values are those of the default world.\n" + tables(program.tables),
        "Keys of scenario files": "".join(f"- {of}: {code(list(k))}\n" for of, k in keys.items())
        + "\n[docs/scenario_reference.md](docs/scenario_reference.md) has what each may be.\n",
        "Levers": table(reference.LEVER_COLUMNS, reference.levers(schema))
        + f"\nKeys of products: {code(schema.by_product)}.\n\n"
        + f"Keys of orders: {code(schema.by_order)}.\n",
        "Mixes": table(reference.MIX_COLUMNS, reference.mixes(schema)),
        "Numbers and ranges": f"Numbers: {code(schema.numbers)}.\n\n"
        + f"Ranges: {code(schema.ranges)}.\n",
        "Shapes": table(reference.SHAPE_COLUMNS, reference.shapes(schema)),
        "Filters": table(reference.FILTER_COLUMNS, reference.filters(schema)),
        "Commands and flags": commands(told).lstrip("\n"),
    }
    return "".join(f"\n### {title}\n\n{text}" for title, text in sections.items())


# ---- llms.txt ------------------------------------------------------------------------------------


def llms(program: Program, readme: str, schema: ScenarioSchema) -> str:
    """The form of https://llmstxt.org: a title, a quote, words, and lists of files."""
    told = program.help
    named = [command["name"] for command in told["commands"] if command["name"]]
    known = program.scenarios
    words = {
        "Commands": code(named),
        "Scenarios": code([each["name"] for each in known]),
        "Incidents": code([name for each in known for name in each["incidents"]]),
        "Tables": code([each["name"] for each in program.tables]),
        "Levers": code(schema.levers + schema.aliases),
        "Shapes": code(schema.shapes),
        "Filters": code(list(schema.filters)),
        "Exit statuses": ", ".join(
            f"{each['status']} ({each['meaning'][0].lower()}{each['meaning'][1:]})"
            for each in told["exit_statuses"]
        ),
    }
    text = f"# fauxmart\n\n> {told['commands'][0]['description']}\n\n"
    text += (
        "Every dataset carries its truth: which incidents were planted, which rows each of them "
    )
    text += "touched, exactly, and the twin in which it never happened. Exact words:\n\n"
    text += "".join(f"- {what}: {which}\n" for what, which in words.items())
    text += (
        "\n## First\n\n- [AGENTS.md](AGENTS.md): every flag, column, value and key, and what is "
    )
    text += "easily got wrong\n- [README.md](README.md): the first minute, and what is promised\n"
    cells = {
        link: f"- [{link}]({link}): {about}\n"
        for line in readme.splitlines()
        if line.startswith("| [") and line.count(" | ") == 1
        for cell_text, about in [line.strip("| ").split(" | ")]
        for _, link, _ in LINK.findall(cell_text)
    }
    for heading, links in documents(readme).items():
        # What one can do without comes last, under the name that llmstxt.org has for it.
        title = "Optional" if heading == "Inside" else heading
        text += f"\n## {title}\n\n" + "".join(cells[link] for link in links)
    return text


# ---- all of them ---------------------------------------------------------------------------------


def renewed(program: Program) -> dict[str, str]:
    """Document -> what it should be."""
    schema = scenario_schema()
    agents = (ROOT / "AGENTS.md").read_text(encoding="utf-8").partition(VOCABULARY)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    return {
        "docs/tables.md": program.run("describe").decode(),
        "docs/scenario_reference.md": reference.document(schema),
        "AGENTS.md": agents[0] + VOCABULARY + vocabulary(program, schema),
        "llms.txt": llms(program, readme, schema),
    }


if __name__ == "__main__":
    paths = [each for each in sys.argv[1:] if each != "--check"]
    program = Program(Path(paths[0]) if paths else ROOT / "build/release/fauxmart")
    old = []
    for name, text in renewed(program).items():
        path = ROOT / name
        if path.exists() and path.read_text(encoding="utf-8") == text:
            continue
        old.append(name)
        if "--check" not in sys.argv:
            path.write_text(text, encoding="utf-8")
    if old:
        said = "not what the program says" if "--check" in sys.argv else "renewed"
        print(f"{', '.join(old)}: {said}", file=sys.stderr)
    sys.exit(bool(old) and "--check" in sys.argv)
