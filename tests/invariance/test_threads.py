"""Small jobs in many parts that threads share: quick enough also for the thread sanitizer's build,
which ends with a status of its own where two threads meet."""

import json
import signal

import pytest
from shop import FORMATS, assert_same, contents
from test_resume import sidecars, wait_for

SHOP = ("--orders-per-hour", "20", "--customers", "300", "--products", "60")
# A part a day: parts enough for all threads, without many rows.
DAYS = (*SHOP, "--duration", "10d", "--partition-by", "date")
LONG = (*SHOP, "--duration", "120d", "--partition-by", "date")
OUTAGE = {"scenario": "payment_outage"}


@pytest.fixture(scope="module")
def made(studio):
    return studio.make("made", *DAYS, "--threads", 1, **OUTAGE)


@pytest.mark.parametrize("io", ["sync", "async"])
@pytest.mark.parametrize("threads", [2, 5])
def test_files(made, shop, threads, io):
    work = ("--threads", threads, "--io", io, "--batch-size", 64)
    assert_same(made, shop.make("again", *DAYS, *work, **OUTAGE))


@pytest.mark.parametrize("format", FORMATS[1:])
@pytest.mark.parametrize("io", ["sync", "async"])
def test_formats(shop, format, io):
    job = (*DAYS, "--format", format)
    one = shop.make("one", *job, "--threads", 1)
    assert_same(one, shop.make("four", *job, "--threads", 4, "--io", io))


def test_what_arrow_writes(shop):
    one = shop.make("one", *DAYS, "--threads", 1, "--writer", "arrow")
    assert_same(one, shop.make("four", *DAYS, "--threads", 4, "--writer", "arrow"))


@pytest.mark.parametrize("format", FORMATS)
def test_standard_output(shop, format):
    """A thread makes the rows and another writes them."""
    job = ("generate", "baseline", *SHOP, "--duration", "10d", "--tables", "order_items")
    stream = ("--format", format, "--out", "-", "--quiet")
    one = shop.run(*job, *stream, "--io", "sync")
    assert one.out and one.out == shop.run(*job, *stream, "--io", "async").out


def test_shards(made, shop):
    assert_same(made, shop.make_sharded("merged", 2, *DAYS, "--threads", 3, **OUTAGE))


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=str)
@pytest.mark.parametrize("io", ["sync", "async"])
def test_ended_and_resumed(shop, how, io):
    work = (*LONG, "--threads", 4, "--io", io)
    process = shop.start("again", *work)
    again = shop.place / "again"
    wait_for(process, lambda: len(sidecars(again / ".partial")) > 5)
    process.send_signal(how)
    process.communicate()
    assert process.returncode == (130 if how != signal.SIGKILL else -how)
    assert not (again / "manifest.json").exists()
    shop.make("again", *work, "--resume")
    assert_same(shop.make("whole", *LONG, "--threads", 2), again)


def test_what_a_run_does(shop):
    """Written by the main thread while others work."""
    shop.run("generate", "baseline", *LONG, "--threads", 4, *("--out", "made", "--quiet"),
             "--stats", "stats.jsonl")  # fmt: skip
    last = json.loads((shop.place / "stats.jsonl").read_text().splitlines()[-1])
    assert last["state"] == "done" and last["orders"] == last["orders_planned"]


def test_progress(shop):
    answer = shop.ask("generate", "baseline", *LONG, "--threads", 4, "--progress", "always")
    assert answer.status == 0 and "written to" in answer.err


@pytest.mark.parametrize("format", FORMATS)
def test_reading(shop, format):
    """validate shares parts, diff reads two tables ahead."""
    shop.make("made", *DAYS, "--format", format, **OUTAGE)
    answer = shop.ask("validate", "made", "--threads", 4)
    assert answer.status == 0, answer
    shop.make("twin", *DAYS, "--format", format, "--without", "psp_outage", **OUTAGE)
    before = contents(shop.place)
    assert shop.ask("diff", "made", "twin").status == 3
    assert shop.ask("diff", "made", "made").status == 0
    assert contents(shop.place) == before
