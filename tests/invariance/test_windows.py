"""Any window, any tables, made alone, are a piece of the whole."""

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from shop import (
    DIMENSIONS,
    FACTS,
    TABLES,
    assert_equal_tables,
    assert_same,
    checksum,
    contents,
    hours_since,
    manifest,
    parts,
    planned,
    read,
)

BASE = ("--orders-per-hour", "300", "--customers", "500", "--products", "80", "--seed", "5")
SERIES = (*FACTS, "system_metrics")


@pytest.fixture(scope="module")
def two_days(studio):
    return studio.make("two-days", *BASE, "--duration", "48h")


def files(dataset, table):
    return [checksum(part) for part in parts(dataset, table)]


@pytest.mark.parametrize("hours", [1, 24, 47])
def test_a_longer_window_holds_the_shorter(two_days, shop, hours):
    short = shop.make("short", *BASE, "--duration", f"{hours}h")
    for table in DIMENSIONS:
        assert files(short, table) == files(two_days, table)
    for table in SERIES:
        rows = read(short, table)
        assert rows.num_rows > 0
        assert_equal_tables(rows, read(two_days, table).slice(0, rows.num_rows), table)
    expected = sum(planned(300, hour % 24) for hour in range(hours))
    assert read(short, "orders").num_rows == expected


def test_hours_alone(two_days, shop):
    """The window cut into pieces, put together again."""
    cuts = [0, 1, 13, 14, 30, 48]
    pieces = [
        shop.make(f"{a}", *BASE, "--duration", "48h", "--hours", f"{a}:{b}")
        for a, b in zip(cuts, cuts[1:], strict=False)
    ]
    for table in DIMENSIONS:
        for piece in pieces:
            assert files(piece, table) == files(two_days, table)
    for table in SERIES:
        together = pa.concat_tables(read(piece, table) for piece in pieces).combine_chunks()
        assert_equal_tables(together, read(two_days, table), table)
    for table, time in [
        ("orders", "order_ts"),
        ("cart_abandonment", "abandon_ts"),
        ("system_metrics", "timestamp"),
    ]:
        for piece, a, b in zip(pieces, cuts, cuts[1:], strict=False):
            hours = hours_since(read(piece, table), time, "2025-01-01T00:00:00")
            assert set(pc.unique(hours).to_pylist()) == set(range(a, b))


def test_hours_of_a_start_within_the_day(shop):
    """The daily curve is of the clock, not of the window."""
    start = ("--start", "2025-03-09T06:00:00Z")
    whole = shop.make("whole", *BASE, *start, "--duration", "20h")
    hours = hours_since(read(whole, "orders"), "order_ts", "2025-03-09T00:00:00")
    counts = {row["values"]: row["counts"] for row in pc.value_counts(hours).to_pylist()}
    midnight = shop.make("midnight", *BASE, "--start", "2025-03-09", "--duration", "26h")
    hours = hours_since(read(midnight, "orders"), "order_ts", "2025-03-09T00:00:00")
    expected = {row["values"]: row["counts"] for row in pc.value_counts(hours).to_pylist()}
    assert counts == {hour: expected[hour] for hour in range(6, 26)}
    assert counts == {hour: planned(300, hour % 24) for hour in range(6, 26)}
    alone = shop.make("alone", *BASE, *start, "--duration", "20h", "--hours", "7:9")
    hours = hours_since(read(alone, "orders"), "order_ts", "2025-03-09T00:00:00")
    assert set(pc.unique(hours).to_pylist()) == {13, 14}
    for table in DIMENSIONS:
        assert files(alone, table) == files(whole, table)


def test_hours_across_blocks_and_years(shop):
    """The correlated series comes in blocks of 720 hours: none of them knows the window."""
    base = ("--orders-per-hour", "20", "--customers", "100", "--start", "2025-12-10T03:00:00Z")
    whole = shop.make("whole", *base, "--duration", "35d")
    alone = shop.make("alone", *base, "--duration", "35d", "--hours", "700:760")
    short = shop.make("short", *base, "--duration", "760h", "--hours", "700:760")
    for table in SERIES:
        rows = read(alone, table)
        assert_equal_tables(rows, read(short, table), table)
        key = rows.column_names[0]
        chosen = pc.is_in(read(whole, table)[key], value_set=rows[key].combine_chunks())
        assert_equal_tables(rows, read(whole, table).filter(chosen).combine_chunks(), table)


@pytest.mark.parametrize("format", ["parquet", "csv"])
def test_some_tables_alone(shop, format):
    """They are the files of the whole, and count what is true, not what is written."""
    base = (*BASE, "--duration", "5h", "--format", format)
    whole = shop.make("whole", *base)
    expected = contents(whole)
    chosen = [(table,) for table in TABLES]
    chosen += [("returns", "system_metrics"), ("products", "orders", "incident_labels")]
    for tables in chosen:
        made = shop.make("-".join(tables), *base, "--tables", ",".join(tables))
        written = contents(made)
        for name in ("manifest.json", "dictionary.json", "truth/truth.json"):
            written.pop(name, None)
        assert {name.split("/")[-2] for name in written} == set(tables)
        assert written == {name: expected[name] for name in written}
        assert list(manifest(made)["tables"]) == list(tables)
        assert manifest(made)["statistics"] == manifest(whole)["statistics"]


def test_tables_in_any_order_are_one_request(shop):
    base = (*BASE, "--duration", "5h")
    one = shop.make("one", *base, "--tables", "orders,returns")
    assert_same(one, shop.make("other", *base, "--tables", "returns,orders"))
