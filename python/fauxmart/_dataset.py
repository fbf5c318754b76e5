"""A dataset that is not there yet: what was asked for, and ways to read and to write it."""

from __future__ import annotations

import functools
import importlib
import os
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from . import _arguments, _html, _progress
from ._native import native
from ._table import Table

if TYPE_CHECKING:
    import datetime

    from ._arguments import ScenarioLike, Texts
    from ._fauxmart import Source
    from ._progress import Progress

Format: TypeAlias = Literal["parquet", "feather", "csv", "jsonl"]
Compression: TypeAlias = Literal["auto", "snappy", "zstd", "lz4", "none"]


def generate(
    scenario: ScenarioLike = "baseline",
    *,
    seed: int = 1,
    start: str | datetime.date | None = None,
    duration: str | datetime.timedelta | None = None,
    intensity: float | None = None,
    orders_per_hour: float | None = None,
    orders_per_day: float | None = None,
    customers: int | None = None,
    products: int | None = None,
    without: Texts | None = None,
    discount: float | None = None,
    category: Texts | None = None,
    set: Mapping[str, object] | Texts | None = None,
    world: str | os.PathLike[str] | None = None,
    ids: Literal["int64", "uuid"] = "int64",
    money: Literal["decimal", "float64"] = "decimal",
    threads: int | None = None,
    progress: Progress = None,
) -> Dataset:
    """The dataset of a scenario. Lazy: the request is checked now, rows are made when read.

    Equal arguments give equal rows on any machine, for one `data_version()`: those of
    `fauxmart generate` with the flags of the same names. `ids`, `money`, `threads` and `progress`
    decide how rows are represented and made, and never which.

    Args:
        scenario: a built-in name (`scenarios()`), a path to a YAML or JSON file, a dict of the same
            form, or a `Scenario`.
        seed: of all random numbers, 0 to 2^64-1.
        start: first hour of the window, UTC. Default: the scenario's, or 2025-01-01.
        duration: length in whole hours, days or weeks: "24h", "30d", "2w". Default: the scenario's.
        intensity: multiplies the orders of every hour. Default: the scenario's.
        orders_per_hour: base rate, before the daily curve. Default: the scenario's, or the world's.
        orders_per_day: orders in a day at intensity 1; instead of orders_per_hour.
        customers: how many there are. Default: the scenario's, or the world's.
        products: how many there are. Default: the scenario's, or the world's.
        without: incidents to leave out, or "all": the twin in which they never happened.
        discount: percent off, 0 to 100: the scenario's own sale, or one over its whole length.
        category: product categories of that sale.
        set: values of the world or the scenario by path: {"world.customers.count": 200}.
        world: a path to the shop's file. Default: the built-in world.
        ids: type of id columns.
        money: type of amounts, in US dollars.
        threads: that make rows, 1 to 1024. Default: one a core.
        progress: True for a bar (tqdm), False for none, or a function of (done, total). Default: a
            bar in notebooks where tqdm is installed.

    Raises:
        ValueError: the request is wrong; with the command line's message.
        FileNotFoundError: a file that it names is not there.
        OSError: a file cannot be read.
        TypeError: an argument is of no type it may be.
    """
    given = {name: value for name, value in locals().items() if name not in _REPRESENTATION}
    _arguments.flag("--ids", _arguments.text("ids", ids))
    _arguments.flag("--money", _arguments.text("money", money))
    if threads is not None:
        threads = _arguments.whole("--threads", threads)
    return Dataset(given, (ids == "uuid", money == "float64"), threads or 0, progress)


_REPRESENTATION = frozenset({"ids", "money", "threads", "progress"})


class Dataset:
    """Twelve tables that fit together, by name: `shop.orders`, `shop["returns"]`.

    The ten of the shop: customers, suppliers, products, campaigns, orders, order_items,
    support_tickets, cart_abandonment, returns, system_metrics. The two of the truth: incidents and
    incident_labels, which say what was planted and which rows it touched.

    Immutable: `hours`, `without` and `overlay` answer with another dataset. Made by `generate`.
    """

    customers: Table
    suppliers: Table
    products: Table
    campaigns: Table
    orders: Table
    order_items: Table
    support_tickets: Table
    cart_abandonment: Table
    returns: Table
    system_metrics: Table
    incidents: Table
    incident_labels: Table

    def __init__(
        self,
        arguments: Mapping[str, Any],
        representation: tuple[bool, bool],
        threads: int,
        progress: Progress,
    ) -> None:
        self._arguments = dict(arguments)
        self._representation = representation
        self._threads = threads
        self._progress = progress
        self._source: Source = native.Source(_arguments.request(self._arguments))

    # ---- tables ----------------------------------------------------------------------------------

    @property
    def tables(self) -> list[str]:
        """The names of all tables, in the order of the dataset."""
        return list(_table_names())

    def __getitem__(self, name: str) -> Table:
        """KeyError: there is no such table."""
        if name not in _table_names():
            raise KeyError(f"no table {name!r}; there are {', '.join(_table_names())}")
        return Table(self, name)

    def __getattr__(self, name: str) -> Table:
        if not name.startswith("_") and name in _table_names():
            return Table(self, name)
        raise AttributeError(f"a dataset has no table or attribute {name!r}")

    def __iter__(self) -> Iterator[Table]:
        return (Table(self, name) for name in _table_names())

    def __len__(self) -> int:
        return len(_table_names())

    def __contains__(self, name: object) -> bool:
        return name in _table_names()

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *_table_names()})

    # ---- other datasets --------------------------------------------------------------------------

    def hours(self, first: int, end: int) -> Dataset:
        """Hours `first` to `end` - 1 of the scenario's window, counted from 0, alone: at once, and
        with the rows that the whole has there."""
        for each in (first, end):
            if isinstance(each, bool) or not isinstance(each, int):
                raise TypeError(f"hours are whole numbers, not {type(each).__name__}")
        return self._but(hours=(first, end))

    def without(self, *incidents: str) -> Dataset:
        """The twin in which these incidents never happened; "all" for all of them."""
        before = self._arguments.get("without")
        given = _arguments.texts("without", before) if before is not None else []
        return self._but(without=[*given, *_arguments.texts("without", incidents)])

    def overlay(self, scenario: ScenarioLike, at: str | datetime.timedelta = "0h") -> Dataset:
        """With another scenario's effects, campaigns and incidents laid over it, `at` later."""
        return self._but(overlays=(*self._arguments.get("overlays", ()), (scenario, at)))

    def _but(self, **changes: Any) -> Dataset:
        changed = {**self._arguments, **changes}
        return Dataset(changed, self._representation, self._threads, self._progress)

    # ---- what it will be -------------------------------------------------------------------------

    @property
    def plan(self) -> dict[str, Any]:
        """What will be made, by arithmetic alone: scenario, world, start, end (ISO 8601, UTC),
        hours, hourly_orders (a list, one an hour), tables (rows, and whether they are exact),
        warnings. ValueError: what was asked for cannot be made."""
        return self._source.plan()

    @property
    def scenario(self) -> dict[str, Any]:
        """The scenario as it acts: description, effects, incidents (with their times), and the
        orders planned for each hour."""
        return self._source.scenario()

    # ---- files -----------------------------------------------------------------------------------

    def write(
        self,
        out: str | os.PathLike[str],
        *,
        format: Format = "parquet",
        compression: Compression = "auto",
        writer: Literal["own", "arrow"] = "own",
        tables: Iterable[str] | None = None,
        csv_text: Literal["plain", "safe"] = "plain",
        partition_by: Literal["date"] | None = None,
        card: bool = False,
        overwrite: bool = False,
        resume: bool = False,
        truth: str | os.PathLike[str] | None = None,
    ) -> dict[str, Any]:
        """Writes the dataset into the directory `out`, as `fauxmart generate` would, to the byte.

        Args:
            out: the directory; made if it is not there. Or s3://BUCKET/PATH or gs://BUCKET/PATH,
                where the bucket is there; credentials are taken from the environment.
            format: of the files, as --format.
            compression: of Parquet and Feather files, as --compression.
            writer: who encodes Parquet files, as --writer.
            csv_text: texts in CSV files, as --csv-text.
            tables: those to write. Default: all.
            partition_by: "date" puts fact tables into a folder a day, orders/date=2026-01-31, by
                the day (UTC) of the order or the session. Default: none, all in one folder.
            card: also write a dataset card, README.md.
            overwrite: replace the dataset that is there, and nothing else.
            resume: go on with a run of the same request that was interrupted.
            truth: a directory for the truth, apart from the rows. Default: inside `out`.

        Returns:
            orders, rows, bytes, seconds, and of each table rows, files, bytes and digest; the
            incidents with the number of rows each touched.

        Raises:
            ValueError: the request is wrong, or `out` is not what it must be.
            OSError: the directory or the store cannot be written.
            KeyboardInterrupt: after Ctrl-C; what is finished is kept, for `resume`.
        """
        write = native.WriteOptions()
        flag, text = _arguments.flag, _arguments.text
        write.format = flag("--format", text("format", format))
        write.compression = flag("--compression", text("compression", compression))
        write.writer = flag("--writer", text("writer", writer))
        write.csv_safe = flag("--csv-text", text("csv_text", csv_text)) == "safe"
        if partition_by is not None:
            key = text("partition_by", partition_by)
            write.by_date = flag("--partition-by", key) == "date"
        write.card = bool(card)
        if tables is not None:
            names = _arguments.texts("tables", tables)
            flag("--tables", ",".join(names))
            write.tables = names
        write.ids_as_uuid, write.money_as_float64 = self._representation
        run = native.RunOptions()
        run.threads = self._threads
        run.overwrite, run.resume = bool(overwrite), bool(resume)
        if overwrite and resume:
            raise ValueError(
                "--overwrite and --resume exclude each other: one removes what is there, the other "
                "goes on with it"
            )
        run.truth = os.fspath(truth) if truth is not None else ""
        where = text("out", os.fspath(out))
        if where in ("", "-"):
            raise ValueError(f"out: {where!r} is no directory's name")
        if "://" in where:
            # The one libarrow is pyarrow's too, which ends its stores' threads when Python exits.
            importlib.import_module("pyarrow.fs")
        if not _progress.wanted(self._progress):
            return self._source.write(where, write, run, None)
        with _progress.bar(self._progress, self.plan_orders, "orders") as show:
            return self._source.write(where, write, run, lambda done, planned: show(done))

    @property
    def plan_orders(self) -> int:
        """Orders in the whole window, as planned."""
        return sum(self.plan["hourly_orders"])

    def _open(self, table: str) -> object:
        return self._source.stream(table, *self._representation, self._threads, None)

    def _planned_rows(self, table: str) -> int:
        rows: int = next(each["rows"] for each in self.plan["tables"] if each["table"] == table)
        return rows

    def __repr__(self) -> str:
        given = [
            f"{name}={value!r}" for name, value in self._arguments.items() if value is not None
        ]
        return f"<fauxmart.Dataset {', '.join(given)}>"

    def _repr_html_(self) -> str:
        return _html.dataset(self)


@functools.cache
def _table_names() -> tuple[str, ...]:
    return tuple(native.known_tables())
