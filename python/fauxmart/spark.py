"""Spark: tables made by the executors, as a data source of PySpark 4.

>>> spark.dataSource.register(fauxmart.spark.FauxmartDataSource)  # doctest: +SKIP
>>> orders = (
...     spark.read.format("fauxmart")
...     .option("scenario", "viral_moment")
...     .option("table", "orders")
...     .load()
... )  # doctest: +SKIP

The driver resolves the request and plans it. Executors need this package and no file: the request
travels as one text. A partition is a chunk of the plan, and has the rows that the file of the same
number has on a single machine. docs/spark.md has the options.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from typing import TYPE_CHECKING, Any

from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition
from pyspark.sql.types import (
    ArrayType,
    BooleanType,
    DataType,
    DecimalType,
    DoubleType,
    IntegerType,
    LongType,
    StringType,
    StructField,
    StructType,
    TimestampType,
)

from . import _options
from ._native import native

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["FauxmartDataSource"]


class FauxmartDataSource(DataSource):
    """The format "fauxmart": one table of a request.

    Options: `table`; `scenario` (a built-in name, or a file that the driver reads); and those of
    `fauxmart generate` that decide rows and types, by the same names: seed, start, duration,
    intensity, hours, with, without, set, ids, money and so on. Several values of with, without or
    set stand on lines of their own. Or, in the place of all but `table`: `request`, the text of
    a manifest.

    ValueError: an option is wrong, in the words of the command line.
    """

    @classmethod
    def name(cls) -> str:
        """What `spark.read.format` takes."""
        return "fauxmart"

    def __init__(self, options: MutableMapping[str, str]) -> None:
        given = dict(options)
        table = given.pop("table", None)
        if table is None:
            names = ", ".join(native.known_tables())
            raise ValueError(f'name a table: option("table", "orders"); there are {names}')
        request = given.pop("request", None)
        if request is not None and given:
            raise ValueError(f"request and {', '.join(given)} exclude each other: it has them all")
        self._table = table
        self._request = request or _options.request(_options.words(given))
        _schema(self._table, self._request)  # refuses tables that there are not

    def schema(self) -> StructType:
        """The table's declaration in Spark's types."""
        fields = _schema(self._table, self._request)
        return StructType([StructField(f.name, _spark_type(f.type), f.nullable) for f in fields])

    def reader(self, schema: StructType) -> FauxmartReader:
        """ValueError: `schema` is not the table's own."""
        if schema != self.schema():
            raise ValueError(f"{self._table} has a schema of its own: leave out schema()")
        return FauxmartReader(self._table, self._request)


class FauxmartReader(DataSourceReader):
    """One table of a sealed request. `partitions` runs on the driver, `read` on executors."""

    def __init__(self, table: str, request: str) -> None:
        self._table = table
        self._request = request

    def partitions(self) -> list[InputPartition]:
        """One a part of the table, by arithmetic. ValueError: it cannot be planned."""
        parts = _options.opened(self._request).source.parts(self._table)
        return [InputPartition(part) for part in range(parts)]

    def read(self, partition: InputPartition) -> Iterator[pa.RecordBatch]:
        """The rows of a part, some 64 Ki at a time."""
        import pyarrow as pa

        shop = _options.opened(self._request)
        schema = _schema(self._table, self._request)
        # One thread: how many parts are made at a time is Spark's choice.
        stream = shop.source.stream(self._table, *shop.types, 1, partition.value)
        for batch in pa.RecordBatchReader.from_stream(_Capsule(stream=stream)):
            columns = [
                column if column.type == field.type else column.cast(field.type)
                for column, field in zip(batch.columns, schema, strict=True)
            ]
            yield pa.RecordBatch.from_arrays(columns, schema=schema)


class _Capsule:
    """What pyarrow takes a schema or a stream from."""

    def __init__(self, schema: object = None, stream: object = None) -> None:
        self._schema = schema
        self._stream = stream

    def __arrow_c_schema__(self) -> object:
        return self._schema

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._stream


def _schema(table: str, request: str) -> pa.Schema:
    """The table's schema as Spark takes it: no dictionaries, and lists as it names their items."""
    import pyarrow as pa

    types = _options.opened(request).types
    fields = []
    for field in pa.schema(_Capsule(schema=native.schema(table, *types))):
        kind = field.type
        if pa.types.is_dictionary(kind):
            kind = kind.value_type
        elif pa.types.is_list(kind):
            kind = pa.list_(kind.value_field.with_name("element"))
        fields.append(pa.field(field.name, kind, field.nullable))
    return pa.schema(fields)


def _spark_type(kind: Any) -> DataType:
    import pyarrow as pa

    if pa.types.is_decimal(kind):
        return DecimalType(kind.precision, kind.scale)
    if pa.types.is_timestamp(kind):
        return TimestampType()
    if pa.types.is_list(kind):
        return ArrayType(_spark_type(kind.value_type), kind.value_field.nullable)
    return {
        pa.int64(): LongType(),
        pa.int32(): IntegerType(),
        pa.bool_(): BooleanType(),
        pa.float64(): DoubleType(),
        pa.string(): StringType(),
    }[kind]
