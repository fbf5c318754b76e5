"""Readers of the four formats, as a user of pyarrow would write them.

CSV and JSONL have no types of their own: they come from dictionary.json, or rather from a Parquet
file's schema, which is why every reader takes one. The schema has strings for categories.
"""

import io
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.feather
import pyarrow.ipc
import pyarrow.json
import pyarrow.parquet as pq
from shop import parts, plain


def read_file(path: Path, schema: pa.Schema) -> pa.Table:
    """A file of any format, categories as strings, in one chunk a column."""
    match path.suffix:
        case ".parquet":
            return plain(pq.read_table(path))
        case ".feather":
            return plain(pa.feather.read_table(path))
        case ".csv":
            return read_csv(path.read_bytes(), schema)
        case ".jsonl":
            return read_jsonl(path.read_bytes(), schema)
    raise AssertionError(path)


def read_table(dataset: Path, table: str, schema: pa.Schema) -> pa.Table:
    return pa.concat_tables(
        read_file(path, schema) for path in parts(dataset, table)
    ).combine_chunks()


def read_csv(data: bytes, schema: pa.Schema) -> pa.Table:
    """Null is an empty field, the empty string is "". Lists are JSON arrays."""
    types = {field.name: pa.string() if is_list(field) else field.type for field in schema}
    read = pa.csv.read_csv(
        io.BytesIO(data),
        parse_options=pa.csv.ParseOptions(newlines_in_values=True),
        convert_options=pa.csv.ConvertOptions(
            column_types=types,
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
            true_values=["true"],
            false_values=["false"],
            timestamp_parsers=["%Y-%m-%dT%H:%M:%S.%fZ", pa.csv.ISO8601],
        ),
    )
    return typed(read, schema)


def read_jsonl(data: bytes, schema: pa.Schema) -> pa.Table:
    """Money as written, not as a double: its digits are those of the text."""
    if not data:
        return schema.empty_table()
    # Arrow reads numbers into decimals, but times only as it does for naive ones: as strings first.
    early = pa.schema(
        pa.field(field.name, pa.string()) if pa.types.is_timestamp(field.type) else field
        for field in schema
    )
    read = pa.json.read_json(
        io.BytesIO(data),
        read_options=pa.json.ReadOptions(block_size=max(1 << 20, len(data))),
        parse_options=pa.json.ParseOptions(
            explicit_schema=early, unexpected_field_behavior="error"
        ),
    )
    return typed(read, schema)


def read_stream(data: bytes) -> pa.Table:
    with pa.ipc.open_stream(io.BytesIO(data)) as reader:
        return plain(reader.read_all())


def is_list(field: pa.Field) -> bool:
    return pa.types.is_list(field.type)


def typed(read: pa.Table, schema: pa.Schema) -> pa.Table:
    assert read.column_names == schema.names
    columns = []
    for field, column in zip(schema, read.columns, strict=True):
        if is_list(field) and pa.types.is_string(column.type):
            values = [None if text is None else json.loads(text) for text in column.to_pylist()]
            column = pa.chunked_array([pa.array(values, field.type)])
        elif pa.types.is_timestamp(field.type) and pa.types.is_string(column.type):
            assert pc.all(pc.ends_with(column, "Z")).as_py() in (True, None)
            naive = pc.replace_substring(column, "Z", "").cast(pa.timestamp("us"))
            column = pc.assume_timezone(naive, "UTC")
        columns.append(column.cast(field.type))
    return pa.table(columns, schema=schema).combine_chunks()
