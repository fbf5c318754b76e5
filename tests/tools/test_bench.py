"""The bench measures what it says, asks for what is there, and writes where it may."""

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest


@pytest.fixture
def load(repo, monkeypatch):
    """Imports a module of bench/ by its name, which no other suite's module may have."""
    for folder in ("bench", "bench/rivals"):
        monkeypatch.syspath_prepend(str(repo / folder))

    def load(name):
        module = importlib.import_module(name)
        assert Path(module.__file__).is_relative_to(repo / "bench"), f"two modules named {name}"
        return module

    return load


# ---- measure -------------------------------------------------------------------------------------


def test_cells_are_those_of_all_tables_and_parts(load, tmp_path):
    measure = load("measure")
    (tmp_path / "orders").mkdir()
    for part, rows in enumerate((3, 4)):
        table = pa.table({"a": range(rows), "b": [None] * rows})
        pq.write_table(table, tmp_path / f"orders/part-{part}.parquet")
    pq.write_table(pa.table({"c": [1]}), tmp_path / "lineitem.parquet")
    assert measure.rows(tmp_path) == {"orders": (7, 14), "lineitem": (1, 1)}
    assert measure.cells(tmp_path) == 15


def test_peak_memory_is_the_childs_and_not_ours(load):
    measure = load("measure")
    held = bytearray(b"x") * (200 << 20)
    small = measure.run([sys.executable, "-c", "pass"])
    large = measure.run([sys.executable, "-c", "a = bytearray(b'x') * (150 << 20)"])
    assert len(held) == 200 << 20
    assert small["peak"] < 60 << 20
    assert 150 << 20 < large["peak"] < 210 << 20


def test_processor_time_is_not_wall_time(load):
    measure = load("measure")
    asleep = measure.run([sys.executable, "-c", "import time; time.sleep(0.5)"])
    assert asleep["wall"] >= 0.5 > asleep["user"] + asleep["sys"]
    busy = "import time\nwhile time.process_time() < 0.3: pass"
    busy = measure.run([sys.executable, "-c", busy])
    assert busy["user"] + busy["sys"] >= 0.3


def test_what_a_command_reports_and_how_it_fails(load):
    measure = load("measure")
    told = measure.run([sys.executable, "-c", "print('hello')\nprint('{\"seconds\": 2}')"])
    assert measure.reported(told) == {"seconds": 2}
    assert measure.reported(measure.run([sys.executable, "-c", "print(1)"])) == {}
    with pytest.raises(RuntimeError, match="no such thing"):
        measure.run([sys.executable, "-c", "raise SystemExit('no such thing')"])


# ---- jobs ----------------------------------------------------------------------------------------


def test_fauxmart_takes_every_command_and_makes_the_orders(load, fauxmart, tmp_path):
    jobs = load("jobs").fauxmart(fauxmart)
    assert len({job.key for job in jobs}) == len(jobs)
    for job in jobs:
        command = [word.replace("{out}", str(tmp_path / "out")) for word in job.command]
        done = subprocess.run([*command, "--dry-run", "--json"], capture_output=True, text=True)
        assert done.returncode == 0, f"{command}\n{done.stderr}"
        if job.orders:
            tables = json.loads(done.stdout)["tables"]
            rows = {table["table"]: table["rows"] for table in tables}
            assert rows.get("orders", job.orders) == job.orders, job.key


def test_scripts_of_the_jobs_are_there(load, repo):
    for job in load("jobs").all_jobs(repo / "fauxmart", sys.executable):
        for word in job.command:
            if word.endswith(".py"):
                assert Path(word).is_relative_to(repo / "bench") and Path(word).is_file()


def test_a_rival_makes_our_columns(load, fauxmart, repo, tmp_path):
    """The schema that rivals share is that of our files, and the SQL one makes it, adding up."""
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    asked = ["generate", "baseline", "--hours", "0:1", "--tables", "orders,order_items"]
    subprocess.run([fauxmart, *asked, "--quiet", "--no-sync", "--out", ours], check=True)
    script = repo / "bench/rivals/duckdb_sql.py"
    subprocess.run([sys.executable, script, "--orders", "500", "--out", theirs], check=True)

    for table, schema in zip(("orders", "order_items"), load("rival_shop").schemas(), strict=True):
        (part,) = (ours / table).glob("*.parquet")
        assert pq.read_schema(part).remove_metadata().equals(schema)
        made = pq.read_table(theirs / table)
        assert made.column_names == schema.names
        assert made.cast(schema).num_rows >= 500
    orders = pq.read_table(theirs / "orders").to_pydict()
    items = pq.read_table(theirs / "order_items").to_pydict()
    sums = dict.fromkeys(orders["order_id"], 0)
    for order, price in zip(items["order_id"], items["total_price"], strict=True):
        sums[order] += price
    assert list(sums.values()) == orders["subtotal"]
    parts = zip(*(orders[c] for c in ("subtotal", "tax", "shipping_cost")), strict=True)
    assert [sum(part) for part in parts] == orders["total_amount"]


# ---- results -------------------------------------------------------------------------------------


def test_ratios_are_of_a_round(load):
    """A machine twice as slow in the second round leaves the ratio as it is."""
    jobs, results = load("jobs"), load("results")
    found = results.Results(
        [jobs.Job(key, "program", key, ()) for key in "ab"],
        {"a": [{"seconds": 1}, {"seconds": 2}], "b": [{"seconds": 3}, {"seconds": 6}]},
        0,
        {},
    )
    assert found.ratio("b", "a") == 3
    assert found.time("b") == "4.50 s (3.00 to 6.00)"


def test_recording_replaces_what_is_between_the_marks(load, repo):
    record = load("results").record
    text = "before\n<!-- bench:begin -->\nold\n<!-- bench:end -->\nafter\n"
    once = record(text, "new\n", "bench")
    assert once == "before\n<!-- bench:begin -->\n\nnew\n\n<!-- bench:end -->\nafter\n"
    assert record(once, "new\n", "bench") == once
    with pytest.raises(ValueError, match="no marks"):
        record("nothing", "new", "bench")
    for name in ("bench", "encodings"):
        record((repo / "docs/performance.md").read_text(), "new", name)


# ---- readers -------------------------------------------------------------------------------------


def test_readers_that_differ_are_found(load, tmp_path):
    readers = load("compare_readers")
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"n": pa.array([1, None, 3], pa.int64())}), path)
    columns = readers.kinds([path])
    expected = readers.with_pyarrow([path], columns)
    assert readers.differences(expected, readers.with_duckdb([path], columns)) == []
    assert readers.differences(expected, (3, {"n": (1, 5)})) == ["n: 4 and 5"]
    assert readers.differences(expected, (3, {"n": (0, 4)})) == ["n: 1 and 0 nulls"]
    assert readers.differences(expected, (2, {"n": (1, 4)})) == ["rows: 3 and 2"]
