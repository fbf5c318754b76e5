"""A load that ends too early: nothing is half there, and the same load again makes what an
undisturbed one would have made."""

import os
import signal
import subprocess
import sys
import time

import pytest
from python_package import PACKAGE, TABLES

# Ends itself by a signal when a batch of a table is asked for, or a table is to be linked; batches
# have 20 rows.
LOAD = """
import os, sys, time
from fauxmart import _load_command, _load_dataset, _load_postgres

where, table, batch, number = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
words = sys.argv[5:]
_load_dataset.BATCH_ROWS = 20
batches, link = _load_dataset.OnDisk.batches, _load_postgres.Postgres.link

def ending(self, name):
    for place, each in enumerate(batches(self, name)):
        if where == "rows" and name == table and place == batch:
            os.kill(os.getpid(), number)
            time.sleep(1)  # the driver's own thread cancels the statement meanwhile
        yield each

def linking(self, definition, tables):
    made = link(self, definition, tables)
    if where == "link" and definition.name == table:
        os.kill(os.getpid(), number)
    return made

_load_dataset.OnDisk.batches = ending
_load_postgres.Postgres.link = linking
sys.exit(_load_command.run(["load", *words]))
"""


def ended(where, table, batch, number, *words):
    return subprocess.run(
        [sys.executable, "-c", LOAD, where, table, str(batch), str(int(number)), *map(str, words)],
        env={**os.environ, "PYTHONPATH": str(PACKAGE)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def undisturbed(server, small, fm, dump):
    server.psql("postgres", "CREATE DATABASE undisturbed")
    fm.load(small, server.url("undisturbed"))
    return dump("undisturbed")


def is_killed_and_goes_on(server, database, small, fm, dump, undisturbed, where, table, batch):
    url = server.url(database)
    done = ended(where, table, batch, signal.SIGKILL, small, "--to", url)
    assert done.returncode == -signal.SIGKILL, done.stderr
    before = TABLES[: TABLES.index(table)] if where == "rows" else TABLES
    kept = server.psql(database, "SELECT table_name FROM fauxmart_load").split()
    assert sorted(kept) == sorted(before)
    there = server.psql(
        database, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    ).split()
    assert set(there) == {*before, "fauxmart_load"}
    again = fm.load(small, url)
    assert list(again.new) == TABLES[len(before) :]
    assert dump(database) == undisturbed


@pytest.mark.parametrize(
    "where, table, batch",
    [("rows", "customers", 0), ("rows", "orders", 2), ("rows", "order_items", 0),
     ("link", "orders", 0)],
)  # fmt: skip
def test_a_killed_load_goes_on(server, database, small, fm, dump, undisturbed, where, table, batch):
    is_killed_and_goes_on(server, database, small, fm, dump, undisturbed, where, table, batch)


@pytest.mark.long
@pytest.mark.parametrize("where", ["rows", "link"])
@pytest.mark.parametrize("table", TABLES)
def test_a_load_killed_at_every_table(server, database, small, fm, dump, undisturbed, where, table):
    is_killed_and_goes_on(server, database, small, fm, dump, undisturbed, where, table, 0)


def test_ctrl_c_says_how_to_go_on(server, database, small, fm, dump, undisturbed):
    done = ended("rows", "orders", 1, signal.SIGINT, small, "--to", server.url(database))
    assert done.returncode == 130, done.stderr
    assert done.stderr == (
        "fauxmart: interrupted; finished tables stay\nTo go on: the same command again\n"
    )
    fm.load(small, server.url(database))
    assert dump(database) == undisturbed


def test_ctrl_c_while_the_server_works(server, database, small, start, fm):
    """It waits for another's lock, and would for ever."""
    import adbc_driver_postgresql.dbapi as dbapi

    url = server.url(database)
    fm.load(small, url, tables="suppliers")
    with dbapi.connect(url) as other, other.cursor() as cursor:
        cursor.execute("LOCK TABLE suppliers IN ACCESS EXCLUSIVE MODE")
        process = start("load", small, "--to", url, "--overwrite")
        waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        while server.psql("postgres", waiting) == "0":
            assert process.poll() is None, process.communicate()
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate()
        other.rollback()
    assert process.returncode == 130 and "To go on" in err
    assert server.psql(database, "SELECT count(*) FROM suppliers") == "8"


def test_two_loads_at_once(server, database, small, fm, monkeypatch):
    """The second waits, and gives up."""
    import adbc_driver_postgresql.dbapi as dbapi
    from fauxmart import _load_postgres

    monkeypatch.setattr(_load_postgres, "_WAIT_FOR_ANOTHER_LOAD", "10ms")
    with dbapi.connect(server.url(database)) as other, other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtextextended('fauxmart_load public', 0))::text")
        cursor.fetchall()
        with pytest.raises(OSError, match="another load into this schema goes on"):
            fm.load(small, server.url(database))
        fm.load(small, server.url(database), schema="elsewhere", tables="suppliers")
        other.rollback()
    assert server.psql(database, "SELECT to_regclass('fauxmart_load') IS NULL") == "t"
