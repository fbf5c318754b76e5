"""PostgreSQL: rows as binary COPY out of Arrow batches, by ADBC.

A table is one transaction: its columns, its rows, its primary key, its comments, and the line in
`fauxmart_load` that says so. Foreign keys and indexes come when all tables are there, and again
each table's in one transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from ._load_tables import RECORD, Definition, quoted
from ._load_url import redacted

if TYPE_CHECKING:
    import pyarrow as pa

# The server gives up a statement whose client was killed, and a load waits for that.
_NOTICE_LOSS_MS = "1000"
_WAIT_FOR_ANOTHER_LOAD = "30s"


class Postgres:
    """A schema of a PostgreSQL database that is being loaded into. Others wait meanwhile."""

    dialect = "postgres"
    default_schema = "public"

    def __init__(self, url: str, schema: str) -> None:
        import adbc_driver_postgresql.dbapi as dbapi

        self._url = url
        self._schema = schema
        with self._errors():
            self._connection = dbapi.connect(url)
        try:
            self._prepare()
        except BaseException:
            self.close()
            raise

    def _prepare(self) -> None:
        self._run(
            "SELECT set_config(name, $1, false) FROM pg_settings WHERE name = $2",
            _NOTICE_LOSS_MS, "client_connection_check_interval",
        )  # fmt: skip
        self._run(f"SET lock_timeout = '{_WAIT_FOR_ANOTHER_LOAD}'")
        self._run("SELECT pg_advisory_lock(hashtextextended('fauxmart_load ' || $1, 0))::text",
                  self._schema)  # fmt: skip
        self._run("SET lock_timeout = 0")
        self._run(f"SET search_path TO {quoted(self._schema)}")
        self._commit()

    def close(self) -> None:
        """What was not committed is gone."""
        with self._errors():
            self._connection.close()

    # ---- what is there ---------------------------------------------------------------------------

    def existing(self) -> set[str]:
        """The names of all tables, views and their like in the schema."""
        rows = self._run(
            "SELECT relname::text FROM pg_catalog.pg_class WHERE relnamespace ="
            " (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = $1)"
            " AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')",
            self._schema,
        )
        return {name for (name,) in rows}

    def record(self) -> list[tuple[str, str, int]]:
        """What fauxmart_load says: table, dataset, rows."""
        return [
            tuple(row) for row in self._run(f'SELECT table_name, dataset, "rows" FROM {RECORD}')
        ]

    # ---- what is done, each in one transaction ---------------------------------------------------

    def begin(self) -> None:
        """Makes the schema and the record."""
        found = self._run("SELECT 1 FROM pg_namespace WHERE nspname = $1", self._schema)
        if not found:
            self._run(f"CREATE SCHEMA {quoted(self._schema)}")
        self._run(
            f"CREATE TABLE IF NOT EXISTS {RECORD} (table_name text PRIMARY KEY,"
            ' dataset text NOT NULL, "rows" bigint NOT NULL,'
            " done_at timestamptz NOT NULL DEFAULT now())"
        )
        self._commit()

    def drop(self, tables: Collection[str]) -> None:
        """Drops tables that were loaded. OSError: something of others depends on them."""
        if tables:
            self._run(f"DROP TABLE {', '.join(map(quoted, tables))}")
        self._run(f"DELETE FROM {RECORD}")
        self._commit()

    def load(self, table: Definition, rows: pa.RecordBatchReader, of: str, expected: int,
             others: Collection[str]) -> None:  # fmt: skip
        """One table. `others` are foreign keys' affair, which is link's."""
        self._run(table.create())
        with self._errors(), self._connection.cursor() as cursor:
            stream = _with_bytes(rows, table.uuids)
            loaded = cursor.adbc_ingest(
                table.name, stream, mode="append", db_schema_name=self._schema
            )
        if loaded != expected:
            self._rollback()
            raise OSError(f"{table.name}: {loaded} rows were read, and the manifest has {expected}")
        key = table.primary_key()
        if key is not None:
            self._run(f"ALTER TABLE {quoted(table.name)} ADD {key}")
        for comment in table.comments:
            self._run(comment)
        self._run(f"DELETE FROM {RECORD} WHERE table_name = $1", table.name)
        self._run(f"INSERT INTO {RECORD} VALUES ($1, $2, $3)", table.name, of, expected)
        self._commit()

    def link(self, table: Definition, tables: Collection[str]) -> int:
        """Foreign keys to these tables, an index for each, and statistics for the planner. Answers
        with the number of foreign keys that were missing."""
        made = 0
        there = {name for (name,) in self._run(
            "SELECT conname::text FROM pg_catalog.pg_constraint WHERE contype = 'f' AND conrelid ="
            " (SELECT oid FROM pg_catalog.pg_class WHERE relname = $1 AND relnamespace ="
            " (SELECT oid FROM pg_catalog.pg_namespace WHERE nspname = $2))",
            table.name, self._schema,
        )}  # fmt: skip
        for reference, constraint in table.foreign_keys(tables):
            stem = f"{table.name}_{reference.column}"
            if f"{stem}_fkey" in there:
                continue
            made += 1
            self._run(f"CREATE INDEX IF NOT EXISTS {quoted(stem + '_idx')}"
                      f" ON {quoted(table.name)} ({quoted(reference.column)})")  # fmt: skip
            self._run(f"ALTER TABLE {quoted(table.name)}"
                      f" ADD CONSTRAINT {quoted(stem + '_fkey')} {constraint}")  # fmt: skip
        self._run(f"ANALYZE {quoted(table.name)}")
        self._commit()
        return made

    # ---- statements ------------------------------------------------------------------------------

    def _run(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with self._errors(), self._connection.cursor() as cursor:
            cursor.execute(statement, values or None)
            return list(cursor.fetchall()) if statement.startswith("SELECT") else []

    def _commit(self) -> None:
        with self._errors():
            self._connection.commit()

    def _rollback(self) -> None:
        with self._errors():
            self._connection.rollback()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """The driver's errors as ours: OSError with one line, or KeyboardInterrupt."""
        import adbc_driver_manager as adbc

        try:
            yield
        except adbc.Error as error:
            if error.status_code == adbc.AdbcStatusCode.CANCELLED:
                raise KeyboardInterrupt from error
            words = " ".join(str(error).split())
            if error.sqlstate == "55P03":
                words = "another load into this schema goes on; try again when it is done"
            raise OSError(redacted(f"{self._url}: {words}")) from None


def _with_bytes(rows: pa.RecordBatchReader, uuids: Collection[str]) -> pa.RecordBatchReader:
    """UUIDs as the 16 bytes that binary COPY has for them; everything else ADBC knows itself."""
    import pyarrow as pa

    if not uuids:
        return rows
    places = [rows.schema.get_field_index(name) for name in uuids]
    schema = rows.schema
    for place in places:
        schema = schema.set(place, schema.field(place).with_type(pa.binary(16)))

    def converted() -> Iterator[pa.RecordBatch]:
        for batch in rows:
            columns = list(batch.columns)
            for place in places:
                columns[place] = _bytes_of_uuids(columns[place])
            yield pa.RecordBatch.from_arrays(columns, schema=schema)

    return pa.RecordBatchReader.from_batches(schema, converted())


def _bytes_of_uuids(column: pa.Array) -> pa.Array:
    import pyarrow as pa
    import pyarrow.compute as pc

    digits = pc.replace_substring(column.fill_null("0" * 32), "-", "")
    packed = bytes.fromhex("".join(digits.to_pylist()))
    valid = column.is_valid().buffers()[1] if column.null_count else None
    return pa.Array.from_buffers(pa.binary(16), len(column), [valid, pa.py_buffer(packed)])
