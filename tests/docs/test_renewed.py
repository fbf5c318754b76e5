"""The documents that are made of the program are what it says, and their words are accepted."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

from renew_docs import LINK, VOCABULARY, renewed  # noqa: E402
from vocabulary import Program, scenario_schema  # noqa: E402


@pytest.fixture(scope="module")
def program(fauxmart) -> Program:
    return Program(fauxmart)


@pytest.fixture(scope="module")
def schema():
    return scenario_schema()


@pytest.fixture
def check(fauxmart, tmp_path):
    """What `scenarios check` says of a scenario with these effects."""

    def check(effects: dict) -> subprocess.CompletedProcess:
        head = {"name": "words", "description": "All.", "duration": "1d", "intensity": 1}
        path = tmp_path / "words.json"
        path.write_text(json.dumps({**head, "effects": effects}))
        asked = [str(fauxmart), "scenarios", "check", str(path), "--json"]
        return subprocess.run(asked, capture_output=True, text=True, timeout=60, check=False)

    return check


def test_they_are_what_the_program_says(program):
    for name, text in renewed(program).items():
        assert (ROOT / name).read_text() == text, f"{name}: renew it: ./dev docs --renew"


def test_the_agents_words_are_all_there(program, schema):
    """A look from the other side: each word of the program is in AGENTS.md, in backticks."""
    told = (ROOT / "AGENTS.md").read_text().partition(VOCABULARY)[2]
    words = {lever for group in (schema.levers, schema.aliases, schema.numbers) for lever in group}
    words |= {*schema.shapes, *schema.filters, *schema.ranges, *schema.mixes}
    for scenario in program.scenarios:
        words |= {scenario["name"], *scenario["incidents"]}
    for table in program.tables:
        words.add(table["name"])
        for column in table["columns"]:
            words |= {column["name"], *column["values"]}
    assert len(words) > 300
    assert sorted(word for word in words if f"`{word}`" not in told) == []
    for command in program.help["commands"]:
        assert f"`{command['usage']}`" in told
        for flag in command["flags"]:
            if flag["name"] != "--help":
                assert f"`{flag['name']}" in told
    for each in program.help["exit_statuses"]:
        assert f"| {each['status']} | {each['meaning']} |" in told


def test_the_programs_own_list_of_values_is_the_files(program, fauxmart, tmp_path):
    """Of one column, read from a file that it wrote and not from a stream's dictionary."""
    asked = [str(fauxmart), "generate", "baseline", "--duration", "5d", "--tables", "orders"]
    asked += ["--out", str(tmp_path / "o"), "--format", "csv", "--no-sync", "--quiet"]
    subprocess.run(asked, check=True, timeout=60)
    (file,) = (tmp_path / "o/orders").glob("*.csv")
    header, *lines = [line.split(",") for line in file.read_text().splitlines()]
    orders = next(table for table in program.tables if table["name"] == "orders")
    for column in orders["columns"]:
        if column["values"]:
            at = header.index(column["name"])
            assert {line[at] for line in lines if line[at]} <= set(column["values"])
            assert len(column["values"]) >= 3


def test_all_names_are_accepted(check, schema):
    """Every name of a mix and every value of a filter, as the reference has them."""
    effects = {}
    for alias, path in zip(schema.aliases, schema.mixes, strict=True):
        names = schema.mix_entries(path)
        effects[alias] = {"lever": alias, "scale": dict.fromkeys(names, 0.5)}
    for key, values in schema.filter_values().items():
        effects[f"by_{key}"] = {"lever": "lateness", "scale": 2, "where": {key: values}}
    done = check(effects)
    assert done.returncode == 0, done.stderr
    assert len(json.loads(done.stdout)["effects"]) == len(effects) > 20


def test_what_a_lever_takes_and_for_whom(check, schema):
    """All that the reference offers is accepted; a key of a filter that it does not is refused."""
    values = {**schema.filter_values(), "sku": ["BOO-00001"], "top": [3], "hours": [[1, 2]]}
    accepted, refused = {}, {}
    for lever in schema.levers:
        rules = schema.rules(lever=lever)
        product = {"top": 5} if "where" in rules["required"] else {}
        offered = schema.filters_of(rules)
        for key in schema.filters:
            where = {**product, key: values[key][0]}
            value = {"scale": 0.5} if "scale" in rules["properties"] else {"set": 1}
            effect = {"lever": lever, **value, "where": where}
            if key in offered:
                accepted[f"{lever} {key}"] = effect
            else:
                refused.setdefault(lever, effect)
    done = check(accepted)
    assert done.returncode == 0 and len(accepted) > 130, done.stderr
    assert len(refused) == 9
    for lever, effect in refused.items():
        assert check({"one": effect}).returncode == 2, lever


def test_llms_txt_has_its_form():
    """Of https://llmstxt.org: a title, a quote, then lists of files, all of which are there."""
    lines = (ROOT / "llms.txt").read_text().splitlines()
    assert lines[0] == "# fauxmart" and lines[2].startswith("> ")
    assert [line for line in lines if line.startswith("# ")] == lines[:1]
    files = lines[next(i for i, line in enumerate(lines) if line.startswith("## ")) :]
    for line in filter(None, files):
        if not line.startswith("## "):
            (target,) = [link for _, link, _ in LINK.findall(line)]
            assert line.startswith(f"- [{target}]({target}): ") and (ROOT / target).is_file()
    named = {line.partition("](")[2].partition(")")[0] for line in files}
    assert {f"docs/{path.name}" for path in ROOT.glob("docs/*.md")} <= named
