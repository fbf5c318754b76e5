"""A dataset on disk into a database: tables, rows, keys, foreign keys and indexes."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from . import _arguments, _load_url, _progress
from ._load_dataset import OnDisk, open_dataset
from ._load_tables import RECORD, Definition, Dialect, definition
from ._table import interruptible

if TYPE_CHECKING:
    import pyarrow as pa

    from ._arguments import Texts
    from ._progress import Progress


@dataclass(frozen=True)
class Loaded:
    """What is in the database now, and what of it this load has brought."""

    to: str
    """Without a password."""
    schema: str
    tables: dict[str, int]
    """Rows of each table that was asked for."""
    new: tuple[str, ...]
    """Those that were not there before."""
    foreign_keys: int
    """Foreign keys of these tables, each with an index."""
    seconds: float

    @property
    def new_rows(self) -> int:
        """Rows that this load has copied."""
        return sum(self.tables[name] for name in self.new)


class Database(Protocol):
    """What a load asks of a database; begin, drop, load and link are transactions, or several."""

    def close(self) -> None: ...
    def existing(self) -> set[str]: ...
    def record(self) -> list[tuple[str, str, int]]: ...
    def begin(self) -> None: ...
    def drop(self, tables: Collection[str]) -> None: ...
    def load(
        self,
        table: Definition,
        rows: pa.RecordBatchReader,
        of: str,
        expected: int,
        others: Collection[str],
    ) -> None: ...
    def link(self, table: Definition, tables: Collection[str]) -> int: ...


def load(
    path: str | os.PathLike[str],
    to: str,
    *,
    schema: str | None = None,
    tables: Texts | None = None,
    overwrite: bool = False,
    progress: Progress = None,
) -> Loaded:
    """Loads a dataset that is on disk into PostgreSQL or a DuckDB file, as `fauxmart load` does.

    Needs the extra `fauxmart[load]`. Each table is one transaction: its columns with their
    nullability, its rows, its primary key, its comments. When all are there, foreign keys are added
    and each gets an index. A table `fauxmart_load` keeps what was loaded, so a load that was
    interrupted or killed goes on with what is missing when it is called again.

    Args:
        path: the dataset's directory, of any format; it must be complete, and files must have the
            checksums in its manifest.
        to: "postgresql://USER@HOST/NAME", with whatever else libpq takes there, or a DuckDB file,
            "FILE.duckdb". A password is better left to PGPASSWORD or ~/.pgpass.
        schema: where the tables go; made if it is not there. Default: public, in DuckDB main.
        tables: load these only. Default: all that the dataset has. Foreign keys to tables that are
            not in the database are left out.
        overwrite: drop the tables that were loaded before, and nothing else.
        progress: as for `generate`.

    Raises:
        ValueError: the request is wrong, or the schema has another dataset, or tables of others.
        FileNotFoundError: there is no such dataset, or it is not complete.
        OSError: files are not what the manifest says, or the database refuses; what it said.
        ImportError: the extra is not installed.
        KeyboardInterrupt: after Ctrl-C; tables that were finished stay.
    """
    begun = time.monotonic()
    where = _arguments.text("to", to)
    dialect = _load_url.kind(where)
    place = schema_of(dialect, schema)
    source = open_dataset(_arguments.text("path", os.fspath(path)))
    chosen = _chosen(source, tables)
    definitions = {
        name: definition(name, dialect, source.uuid, source.float64) for name in source.tables
    }
    with interruptible(), _opened(dialect, where, place) as database:
        there = _checked(database, source, chosen, overwrite)
        database.begin()
        if overwrite:
            database.drop([name for name in _order(source, there)])
            there = set()
        missing = [name for name in chosen if name not in there]
        total = sum(source.tables[name].rows for name in missing)
        with _shown(progress, total) as show:
            done = 0
            for name in missing:
                part = source.tables[name]
                rows = _reader(source, name, show, done)
                database.load(definitions[name], rows, source.identity, part.rows, there)
                there.add(name)
                done += part.rows
                show(done)
        for name in _order(source, there):
            if name in source.tables:
                database.link(definitions[name], there)
    return Loaded(
        to=_load_url.redacted(where),
        schema=place,
        tables={name: source.tables[name].rows for name in chosen},
        new=tuple(missing),
        foreign_keys=sum(len(definitions[name].foreign_keys(there)) for name in chosen),
        seconds=time.monotonic() - begun,
    )


def schema_of(dialect: Dialect, schema: str | None) -> str:
    """The schema's name. ValueError: it can be none."""
    if schema is None:
        return "public" if dialect == "postgres" else "main"
    if not _arguments.text("schema", schema) or len(schema.encode()) > 63:
        raise ValueError("--schema: a name has 1 to 63 bytes")
    return schema


def _chosen(source: OnDisk, tables: Texts | None) -> list[str]:
    if tables is None:
        return list(source.tables)
    wanted = _arguments.texts("tables", tables)
    _arguments.flag("--tables", ",".join(wanted), "load")
    names = {name.strip().rpartition("/")[2] for each in wanted for name in each.split(",")}
    for name in sorted(names - source.tables.keys()):
        raise ValueError(
            f"--tables: {source.root} has no {name}; it has {', '.join(source.tables)}"
        )
    return [name for name in source.tables if name in names]


def _opened(dialect: Dialect, where: str, schema: str) -> Any:
    from contextlib import closing

    try:
        import xxhash  # noqa: F401  the files' checksums will want it

        if dialect == "postgres":
            from ._load_postgres import Postgres

            return closing(Postgres(where, schema))
        from ._load_duckdb import DuckDB

        return closing(DuckDB(where, schema))
    except ModuleNotFoundError as error:
        raise ImportError(
            f"load needs {error.name}, which is not installed\nGet it: pip install 'fauxmart[load]'"
        ) from error


def _checked(database: Database, source: OnDisk, chosen: list[str], overwrite: bool) -> set[str]:
    """The tables that are loaded already. ValueError: others are in the way."""
    existing = database.existing()
    record = database.record() if RECORD in existing else []
    loaded = {name: of for name, of, _ in record if name in existing}
    if not overwrite and any(of != source.identity for of in loaded.values()):
        raise ValueError(
            f"the schema has another dataset's {', '.join(sorted(loaded))}\n"
            "Load with --overwrite to drop these, or into another --schema"
        )
    foreign = sorted((existing - loaded.keys()) & set(chosen))
    if foreign:
        raise ValueError(
            f"the schema has {', '.join(foreign)} already, which fauxmart has not loaded\n"
            "Load into another --schema, or drop what is in the way"
        )
    return set(loaded)


def _order(source: OnDisk, tables: Collection[str]) -> list[str]:
    """What is referred to comes first."""
    from ._native import native

    return [name for name in native.known_tables() if name in tables]


def _reader(
    source: OnDisk, table: str, show: Callable[[int], object], before: int
) -> pa.RecordBatchReader:
    """The table's rows as a stream, which reports how many were taken, and `before` it."""
    import itertools

    import pyarrow as pa

    batches = source.batches(table)
    first = next(batches, None)
    schema = source.schema(table) if first is None else first.schema

    def counted() -> Iterator[pa.RecordBatch]:
        done = before
        for batch in itertools.chain([] if first is None else [first], batches):
            yield batch
            done += batch.num_rows
            show(done)

    return pa.RecordBatchReader.from_batches(schema, counted())


@contextmanager
def _shown(progress: Progress, total: int) -> Iterator[Callable[[int], object]]:
    if total == 0 or not _progress.wanted(progress):
        yield lambda done: None
        return
    with _progress.bar(progress, total, "rows") as show:
        yield show
