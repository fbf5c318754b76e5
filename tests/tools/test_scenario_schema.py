"""The JSON Schema of scenario files says what the program says, as far as a schema can."""

import json
import re
import subprocess

import pytest
import yaml
from jsonschema import Draft202012Validator

HEAD = "name: a_day\ndescription: A day.\nduration: 1d\nintensity: 1\n"


class Loader(yaml.SafeLoader):
    """Plain scalars are numbers, as JSON writes them, true, false, or texts; keys are texts."""


Loader.yaml_implicit_resolvers = {}
for tag, pattern, first in [
    ("int", r"-?(0|[1-9]\d*)", "-0123456789"),
    ("float", r"-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?", "-0123456789"),
    ("bool", "true|false", "tf"),
    ("null", "~|null|", ["~", "n", ""]),
]:
    name = f"tag:yaml.org,2002:{tag}"
    Loader.add_implicit_resolver(name, re.compile(f"^({pattern})$"), list(first))


def load(text: str):
    def with_text_keys(value):
        if isinstance(value, dict):
            return {str(key): with_text_keys(entry) for key, entry in value.items()}
        return [with_text_keys(entry) for entry in value] if isinstance(value, list) else value

    return with_text_keys(yaml.load(text, Loader))


@pytest.fixture(scope="module")
def schema(repo) -> dict:
    return json.loads((repo / "schemas/scenario.schema.json").read_text())


@pytest.fixture(scope="module")
def fits(schema):
    """Does a scenario's text fit the schema?"""
    validator = Draft202012Validator(schema)
    return lambda text: validator.is_valid(load(text))


@pytest.fixture
def answer(fauxmart, tmp_path):
    """The program's exit status and message about a scenario's text."""

    def run(text: str) -> tuple[int, str]:
        (tmp_path / "s.yaml").write_text(text)
        done = subprocess.run(
            [str(fauxmart), "generate", "s.yaml", "--dry-run", "--duration", "1h", "--quiet"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
        )
        return done.returncode, done.stderr

    return run


def effect(keys: str) -> str:
    return f"{HEAD}effects:\n  e: {{{keys}}}\n"


GOOD = [
    HEAD,
    HEAD + "start: 2025-12-26T06:00:00Z\norders_per_hour: 100\ncustomers: 500\nproducts: 200\n",
    HEAD + "with: [baseline@2d]\n",
    HEAD + "with: baseline@0h\n",
    HEAD + "parameters: {x: 2}\neffects: {e: {lever: traffic, scale: $x}}\n",
    HEAD
    + "parameters: {x: [books]}\neffects: {e: {lever: price, scale: 2, where: {category: $x}}}\n",
    HEAD + "campaigns: {c: {name: N, type: t, discount: 15, from: 1h, to: 2h, where: {top: 3}}}\n",
    HEAD + "incidents: {i: {kind: k, title: T, description: D, root_cause: R, severity: low}}\n"
    "effects: {e: {lever: traffic, scale: 2, incident: i}}\n",
    *map(
        effect,
        [
            "lever: traffic, scale: 2, where: {channel: [web, app], hours: [22, 2]}",
            "lever: traffic, scale: {0h: 1, 1h: 2}",
            "lever: traffic, scale: 2, wants: {subcategory: skincare, top: 1}",
            "lever: conversion, scale: 0.2, shape: fade, over: 2h, from: 1h, to: 5h",
            "lever: abandonment, scale: 2, shape: periodic, period: daily, peak: 20h",
            "lever: capacity, scale: 0.5, shape: exponential, every: 3h",
            "lever: page_load, scale: 3, shape: decay, half_life: 3h",
            "lever: lateness, set: 0.5, where: {category: books, warehouse: WH_01}",
            "lever: orders.late_rate, add: 0.1, shape: pulse",
            "lever: ticket_rate, set: {0h: 0.1, 2h: 0.2}",
            "lever: demand, scale: 2, where: {category: [books, home], region: west}",
            "lever: price, scale: 0.9, where: {supplier: Taiwan Tech}",
            "lever: stock, set: 500, lost: 0.6, reorder: 100, where: {top: 2}",
            "lever: supply, set: 0.6, backup: Taiwan Tech, where: {supplier: India Textiles Co}",
            "lever: lead_time, scale: 2, where: {supplier: Taiwan Tech}",
            "lever: channel, move: {app: mobile_web}",
            "lever: channel, set: {app: 0.35}, shape: ramp, where: {cohort: gen_z}",
            "lever: customers.cohorts.gen_z.channels, add: {app: 0.1}",
            "lever: customers.cohorts.*.payments, scale: {card: 2}",
            "lever: tickets.categories.open, set: {payment: 0.3}, where: {payment_type: card}",
            "lever: items, scale: {5: 2}",
            "lever: orders.tax_rate, set: 0.2, where: {hours: [0, 24]}",
            "lever: tickets.resolution_minutes.mu, add: -0.5",
            "lever: returns.processing_days, set: [5, 13]",
        ],
    ),
]

BAD = [
    "",
    "[1]",
    "name: a_day\n",
    HEAD.replace("a_day", "A Day"),
    HEAD.replace("1d", "90m"),
    HEAD.replace("1d", "0h"),
    HEAD.replace("intensity: 1", "intensity: 0"),
    HEAD.replace("intensity: 1", 'intensity: "1"'),
    HEAD + "intensty: 1\n",
    HEAD + "start: 2025-12-26T06:30:00Z\n",
    HEAD + "customers: 0\n",
    HEAD + "customers: 1.5\n",
    HEAD + "with: [Busy week]\n",
    HEAD + "effects: {}\n",
    HEAD + "effects: []\n",
    HEAD + "parameters: {x: {a: 1}}\neffects: {e: {lever: traffic, scale: $x}}\n",
    HEAD + "campaigns: {c: {name: N, type: t}}\n",
    HEAD + "campaigns: {c: {name: N, type: t, discount: 101, where: {top: 3}}}\n",
    HEAD + "campaigns: {c: {name: N, type: t, where: {cohort: gen_z}}}\n",
    HEAD + "incidents: {i: {kind: k, title: T, severity: low}}\n"
    "effects: {e: {lever: traffic, scale: 2, incident: i}}\n",
    HEAD + "incidents: {i: {kind: k, title: T, description: D, root_cause: R, severity: hgh}}\n"
    "effects: {e: {lever: traffic, scale: 2, incident: i}}\n",
    *map(
        effect,
        [
            "scale: 2",
            "lever: traffic",
            "lever: trafic, scale: 2",
            "lever: abandonment.rate, scale: 2",
            "lever: traffic, set: 2",
            "lever: traffic, scale: -1",
            "lever: traffic, scale: .nan",
            "lever: traffic, scale: .inf",
            "lever: traffic, scale: 1e308",
            "lever: lateness, scale: 2, add: 0.1",
            "lever: lateness, set: 1.1",
            "lever: traffic, scale: 2, from: -1h",
            "lever: traffic, scale: 2, from: 90m",
            "lever: traffic, scale: 2, shape: step, over: 2h",
            "lever: traffic, scale: 2, shape: rmp",
            "lever: traffic, scale: 2, shape: periodic, period: daily",
            "lever: traffic, scale: 2, shape: exponential",
            "lever: lateness, set: 0.5, shape: decay, half_life: 1h",
            "lever: traffic, scale: {1h: 2}",
            "lever: traffic, scale: {0h: 1}, shape: ramp",
            "lever: traffic, scale: 2, where: {}",
            "lever: traffic, scale: 2, where: {chanel: web}",
            "lever: traffic, scale: 2, where: {category: books}",
            "lever: traffic, scale: 2, where: {hours: [9, 25]}",
            "lever: traffic, scale: 2, where: {hours: [9]}",
            "lever: traffic, scale: 2, wants: {category: books}",
            "lever: conversion, scale: 2, wants: {top: 1}",
            "lever: abandonment, scale: 2, where: {payment_type: card}",
            "lever: capacity, scale: 0",
            "lever: demand, scale: 2",
            "lever: demand, scale: 2, where: {region: west}",
            "lever: price, scale: 2, where: {top: 0}",
            "lever: price, scale: 2, where: {sku: [A, A]}",
            "lever: stock, set: -1, where: {top: 1}",
            "lever: stock, set: 1.5, where: {top: 1}",
            "lever: stock, set: 5, shape: ramp, where: {top: 1}",
            "lever: stock, set: 5, lost: 2, where: {top: 1}",
            "lever: stock, set: 5, where: {top: 1, hours: [1, 2]}",
            "lever: supply, set: 1.1, where: {top: 1}",
            "lever: channel, set: 0.5",
            "lever: channel, set: {}",
            "lever: channel, set: {app: 2}",
            "lever: channel, scale: {app: 2}, shape: decay, half_life: 1h",
            "lever: channel, move: {app: 1, web: [x]}",
            "lever: cohort, set: {gen_z: 0.5}, where: {state: NY}",
            "lever: orders.tax_rate, set: 0.5, where: {cohort: gen_z}",
            "lever: returns.processing_days, set: 5",
            "lever: returns.processing_days, scale: 2",
        ],
    ),
]


def test_it_is_a_schema(schema):
    Draft202012Validator.check_schema(schema)


def test_the_built_in_scenarios_fit(repo, fits):
    for path in (repo / "scenarios").glob("*.yaml"):
        assert fits(path.read_text()), path


@pytest.mark.parametrize("text", GOOD)
def test_what_both_accept(fits, answer, text):
    assert answer(text)[0] == 0, answer(text)
    assert fits(text)


@pytest.mark.parametrize("text", BAD)
def test_what_both_refuse(fits, answer, text):
    status, message = answer(text)
    assert status == 2 and message.startswith("fauxmart: s.yaml"), message
    assert len(message.splitlines()) == 1, message
    assert not fits(text)


def test_its_levers_are_the_programs(schema, answer):
    defs = schema["$defs"]
    mixes, *_ = defs["mix_path"]["anyOf"]
    groups = [defs[g] for g in ("lever_name", "mix_alias", "number_path", "range_path")]
    for lever in [name for group in [*groups, mixes] for name in group["enum"]]:
        # Not "unknown lever", but that it does nothing.
        _, message = answer(effect(f"lever: {lever!r}"))
        assert f"effects.e: does nothing to {lever}; write " in message, message


def test_the_document_names_all_that_the_schema_has(repo, schema):
    told = set(re.findall(r"`([^`\n]+)`", (repo / "docs/scenarios.md").read_text()))
    told = {word.split(",")[0] for word in told} | {
        part for word in told for part in word.split(": ")
    }
    defs = schema["$defs"]
    groups = [defs[g]["enum"] for g in ("lever_name", "mix_alias", "number_path", "range_path")]
    keys = [defs[d]["properties"] for d in ("effect", "campaign", "incident", "where")]
    shapes = defs["effect"]["properties"]["shape"]["anyOf"][0]["enum"]
    mixes = defs["mix_path"]["anyOf"][0]["enum"]
    wanted = {
        word for group in [*groups, *keys, schema["properties"], shapes, mixes] for word in group
    }
    assert sorted(wanted - told) == []
