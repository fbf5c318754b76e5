"""A small dataset, described; and the tools that judge the descriptions.

The tools want other versions of some packages than the rest of the tests, so they have an
environment of their own, .cache/metadata-venv, which `./dev setup` makes of requirements.txt, and
are run in processes of their own.
"""

import json
import os
import subprocess
from pathlib import Path

import pytest

SMALL = ("--duration", "2d", "--customers", "60", "--products", "40", "--orders-per-hour", "6")


@pytest.fixture(scope="session")
def tool(repo):
    """tool("dbt", ...) runs a command of that environment, tool("judge_dbt.py", ...) ours."""
    programs = repo / ".cache/metadata-venv/bin"
    if not (programs / "python").is_file():
        pytest.fail(f"{programs} is missing: run ./dev setup")

    def run(name, *args, cwd):
        ours = name.endswith(".py")
        command = [programs / "python", Path(__file__).parent / name] if ours else [programs / name]
        return subprocess.run(
            [*map(str, command), *map(str, args)],
            cwd=cwd,
            env={**os.environ, "PYTHONWARNINGS": "ignore", "DO_NOT_TRACK": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=300,
        )

    return run


@pytest.fixture(scope="session")
def program(fauxmart):
    """program("describe", ...) -> its standard output."""

    def run(*args):
        done = subprocess.run(
            [str(fauxmart), *map(str, args)], capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


@pytest.fixture(scope="session")
def shop(program, tmp_path_factory):
    """shop("csv") is the directory of a dataset of two days with an outage, made once a format."""
    made = {}

    def make(form, *more):
        key = (form, *more)
        if key not in made:
            made[key] = tmp_path_factory.mktemp(form) / "shop"
            program(
                *("generate", "payment_outage", *SMALL, "--format", form, *more),
                *("--no-sync", "--quiet", "--out", made[key]),
            )
        return made[key]

    return make


@pytest.fixture(scope="session")
def dictionary(program):
    """The tables of the declaration, by name."""
    return {t["name"]: t for t in json.loads(program("describe", "--format", "json"))["tables"]}
