"""What can be asked without a dataset: scenarios, the tables in words, and files that are there."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Literal

from . import _arguments
from ._native import native


@dataclass(frozen=True)
class ScenarioInfo:
    """A built-in scenario."""

    name: str
    description: str
    duration: str
    """As "30d" or "6h"."""
    intensity: float
    incidents: tuple[str, ...]
    """The names that `without` takes."""
    text: str
    """Its file, to start one's own from."""


@dataclass(frozen=True)
class Check:
    """One thing that must hold of a dataset."""

    group: str
    table: str
    check: str
    outcome: Literal["passed", "failed", "skipped"]
    examined: int
    violations: int
    rows: tuple[str, ...]
    """The first that offend, with what they say."""
    reason: str
    """Why it was skipped."""


@dataclass(frozen=True)
class Validation:
    """Whether a dataset keeps every promise that can be read off its files. True if it does."""

    valid: bool
    rows: int
    """Rows that were read."""
    checks: tuple[Check, ...]

    @property
    def failed(self) -> tuple[Check, ...]:
        """The checks that failed."""
        return tuple(check for check in self.checks if check.outcome == "failed")

    def __bool__(self) -> bool:
        return self.valid


def data_version() -> int:
    """Datasets of equal data version have equal rows for equal arguments, for ever."""
    return native.data_version()


def scenarios() -> list[ScenarioInfo]:
    """The built-in scenarios."""
    return [
        ScenarioInfo(**{**each, "incidents": tuple(each["incidents"])})
        for each in native.scenarios()
    ]


def describe(
    table: str | None = None,
    *,
    format: Literal[
        "markdown", "json", "sql", "dbt", "odcs", "datapackage", "croissant"
    ] = "markdown",
    dialect: Literal["duckdb", "postgres", "spark"] = "duckdb",
    ids: Literal["int64", "uuid"] = "int64",
    money: Literal["decimal", "float64"] = "decimal",
    world: str | os.PathLike[str] | None = None,
    dataset: str | os.PathLike[str] | None = None,
) -> str:
    """What a table and its columns mean, or all of them.

    In words, as JSON, as SQL DDL, or as metadata: sources and tests of dbt and an Open Data
    Contract in YAML, a Frictionless Data Package and MLCommons Croissant in JSON.

    Args:
        world: of metadata: the file of the shop whose names are the accepted values.
        dataset: of metadata: a dataset's directory; its tables, types, names and files are meant,
            and `ids`, `money` and `world` do not matter.

    ValueError: there is no such table, format or dialect, or `world` or `dataset` is given and
    the format is no metadata; FileNotFoundError: there is no such dataset.
    """
    text = _arguments.text
    for name, value in (("format", format), ("dialect", dialect), ("ids", ids), ("money", money)):
        _arguments.flag(f"--{name}", text(name, value), "describe")
    if table is not None:
        _arguments.flag("TABLE", text("table", table), "describe")
    places = ["", ""]
    for place, (name, path) in enumerate((("world", world), ("dataset", dataset))):
        if path is None:
            continue
        if format in ("markdown", "json", "sql"):
            raise ValueError(f"{name} goes with format dbt, odcs, datapackage or croissant")
        places[place] = text(name, os.fspath(path))
    return native.describe(table or "", format, dialect, ids == "uuid", money == "float64", *places)


def validate(
    path: str | os.PathLike[str], *, rows: int = 3, threads: int | None = None
) -> Validation:
    """Checks the dataset in a directory, from its files alone; `fauxmart validate` does the same.

    Args:
        path: the dataset's directory, of any format.
        rows: offending rows to name, at most, of each check; 0 to 1,000,000.
        threads: 1 to 1024. Default: one a core.

    Whatever is wrong with files and rows is a failed check. ValueError: the directory is no
    dataset; FileNotFoundError: it, or its manifest, is not there; KeyboardInterrupt: after Ctrl-C.
    """
    where = _arguments.text("path", os.fspath(path))
    most = _arguments.whole("--rows", rows, "validate")
    workers = 0 if threads is None else _arguments.whole("--threads", threads, "validate")
    found = native.validate(where, most, workers)
    checks = (Check(**{**each, "rows": tuple(each["rows"])}) for each in found["checks"])
    return Validation(found["valid"], found["rows"], tuple(checks))
