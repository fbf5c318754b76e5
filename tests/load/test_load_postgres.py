"""What is in PostgreSQL after a load: the rows of the files, the declared types, keys that the
server has checked."""

import datetime
import json
from decimal import Decimal

import pyarrow.dataset as ds
import pytest
from conftest import FORMATS
from python_package import TABLES

TYPES = {
    "id": ("bigint", "int8"),
    "int32": ("integer", "int4"),
    "int64": ("bigint", "int8"),
    "float64": ("double precision", "float8"),
    "money": ("numeric", "numeric"),
    "timestamp": ("timestamp with time zone", "timestamptz"),
    "bool": ("boolean", "bool"),
    "category": ("text", "text"),
    "text": ("text", "text"),
    "text_list": ("ARRAY", "_text"),
}


def files(folder, table):
    inside = folder / table
    return sorted((inside if inside.is_dir() else folder / "truth" / table).iterdir())


def wanted(folder, table):
    """The rows of Parquet files, as pyarrow alone reads them."""
    return [tuple(row.values()) for row in ds.dataset(files(folder, table)).to_table().to_pylist()]


def found(server, database, table, schema="public"):
    """The rows as the server prints them, and not as the driver that wrote them reads them."""
    printed = server.psql(
        database,
        f"SET timezone = 'UTC'; SELECT row_to_json(t) FROM \"{schema}\".{table} t",
    )
    return [tuple(json.loads(row, parse_float=Decimal).values()) for row in printed.splitlines()]


def same(server, database, table, rows, schema="public"):
    kinds = [
        type(next((v for v in column if v is not None), None)) for column in zip(*rows, strict=True)
    ]
    there = []
    for row in found(server, database, table, schema):
        values = [
            value if value is None
            else float(value) if kind is float
            else Decimal(value) if kind is Decimal
            else datetime.datetime.fromisoformat(value) if kind is datetime.datetime
            else value
            for kind, value in zip(kinds, row, strict=True)
        ]  # fmt: skip
        there.append(tuple(values))
    assert len(there) == len(rows)
    assert sorted(there, key=repr) == sorted((tuple(_utc(row)) for row in rows), key=repr)


def _utc(row):
    for value in row:
        is_time = isinstance(value, datetime.datetime)
        yield value.astimezone(datetime.UTC) if is_time else value


@pytest.mark.parametrize("format", FORMATS)
def test_rows_are_those_of_the_files(format, server, database, small, datasets, fm):
    done = fm.load(datasets(format, "--format", format), server.url(database))
    assert list(done.tables) == list(done.new) == TABLES and done.foreign_keys == 13
    for table in TABLES:
        rows = wanted(small, table)
        assert len(rows) == done.tables[table] > 0
        same(server, database, table, rows)


def test_types_and_nullability(database, server, small, fm, query):
    fm.load(small, server.url(database))
    described = json.loads(fm.describe(format="json"))["tables"]
    for table in described:
        columns = query(
            "SELECT column_name::text, data_type::text, udt_name::text, is_nullable::text,"
            " numeric_precision::int, numeric_scale::int FROM information_schema.columns"
            f" WHERE table_schema = 'public' AND table_name = '{table['name']}'"
            " ORDER BY ordinal_position"
        )
        assert [column[:4] for column in columns] == [
            (c["name"], *TYPES[c["logical_type"]], "YES" if c["nullable"] else "NO")
            for c in table["columns"]
        ]
        money = [c["name"] for c in table["columns"] if c["logical_type"] == "money"]
        assert {c[0]: c[4:] for c in columns if c[0] in money} == dict.fromkeys(money, (12, 2))
        ((comment,),) = query(f"SELECT obj_description('{table['name']}'::regclass)")
        assert comment.startswith(table["description"].rstrip(".")[:20])


def test_keys_are_there_and_were_checked(database, server, small, fm, query):
    fm.load(small, server.url(database))
    keys = query(
        "SELECT conrelid::regclass::text, contype::text, convalidated, pg_get_constraintdef(oid)"
        " FROM pg_constraint WHERE connamespace = 'public'::regnamespace"
    )
    assert all(validated for _, _, validated, _ in keys)
    tables = json.loads(fm.describe(format="json"))["tables"]
    assert {(table, text) for table, kind, _, text in keys if kind == "p"} == {
        (t["name"], f"PRIMARY KEY ({t['key']})") for t in tables if t["key"]
    } | {("fauxmart_load", "PRIMARY KEY (table_name)")}
    references = {
        (t["name"], c["name"], *c["references"].split("."))
        for t in tables
        for c in t["columns"]
        if c["references"]
    }
    assert {(table, text) for table, kind, _, text in keys if kind == "f"} == {
        (table, f"FOREIGN KEY ({column}) REFERENCES {other}({key})")
        for table, column, other, key in references
    }
    indexes = query("SELECT tablename::text, indexdef FROM pg_indexes WHERE schemaname = 'public'")
    for table, column, _, _ in references:
        assert any(t == table and text.endswith(f"({column})") for t, text in indexes)


@pytest.mark.parametrize("format", ["parquet", "csv"])
def test_uuids_and_floats(format, server, database, datasets, fm, query):
    """Also where an id is null, and where a batch has other rows before it."""
    flags = ["--ids", "uuid", "--money", "float64"]
    folder = datasets(f"uuid_{format}", *flags, "--format", format)
    fm.load(folder, server.url(database))
    reference = datasets("uuid_parquet", *flags)
    for table in ("orders", "cart_abandonment", "incident_labels"):
        same(server, database, table, wanted(reference, table))
    types = query(
        "SELECT DISTINCT data_type::text FROM information_schema.columns WHERE table_schema ="
        " 'public' AND column_name IN ('order_id', 'row_id', 'customer_id', 'session_id')"
    )
    assert types == [("uuid",)]
    assert query("SELECT pg_typeof(total_amount)::text FROM orders LIMIT 1") == [
        ("double precision",)
    ]


def test_a_blind_dataset_has_no_truth(server, database, datasets, tmp_path, fm, query):
    folder = datasets("blind", "--truth", tmp_path / "truth")
    done = fm.load(folder, server.url(database))
    assert list(done.tables) == TABLES[:-2] and done.foreign_keys == 12
    assert query("SELECT to_regclass('incidents') IS NULL") == [(True,)]


def test_marks_of_spreadsheets_are_taken_away(server, database, small, datasets, fm):
    folder = datasets("marked", "--format", "csv", "--csv-text", "safe")
    assert "\"'+1" in files(folder, "customers")[0].read_text()
    fm.load(folder, server.url(database), tables="customers")
    same(server, database, "customers", wanted(small, "customers"))


def test_tables_one_after_the_other(server, database, small, fm, query):
    """Foreign keys come with the table that they refer to."""
    url = server.url(database)
    names = "SELECT conname::text FROM pg_constraint WHERE contype = 'f' ORDER BY 1"
    first = fm.load(small, url, tables=["returns", "order_items"])
    assert list(first.new) == ["order_items", "returns"] and first.foreign_keys == 0
    second = fm.load(small, url, tables="orders,returns")
    assert second.new == ("orders",) and second.foreign_keys == 1
    assert query(names) == [("order_items_order_id_fkey",), ("returns_order_id_fkey",)]
    fm.load(small, url)
    assert len(query(names)) == 13
    again = fm.load(small, url)
    assert again.new == () and again.new_rows == 0 and again.foreign_keys == 13


def test_a_schema_of_any_name(server, database, small, fm):
    name = 'Be"fore; DROP'
    fm.load(small, server.url(database), schema=name, tables="suppliers")
    doubled = name.replace('"', '""')
    assert server.psql(database, f'SELECT count(*) FROM "{doubled}".suppliers') == "8"


def test_an_empty_table(server, database, datasets, fm, query):
    folder = datasets("quiet", of=["baseline", "--duration", "1h", "--customers", "50"])
    done = fm.load(folder, server.url(database))
    assert done.tables["campaigns"] == done.tables["incident_labels"] == 0
    assert query("SELECT count(*) FROM campaigns") == [(0,)]


def test_batches_are_bounded(small, fm):
    from fauxmart import _load_dataset

    source = _load_dataset.open_dataset(str(small))
    sizes = [batch.num_rows for batch in source.batches("order_items")]
    assert sum(sizes) == source.tables["order_items"].rows
    assert max(sizes) <= _load_dataset.BATCH_ROWS
