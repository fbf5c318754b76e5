"""Long tables: bounded memory, other threads that go on, and Ctrl-C."""

import os
import signal
import threading
import time

import pytest

# The highest resident memory, in MiB, when all batches of a table were seen. Not ru_maxrss: that
# begins with what the process that started this one had.
STREAM = """
import re, sys
import pyarrow
import fauxmart as fm

orders = int(sys.argv[1])
shop = fm.generate("baseline", orders_per_day=orders / 10, duration="10d")
rows = sum(batch.num_rows for batch in shop.orders.batches())
assert abs(rows - orders) < orders * 0.01, rows
status = open("/proc/self/status").read()
print(rows, int(re.search(r"VmHWM:\\s+(\\d+) kB", status)[1]) / 1024)
"""


def streamed(python, orders):
    out, err = python(STREAM, orders).communicate()
    assert err == ""
    rows, peak = out.split()
    return int(rows), float(peak)


def test_memory_does_not_grow_with_the_table(python):
    _, small = streamed(python, 1_000_000)
    _, large = streamed(python, 4_000_000)
    assert large < small + 64
    assert large < 512


@pytest.mark.long
def test_twenty_million_orders_in_512_megabytes(python):
    rows, peak = streamed(python, 20_000_000)
    assert rows > 19_800_000
    assert peak < 512


def test_a_reader_that_is_dropped_ends_its_threads(fm):
    def count():
        return len(os.listdir("/proc/self/task"))

    fm.generate("baseline").orders.to_pyarrow()  # pyarrow has threads of its own
    before = count()
    for _ in range(5):
        batches = fm.generate("baseline", intensity=50).orders.batches()
        next(batches)
        assert count() > before
        batches.close()
    del batches
    assert count() <= before


def test_head_makes_no_more_than_it_shows(fm):
    """A hundred million orders would take minutes."""
    huge = fm.generate("baseline", intensity=300)
    assert huge.orders.head(5).num_rows == 5
    assert huge.orders.head(0).num_rows == huge.orders.head(-1).num_rows == 0


def test_python_goes_on_while_rows_are_made(fm):
    """Another thread counts while one waits for a table: the GIL is released."""
    turns, done = 0, threading.Event()

    def read():
        for _ in fm.generate("baseline", intensity=40).order_items.batches():
            pass
        done.set()

    reader = threading.Thread(target=read)
    reader.start()
    while not done.is_set():
        turns += 1
        time.sleep(0.001)
    reader.join()
    assert turns > 20


def test_two_readers_at_once(fm):
    shop = fm.generate("baseline", duration="5d")
    tables = [None, None]

    def read(place):
        tables[place] = shop.orders.to_pyarrow()

    threads = [threading.Thread(target=read, args=(place,)) for place in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert tables[0].equals(tables[1]) and tables[0].num_rows > 50_000


INTERRUPTED = """
import sys
import fauxmart as fm

shop = fm.generate("baseline", intensity=900, duration="52w")
print("ready", flush=True)
try:
    {work}
except KeyboardInterrupt:
    print("interrupted", flush=True)
    assert fm.generate("baseline").orders.head(1).num_rows == 1
    sys.exit(7)
"""


@pytest.mark.parametrize(
    "work",
    [
        "shop.incidents.to_pyarrow()",
        "shop.system_metrics.to_pandas()",
        "shop.system_metrics.to_polars()",
        "for batch in shop.orders.batches(): pass",
        "shop.write(sys.argv[1], tables=['system_metrics'])",
    ],
)
def test_ctrl_c(python, tmp_path, work):
    process = python(INTERRUPTED.format(work=work), tmp_path / "out")
    assert process.stdout.readline() == "ready\n"
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (out, process.returncode) == ("interrupted\n", 7), err


OTHERS = """
import sys
import duckdb, polars
import fauxmart as fm

shop = fm.generate("baseline", intensity=900, duration="52w")
table = shop.orders

def read():
    print("ready", flush=True)
    try:
        {work}
    except Exception as error:
        assert "nterrupt" in str(error), error
    for _ in range(2):  # where Python looks for signals
        pass

try:
    read()
except KeyboardInterrupt:
    sys.exit(7)
"""


@pytest.mark.parametrize(
    "work",
    [
        "duckdb.sql('SELECT count(*) FROM \"table\"').fetchall()",
        "polars.DataFrame(shop.system_metrics)",
    ],
)
def test_ctrl_c_while_another_library_reads(python, work):
    """It ends, with that library's own error perhaps, and KeyboardInterrupt comes next."""
    process = python(OTHERS.format(work=work))
    assert process.stdout.readline() == "ready\n"
    time.sleep(1)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 7, err


def test_ctrl_c_while_validating(python, fm, tmp_path):
    """Most often while files are read; if it was over before, there is nothing to interrupt."""
    fm.generate("baseline", intensity=3).write(tmp_path / "out")
    code = """
import sys
import fauxmart as fm
fm.data_version()
print("ready", flush=True)
try:
    while True:
        fm.validate(sys.argv[1])
except KeyboardInterrupt:
    sys.exit(7)
"""
    process = python(code, tmp_path / "out")
    assert process.stdout.readline() == "ready\n"
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 7, err


def test_an_interrupted_writing_can_be_resumed(python, fm, run, tmp_path):
    code = """
import sys
import fauxmart as fm

shop = fm.generate("baseline", intensity=40, threads=1,
                   progress=lambda done, total: print(done, flush=True))
try:
    shop.write(sys.argv[1], tables=["orders"])
except KeyboardInterrupt:
    sys.exit(7)
"""
    process = python(code, tmp_path / "out")
    for line in process.stdout:
        if int(line) > 1_000_000:
            break
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 7, err
    assert not (tmp_path / "out/manifest.json").exists()
    shop = fm.generate("baseline", intensity=40)
    shop.write(tmp_path / "out", tables=["orders"], resume=True)
    assert fm.validate(tmp_path / "out")
