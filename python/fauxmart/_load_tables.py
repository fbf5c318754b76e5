"""What a table is in a database: the statements that make it, out of the one declaration."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from ._native import native

Dialect = Literal["postgres", "duckdb"]

RECORD = "fauxmart_load"
"""The table that says which tables were loaded, and of which dataset."""


@dataclass(frozen=True)
class Reference:
    """A column whose values are keys of another table."""

    column: str
    table: str
    key: str


@dataclass(frozen=True)
class Definition:
    """One table. Keys stand apart from its columns, to be made once the rows are there."""

    name: str
    columns: tuple[str, ...]
    """As they stand in CREATE TABLE."""
    key: str | None
    references: tuple[Reference, ...]
    comments: tuple[str, ...]
    """Statements."""

    @property
    def uuids(self) -> list[str]:
        """The columns of type UUID."""
        words = (column.split(" ") for column in self.columns)
        return [name.strip('"') for name, kind, *_ in words if kind == "UUID"]

    def create(self, *constraints: str) -> str:
        """CREATE TABLE, with no other constraints but NOT NULL and these."""
        lines = ",\n  ".join((*self.columns, *constraints))
        return f"CREATE TABLE {quoted(self.name)} (\n  {lines}\n)"

    def primary_key(self) -> str | None:
        """The constraint, if the table has a key."""
        return f"PRIMARY KEY ({quoted(self.key)})" if self.key else None

    def foreign_keys(self, tables: Collection[str]) -> list[tuple[Reference, str]]:
        """References to these tables, with their constraints."""
        return [
            (each, f"FOREIGN KEY ({quoted(each.column)}) REFERENCES {quoted(each.table)}"
                   f" ({quoted(each.key)})")
            for each in self.references
            if each.table in tables
        ]  # fmt: skip


def definition(table: str, dialect: Dialect, uuid: bool, float64: bool) -> Definition:
    """The table's definition, as `fauxmart describe --format sql` spells it."""
    (described,) = json.loads(native.describe(table, "json", dialect, uuid, float64, "", ""))[
        "tables"
    ]
    statements = native.describe(table, "sql", dialect, uuid, float64, "", "")
    create, _, comments = statements.partition("\n);\n")
    columns = [line.strip().removesuffix(",") for line in create.splitlines()[1:]]
    references = [
        Reference(column["name"], *column["references"].split("."))
        for column in described["columns"]
        if column["references"]
    ]
    return Definition(
        name=table,
        columns=tuple(c for c in columns if not c.startswith(("PRIMARY KEY (", "FOREIGN KEY ("))),
        key=described["key"],
        references=tuple(references),
        comments=tuple(filter(None, comments.splitlines())),
    )


def quoted(name: str) -> str:
    """A name as SQL takes any."""
    return '"' + name.replace('"', '""') + '"'
