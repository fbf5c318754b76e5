"""Threads, batches, shards and builds leave no trace: equal requests make equal bytes."""

import os
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from shop import (
    FORMATS,
    LARGE,
    Shop,
    assert_same,
    digests,
    hours_since,
    manifest,
    other_binaries,
    parts,
    planned,
    read,
)

ROOT = Path(__file__).resolve().parents[2]
WINDOW = ("--duration", "30h", "--orders-per-hour", "400", "--customers", "700")
SMALL = (*WINDOW, "--seed", "11")
LARGE_HOURS = (
    *("--duration", "2h", "--orders-per-hour", "1500000", "--intensity", "1"),
    *("--tables", "orders,order_items"),
)
OTHERS = other_binaries(ROOT)


@pytest.fixture(scope="module")
def large(studio):
    made = studio.make("large", *LARGE, "--threads", 1)
    assert len(parts(made, "orders")) >= 5
    return made


@pytest.fixture(scope="module")
def small(studio):
    """The same in each format."""
    return {f: studio.make(f"small-{f}", *SMALL, "--format", f, "--threads", 1) for f in FORMATS}


@pytest.mark.parametrize(
    "work",
    [
        ("--threads", 2),
        ("--threads", 5),
        ("--batch-size", 1000),
        ("--batch-size", 10000, "--threads", 2),
        ("--batch-size", 65536),
    ],
    ids=lambda work: " ".join(map(str, work)),
)
def test_threads_and_batches(large, shop, work):
    assert_same(large, shop.make("again", *LARGE, *work))


def test_seven_shards(large, shop):
    """Two of them have no chunk."""
    assert_same(large, shop.make_sharded("merged", 7, *LARGE))


def test_one_shard(large, shop):
    assert_same(large, shop.make("one", *LARGE, "--shard", "1/1"))


@pytest.mark.parametrize("format", FORMATS)
def test_every_format(small, shop, format):
    for i, work in enumerate(
        [
            ("--threads", 2, "--batch-size", 1),
            ("--threads", 5, "--batch-size", 1000),
            ("--batch-size", 10000),
            ("--batch-size", 65536),
        ]
    ):
        assert_same(small[format], shop.make(f"{i}", *SMALL, "--format", format, *work))
    assert_same(small[format], shop.make_sharded("merged", 3, *SMALL, "--format", format))


def test_digest_is_of_the_rows_alone(small, shop):
    """Formats, types of ids and money, codecs: none of them is in the content digest."""
    expected = digests(small["parquet"])
    for format in FORMATS:
        assert digests(small[format]) == expected
        other = shop.make(format, *SMALL, "--format", format, "--ids", "uuid", "--money", "float64")
        assert digests(other) == expected
    assert digests(shop.make("zstd", *SMALL, "--compression", "zstd")) == expected
    merged = shop.make_sharded("merged", 7, *SMALL, "--format", "csv", "--batch-size", 17)
    assert digests(merged) == expected


def test_another_seed_is_another_dataset(small, shop):
    ours, theirs = digests(small["parquet"]), digests(shop.make("other", *WINDOW, "--seed", "12"))
    same = {table for table in ours if ours[table] == theirs[table]}
    # Suppliers are the world's; the others have no rows in the baseline.
    assert same == {"suppliers", "campaigns", "incidents", "incident_labels"}


def test_only_the_run_section_may_differ(small, shop):
    """Guards assert_same: the run section is what differs from run to run, and there is one."""
    again = shop.make("again", *SMALL, "--threads", 2)
    assert manifest(small["parquet"])["run"] != manifest(again)["run"]
    assert set(manifest(again)["run"]) >= {"seconds", "threads", "commit", "compiler"}


def test_other_builds_are_there():
    """CI says how many must be compared; elsewhere none need be."""
    wanted = int(os.environ.get("FAUXMART_OTHER_BUILDS", "0"))
    assert len(OTHERS) >= wanted, f"only {OTHERS} are built and newer than the sources"


if OTHERS:

    @pytest.mark.parametrize("other", OTHERS, ids=lambda path: path.parent.name)
    def test_builds_agree(small, shop, other):
        """Other compilers, other optimisation, sanitizers: see shop.other_binaries."""
        theirs = Shop(other, shop.place)
        for format in FORMATS:
            made = theirs.make(f"{format}", *SMALL, "--format", format, "--threads", 2)
            assert_same(small[format], made)
        window = ("--start", "2025-07-03T05:00:00Z", "--duration", "49h", "--intensity", "2.5")
        assert_same(shop.make("mine", *window), theirs.make("theirs", *window))


@pytest.fixture(scope="module")
def large_hours(studio):
    made = studio.make("large-hours", *LARGE_HOURS, "--threads", 1)
    assert len(parts(made, "orders")) == 4
    return made


@pytest.mark.parametrize(
    "work",
    [("--threads", 2), ("--threads", 5, "--batch-size", 1000), ("--batch-size", 65536)],
    ids=lambda work: " ".join(map(str, work)),
)
def test_an_hour_of_several_parts(large_hours, shop, work):
    """Hours above 262,144 orders are cut inside."""
    assert_same(large_hours, shop.make("other", *LARGE_HOURS, *work))


def test_an_hour_of_several_parts_is_like_any(large_hours, shop):
    """Nobody can tell from the rows where it was cut."""
    assert_same(large_hours, shop.make_sharded("merged", 3, *LARGE_HOURS))
    orders = read(large_hours, "orders")
    assert_sorted(orders["order_ts"].cast(pa.int64()))
    assert_sorted(orders["order_id"], strictly=True)
    by_hour = pc.value_counts(hours_since(orders, "order_ts", "2025-01-01T00:00:00"))
    assert by_hour.to_pylist() == [
        {"values": 0, "counts": planned(1_500_000, 0)},
        {"values": 1, "counts": planned(1_500_000, 1)},
    ]
    items = read(large_hours, "order_items")
    assert_sorted(items["order_item_id"], strictly=True)
    assert pc.count_distinct(items["order_id"]).as_py() == orders.num_rows


def assert_sorted(column, strictly=False):
    values = column.combine_chunks()
    steps = pc.subtract(values[1:], values[:-1])
    assert pc.min(steps).as_py() >= int(strictly)
