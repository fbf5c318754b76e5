"""Folders by date are what readers take for Hive partitions: they add the day as a column."""

import datetime

import duckdb
import polars
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pytest
from shop import FACTS, FORMATS, TABLES, TINY, Shop, assert_equal_tables, new_place, plain, read

DAYS = (*TINY[2:], "--duration", "36h", "--start", "2025-02-27T18:00")
THE_DAYS = [datetime.date(2025, 2, 27), datetime.date(2025, 2, 28), datetime.date(2025, 3, 1)]
HIVE = ds.partitioning(pa.schema([("date", pa.date32())]), flavor="hive")


@pytest.fixture(scope="module")
def shops(fauxmart):
    """One request in one folder a table, and by date in every format."""
    with new_place() as place:
        shop = Shop(fauxmart, place)
        dated = {
            name: shop.make(name, *DAYS, "--format", name, "--partition-by", "date")
            for name in FORMATS
        }
        yield shop.make("plain", *DAYS), dated


def day_of(table, column):
    return pc.cast(pc.floor_temporal(table[column], unit="day"), pa.date32())


@pytest.mark.parametrize("table", FACTS)
def test_pyarrow(shops, table):
    whole, dated = shops
    rows = ds.dataset(dated["parquet"] / table, partitioning=HIVE).to_table()
    assert sorted(rows["date"].unique().to_pylist()) == THE_DAYS
    if table in ("orders", "cart_abandonment"):
        moment = "order_ts" if table == "orders" else "abandon_ts"
        assert rows["date"].equals(day_of(rows, moment))
    assert_equal_tables(plain(rows.drop_columns(["date"])), read(whole, table), table)


def test_a_filter_reads_one_day(shops):
    _, dated = shops
    table = ds.dataset(dated["parquet"] / "returns", partitioning=HIVE)
    fragments = list(table.get_fragments(ds.field("date") == THE_DAYS[1]))
    assert [fragment.path.split("/")[-2] for fragment in fragments] == ["date=2025-02-28"]


@pytest.mark.parametrize("table", FACTS)
def test_follow_ups_lie_with_their_order(shops, table):
    """A ticket written, or a line returned, days after is in the folder of its order's day."""
    if table in ("orders", "cart_abandonment"):
        return
    _, dated = shops
    lost = duckdb.sql(
        f"""SELECT count(*) FROM '{dated["parquet"]}/{table}/*/*.parquet' AS t
        LEFT JOIN '{dated["parquet"]}/orders/*/*.parquet' AS o USING (order_id, date)
        WHERE o.order_id IS NULL AND t.order_id IS NOT NULL"""
    )
    assert lost.fetchall() == [(0,)]


@pytest.mark.parametrize("name", FORMATS)
def test_duckdb_reads_every_format(shops, name):
    whole, dated = shops
    if name == "feather":
        rows = ds.dataset(dated[name] / "orders", format="feather", partitioning=HIVE).to_table()
        found = [(d, rows.filter(pc.field("date") == d).num_rows) for d in THE_DAYS]
    else:
        files = f"{dated[name]}/orders/*/*.{name}"
        reader = {"parquet": "read_parquet", "csv": "read_csv", "jsonl": "read_json"}[name]
        found = duckdb.sql(
            f"SELECT date, count(*) FROM {reader}('{files}', hive_partitioning = true)"
            " GROUP BY date ORDER BY date"
        ).fetchall()
    days = day_of(read(whole, "orders"), "order_ts").to_pylist()
    assert found == [(day, days.count(day)) for day in THE_DAYS]


def test_polars(shops):
    whole, dated = shops
    rows = polars.read_parquet(dated["parquet"] / "orders", hive_partitioning=True)
    assert rows["date"].to_list() == day_of(read(whole, "orders"), "order_ts").to_pylist()
    assert rows["order_id"].to_list() == read(whole, "orders")["order_id"].to_pylist()


def test_no_column_is_called_as_the_folders_are(shops):
    whole, _ = shops
    for table in TABLES:
        assert "date" not in read(whole, table).column_names
