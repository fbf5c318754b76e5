"""Parts of a table as Arrow batches, from Parquet, Feather, CSV or JSON lines.

What a text file does not say comes from the schema: decimals, times, the text of a category. Null
and the empty text stay apart in all of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa


def read(paths: list[str], schema: pa.Schema, marked: bool, rows: int) -> Iterator[pa.RecordBatch]:
    """Batches of at most `rows` rows, with the schema's names; categories as dictionaries or texts.

    `marked`: an apostrophe before a text in CSV is a mark, and none of the text's.
    """
    import os

    import pyarrow.dataset as ds

    # Lines of JSON without rows are a file without bytes, which pyarrow takes for no JSON.
    paths = [path for path in paths if os.path.getsize(path) > 0]
    if not paths:
        return
    kind = paths[0].rpartition(".")[2]
    plain = schema if kind in ("parquet", "feather") else _as_text(schema, lists=kind == "csv")
    source = ds.dataset(paths, schema=plain, format=_format(kind, plain))
    for batch in source.to_batches(batch_size=rows):
        yield _refined(batch, schema, marked) if kind == "csv" else batch


def _format(kind: str, schema: pa.Schema) -> Any:
    import pyarrow.csv as csv
    import pyarrow.dataset as ds

    if kind == "csv":
        convert = csv.ConvertOptions(
            column_types=schema, null_values=[""], strings_can_be_null=True,
            quoted_strings_can_be_null=False, true_values=["true"], false_values=["false"],
        )  # fmt: skip
        return ds.CsvFileFormat(csv.ParseOptions(newlines_in_values=True), convert_options=convert)
    if kind == "jsonl":
        import pyarrow.json as lines

        return ds.JsonFileFormat(
            parse_options=lines.ParseOptions(
                explicit_schema=schema, newlines_in_values=False, unexpected_field_behavior="error"
            )
        )
    return kind


def _as_text(schema: pa.Schema, lists: bool) -> pa.Schema:
    import pyarrow as pa

    def plain(kind: pa.DataType) -> pa.DataType:
        written = pa.types.is_dictionary(kind) or (lists and pa.types.is_list(kind))
        return pa.string() if written else kind

    return pa.schema([field.with_type(plain(field.type)) for field in schema])


def _refined(batch: pa.RecordBatch, schema: pa.Schema, marked: bool) -> pa.RecordBatch:
    """Texts without marks, and lists, which are JSON arrays in a field."""
    import pyarrow as pa
    import pyarrow.compute as pc

    columns = []
    for field, column in zip(schema, batch.columns, strict=True):
        if pa.types.is_list(field.type):
            lists = [None if each is None else json.loads(each) for each in column.to_pylist()]
            column = pa.array(lists, field.type)
        elif marked and pa.types.is_string(column.type):
            column = pc.replace_substring_regex(column, "^'", "")
        columns.append(column)
    return pa.RecordBatch.from_arrays(columns, schema.names)
