"""A DuckDB file: rows straight from Arrow batches.

A table is one transaction. DuckDB adds no foreign key to a table that is there, so keys of both
kinds are a part of CREATE TABLE, and the tables referred to come first.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ._load_tables import RECORD, Definition, quoted

if TYPE_CHECKING:
    import pyarrow as pa


class DuckDB:
    """A schema of a DuckDB file that is being loaded into. No other process has it open."""

    dialect = "duckdb"
    default_schema = "main"

    def __init__(self, path: str, schema: str) -> None:
        import duckdb

        self._path = path
        self._schema = schema
        with self._errors():
            self._connection = duckdb.connect(path)

    def close(self) -> None:
        """What was not committed is gone."""
        self._connection.close()

    # ---- what is there ---------------------------------------------------------------------------

    def existing(self) -> set[str]:
        """The names of all tables and views in the schema."""
        rows = self._run(
            "SELECT table_name FROM information_schema.tables"
            " WHERE table_catalog = current_database() AND table_schema = ?",
            self._schema,
        )
        return {name for (name,) in rows}

    def record(self) -> list[tuple[str, str, int]]:
        """What fauxmart_load says: table, dataset, rows."""
        return self._run(f'SELECT table_name, dataset, "rows" FROM {RECORD}')

    # ---- what is done, each in one transaction ---------------------------------------------------

    def begin(self) -> None:
        """Makes the schema and the record."""
        self._run(f"CREATE SCHEMA IF NOT EXISTS {quoted(self._schema)}")
        self._run(f"USE {quoted(self._schema)}")
        self._run(
            f"CREATE TABLE IF NOT EXISTS {RECORD} (table_name VARCHAR PRIMARY KEY,"
            ' dataset VARCHAR NOT NULL, "rows" BIGINT NOT NULL,'
            " done_at TIMESTAMPTZ NOT NULL DEFAULT now())"
        )

    def drop(self, tables: Collection[str]) -> None:
        """Drops tables that were loaded, what refers before what is referred to."""
        for table in reversed(list(tables)):
            with self._transaction():
                self._run(f"DROP TABLE {quoted(table)}")
                self._run(f"DELETE FROM {RECORD} WHERE table_name = ?", table)

    def load(self, table: Definition, rows: pa.RecordBatchReader, of: str, expected: int,
             others: Collection[str]) -> None:  # fmt: skip
        """One table, with foreign keys to these others."""
        key = table.primary_key()
        keys = [constraint for _, constraint in table.foreign_keys(others)]
        with self._transaction():
            self._run(table.create(*([key] if key else []), *keys))
            with self._errors():
                self._connection.register("fauxmart_rows", rows)
            insert = f"INSERT INTO {quoted(table.name)} SELECT * FROM fauxmart_rows"
            ((loaded,),) = self._run(insert)
            if loaded != expected:
                raise OSError(
                    f"{table.name}: {loaded} rows were read, and the manifest has {expected}"
                )
            for comment in table.comments:
                self._run(comment)
            self._run(f"DELETE FROM {RECORD} WHERE table_name = ?", table.name)
            self._run(
                f'INSERT INTO {RECORD} (table_name, dataset, "rows") VALUES (?, ?, ?)',
                table.name, of, expected,
            )  # fmt: skip
        with self._errors():
            self._connection.unregister("fauxmart_rows")

    def link(self, table: Definition, tables: Collection[str]) -> int:
        """An index for each foreign key. Answers with the number of those that were missing."""
        there = {name for (name,) in self._run(
            "SELECT index_name FROM duckdb_indexes() WHERE database_name = current_database()"
            " AND schema_name = ?", self._schema,
        )}  # fmt: skip
        made = 0
        for reference, _ in table.foreign_keys(tables):
            name = f"{table.name}_{reference.column}_idx"
            if name not in there:
                made += 1
                self._run(f"CREATE INDEX {quoted(name)} ON {quoted(table.name)}"
                          f" ({quoted(reference.column)})")  # fmt: skip
        return made

    # ---- statements ------------------------------------------------------------------------------

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._run("BEGIN")
        try:
            yield
        except BaseException:
            self._connection.rollback()
            raise
        self._run("COMMIT")

    def _run(self, statement: str, *values: object) -> list[Any]:
        with self._errors():
            done = self._connection.execute(statement, list(values))
            return done.fetchall() if statement.startswith(("SELECT", "INSERT")) else []

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """The driver's errors as OSError with one line, or KeyboardInterrupt."""
        import duckdb

        try:
            yield
        except duckdb.InterruptException as error:
            raise KeyboardInterrupt from error
        except duckdb.Error as error:
            words = " ".join(str(error).split())
            raise OSError(f"{self._path}: {words}") from None
