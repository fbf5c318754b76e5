"""A DuckDB file after a load: rows, types, keys; and what ends too early, or is refused."""

import json
import os
import signal
import subprocess
import sys

import duckdb
import pytest
from conftest import FORMATS
from python_package import PACKAGE, TABLES


@pytest.fixture
def file(tmp_path):
    return tmp_path / "shop.duckdb"


@pytest.fixture
def query(file):
    def query(statement):
        with duckdb.connect(str(file), read_only=True) as connection:
            connection.execute("SET TimeZone = 'UTC'")
            return connection.execute(statement).fetchall()

    return query


def parts(folder, table):
    return folder / ("truth" if table.startswith("incident") else "") / table / "*.parquet"


@pytest.mark.parametrize("format", FORMATS)
def test_rows_are_those_of_the_files(format, file, small, datasets, fm, query):
    """DuckDB's own reader of Parquet is the judge."""
    done = fm.load(datasets(format, "--format", format), str(file))
    assert list(done.new) == TABLES and done.schema == "main" and done.foreign_keys == 13
    for table in TABLES:
        read = f"SELECT * FROM read_parquet('{parts(small, table)}')"
        assert query(f"SELECT count(*) FROM {table}") == [(done.tables[table],)]
        assert query(f"(SELECT * FROM {table}) EXCEPT ALL ({read})") == []
        assert query(f"({read}) EXCEPT ALL (SELECT * FROM {table})") == []


def test_folders_by_date_are_the_same_rows(file, small, datasets, fm, query):
    fm.load(datasets("dated", "--start", "2025-01-01T23:00", "--partition-by", "date"), str(file))
    assert query("SELECT count(DISTINCT CAST(order_ts AS DATE)) FROM orders") == [(2,)]
    columns = [name for name, *_ in query("DESCRIBE orders")]
    assert columns == [name for name, *_ in query(f"DESCRIBE FROM '{parts(small, 'orders')}'")]


def test_days_without_rows(file, datasets, fm, query):
    """In JSON lines they are files without a byte."""
    quiet = ("--start", "2025-01-01T20:00", "--duration", "60h", "--orders-per-hour", "1")
    of = ["baseline", *quiet, "--customers", "50", "--products", "40"]
    made = datasets("quiet", "--format", "jsonl", "--partition-by", "date", of=of)
    assert any(not each.stat().st_size for each in made.rglob("*.jsonl"))
    assert fm.load(made, str(file)).tables["returns"] == query("SELECT count(*) FROM returns")[0][0]


def test_types_and_keys(file, small, fm, query):
    fm.load(small, str(file))
    described = fm.describe(format="sql")
    with duckdb.connect() as declared:
        declared.execute(described)
        ask = (
            "SELECT table_name, column_name, data_type, is_nullable, comment FROM duckdb_columns()"
            " WHERE table_name <> 'fauxmart_load' AND NOT internal ORDER BY ALL"
        )
        assert query(ask) == declared.execute(ask).fetchall()
        ask = (
            "SELECT table_name, constraint_text FROM duckdb_constraints()"
            " WHERE table_name <> 'fauxmart_load' AND constraint_type <> 'NOT NULL' ORDER BY ALL"
        )
        assert query(ask) == declared.execute(ask).fetchall()
    indexes = query("SELECT count(*) FROM duckdb_indexes()")
    assert indexes == [(13,)]


def test_uuids_floats_and_another_schema(file, datasets, fm, query):
    folder = datasets("uuid_parquet", "--ids", "uuid", "--money", "float64")
    fm.load(folder, str(file), schema="other")
    assert query(
        "SELECT DISTINCT typeof(order_id), typeof(total_amount), typeof(target_categories)"
        " FROM other.orders, other.campaigns"
    ) == [("UUID", "DOUBLE", "VARCHAR[]")]
    read = f"SELECT order_id::UUID FROM read_parquet('{parts(folder, 'orders')}')"
    assert query(f"SELECT order_id FROM other.orders EXCEPT ALL ({read})") == []


def test_a_killed_load_goes_on(file, small, fm, query):
    code = """
import os, signal, sys
from fauxmart import _load, _load_dataset
batches = _load_dataset.OnDisk.batches
_load_dataset.BATCH_ROWS = 20
def ending(self, name):
    for place, each in enumerate(batches(self, name)):
        if name == "orders" and place == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        yield each
_load_dataset.OnDisk.batches = ending
_load.load(*sys.argv[1:])
"""
    done = subprocess.run(
        [sys.executable, "-c", code, small, file],
        env={**os.environ, "PYTHONPATH": str(PACKAGE)},
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    assert {name for (name,) in query("SELECT table_name FROM duckdb_tables()")} == {
        *TABLES[:4],
        "fauxmart_load",
    }
    again = fm.load(small, str(file))
    assert list(again.new) == TABLES[4:]
    for table in TABLES:
        read = f"SELECT * FROM read_parquet('{parts(small, table)}')"
        assert query(f"SELECT count(*) FROM {table}") == [(again.tables[table],)]
        assert query(f"(SELECT * FROM {table}) EXCEPT ALL ({read})") == []
    assert query("SELECT count(*) FROM duckdb_indexes()") == [(13,)]


def test_refused_and_overwritten(file, small, datasets, load, query):
    other = datasets("seed_8", "--seed", "8", of=["baseline", "--duration", "1h"])
    status, out, err = load(small, "--to", file)
    assert (status, out) == (0, "") and "into " + str(file) in err
    status, _, err = load(other, "--to", file)
    assert status == 2 and "--overwrite" in err
    status, out, err = load(other, "--to", file, "--overwrite", "--json")
    assert (status, err) == (0, "")
    said = json.loads(out)
    assert said["tables"]["campaigns"] == {"rows": 0, "new": True}
    assert query("SELECT count(*) FROM orders") == [(said["tables"]["orders"]["rows"],)]
    assert load(other, "--to", file, "--quiet") == (0, "", "")


def test_a_file_that_cannot_be_used(file, small, load):
    file.write_bytes(b"not a database at all" * 1000)
    status, _, err = load(small, "--to", file)
    assert status == 1 and str(file) in err and err.count("\n") == 1
    file.unlink()
    with duckdb.connect(str(file)):
        status, _, err = load(small, "--to", file)
    assert status == 1 and "lock" in err and err.count("\n") == 1
