"""One table of a dataset, made when it is read."""

from __future__ import annotations

import operator
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from . import _html, _progress
from ._native import native

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

    from ._dataset import Dataset


class Table:
    """A table that is not there yet: each reading makes its rows anew, and the same ones.

    Any library that reads the Arrow PyCapsule interface takes it as it is, without a copy: pyarrow,
    polars, DuckDB (by the name of a variable), pandas 3. Rows are in the order of their files:
    orders and what hangs on them by time of order, everything else by id.

    Types: ids int64, or text with `ids="uuid"`; money decimal128(12, 2) in US dollars, or float64
    with `money="float64"`; timestamps in microseconds, UTC; names with few values are dictionaries
    of text. `fauxmart.describe(table)` says what each column means, with its unit.
    """

    __slots__ = ("_dataset", "name")

    def __init__(self, dataset: Dataset, name: str) -> None:
        self._dataset = dataset
        self.name = name

    # ---- for other libraries ---------------------------------------------------------------------

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """A new stream of all rows, as a PyCapsule "arrow_array_stream". `requested_schema` is
        passed over, as the interface allows: the schema is always the table's own."""
        return self._dataset._open(self.name)

    def __arrow_c_schema__(self) -> object:
        """The schema, as a PyCapsule "arrow_schema"; makes no rows."""
        ids, money = self._dataset._representation
        return native.schema(self.name, ids, money)

    # ---- for users -------------------------------------------------------------------------------

    @property
    def schema(self) -> pa.Schema:
        """The pyarrow schema; makes no rows."""
        import pyarrow as pa

        return pa.schema(self)

    @property
    def columns(self) -> list[str]:
        """The names of the columns, in order."""
        names: list[str] = self.schema.names
        return names

    @property
    def planned_rows(self) -> int:
        """Rows as planned: exact for orders, tickets and abandoned carts where no effect has a
        filter, and for the shop's own tables; expected for the others."""
        return self._dataset._planned_rows(self.name)

    def reader(self) -> pa.RecordBatchReader:
        """A pyarrow reader of all rows, in batches of some 64 Ki rows, made ahead of the reader in
        bounded memory. To be read once, by one thread at a time."""
        import pyarrow as pa

        return pa.RecordBatchReader.from_stream(self)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Record batches, one after the other, in bounded memory: what is dropped is reused."""
        with interruptible():
            yield from self.reader()

    def head(self, rows: int = 10) -> pa.Table:
        """The first rows, as a pyarrow table. Orders and their like are made no further than that;
        metrics and the truth are measured, so for them all rows are."""
        import pyarrow as pa

        reader, taken, left = self.reader(), [], max(0, operator.index(rows))
        with interruptible(), reader:
            for batch in reader:
                taken.append(batch.slice(0, min(left, batch.num_rows)))
                left -= taken[-1].num_rows
                if left == 0:
                    break
        return pa.Table.from_batches(taken, reader.schema)

    def to_pyarrow(self) -> pa.Table:
        """All rows as a pyarrow table."""
        import pyarrow as pa

        reader = self.reader()
        with interruptible():
            if not _progress.wanted(self._dataset._progress):
                return reader.read_all()
            taken = []
            with _progress.bar(self._dataset._progress, self.planned_rows, self.name) as show:
                done = 0
                for batch in reader:
                    taken.append(batch)
                    done += batch.num_rows
                    show(done)
        return pa.Table.from_batches(taken, reader.schema)

    def to_pandas(self, **options: Any) -> pd.DataFrame:
        """All rows as a pandas DataFrame. Decimals become Python's own, dictionaries categories,
        timestamps datetime64[us, UTC]. `options` are those of pyarrow.Table.to_pandas; with
        `types_mapper=pandas.ArrowDtype` columns stay Arrow's, which takes less time and memory."""
        return self.to_pyarrow().to_pandas(**options)

    def to_polars(self) -> pl.DataFrame:
        """All rows as a polars DataFrame."""
        import polars as pl

        return pl.DataFrame(self.to_pyarrow())

    def preview(self, rows: int = 10) -> tuple[list[str], list[list[str]]]:
        """Names of the columns and cells of the first rows as text, as `fauxmart preview`."""
        columns, _, cells, _, _ = self._dataset._source.preview(self.name, rows)
        return columns, cells

    def __repr__(self) -> str:
        return f"<fauxmart.Table {self.name!r} of {self._dataset!r}>"

    def _repr_html_(self) -> str:
        return _html.table(self)


@contextmanager
def interruptible() -> Iterator[None]:
    """After Ctrl-C a stream ends with an error, of whichever library reads it, and Python raises
    KeyboardInterrupt as soon as it runs again: here, before the error goes any further."""
    try:
        yield
    except Exception:
        for _ in range(2):  # a jump back is where Python looks for signals
            pass
        raise
