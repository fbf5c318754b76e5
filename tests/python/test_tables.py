"""Each library reads all twelve tables, with the right types, and the rows that files have."""

import decimal

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from python_package import TABLES

MONEY = pa.decimal128(12, 2)
TIME = pa.timestamp("us", tz="UTC")
NAMES = pa.dictionary(pa.int32(), pa.string())
LIST = pa.list_(pa.field("element", pa.string(), nullable=False))


@pytest.fixture(scope="module", params=TABLES)
def name(request):
    return request.param


@pytest.fixture(scope="module")
def files(run, tmp_path_factory):
    """What the command line writes for the same requests, by scenario."""
    made = {}
    for scenario, more in (("payment_outage", ()), ("flash_sale", ("--duration", "24h"))):
        out = tmp_path_factory.mktemp(scenario)
        done = run("generate", scenario, "--seed", "7", *more, "--out", out, "--quiet")
        assert done.returncode == 0, done.stderr
        made[scenario] = out
    return made


def read_parquet(folder, name):
    parts = sorted(folder.glob(f"**/{name}/part-*.parquet"))
    assert parts
    return pa.concat_tables([pq.read_table(part) for part in parts])


def plain(table):
    """Dictionaries as their values: their order in a dictionary is the file's own affair."""
    fields = [
        pa.field(f.name, f.type.value_type if pa.types.is_dictionary(f.type) else f.type)
        for f in table.schema
    ]
    return table.cast(pa.schema(fields)).combine_chunks()


def test_pyarrow_types(shop, sale, fm):
    orders = {f.name: f for f in shop.orders.schema}
    assert orders["order_id"].type == pa.int64() and not orders["order_id"].nullable
    assert orders["campaign_id"].nullable
    assert orders["order_ts"].type == TIME
    assert orders["channel"].type == NAMES
    assert orders["total_amount"].type == MONEY
    assert orders["is_sla_breach"].type == pa.bool_()
    campaigns = sale.campaigns.schema
    assert campaigns.field("target_categories").type == LIST
    assert campaigns.field("discount_percent").type == pa.float64()
    assert shop.customers.schema.field("email").type == pa.string()


def test_rows_are_those_of_the_files(shop, sale, files, name):
    for dataset, scenario in ((shop, "payment_outage"), (sale, "flash_sale")):
        table = dataset[name].to_pyarrow()
        table.validate(full=True)
        assert table.schema.equals(dataset[name].schema)
        wanted = read_parquet(files[scenario], name)
        assert plain(table).equals(plain(wanted)), scenario


def test_some_rows_are_compared(shop, sale):
    """The comparison above is of rows, in every table."""
    for name in TABLES:
        assert max(shop[name].to_pyarrow().num_rows, sale[name].to_pyarrow().num_rows) > 0, name


PANDAS = {
    "int64": "int64",
    "int32": "int32",
    "double": "float64",
    "bool": "bool",
    "timestamp[us, tz=UTC]": "datetime64[us, UTC]",
}


def test_pandas(shop, sale, name):
    for dataset in (shop, sale):
        arrow, frame = dataset[name].to_pyarrow(), dataset[name].to_pandas()
        assert isinstance(frame, pd.DataFrame) and len(frame) == arrow.num_rows
        for field in arrow.schema:
            column = frame[field.name]
            if pa.types.is_dictionary(field.type):
                assert isinstance(column.dtype, pd.CategoricalDtype), field
            elif field.type == MONEY and len(frame):
                value = column.dropna().iloc[0]
                assert isinstance(value, decimal.Decimal) and value.as_tuple().exponent == -2
            elif not field.nullable and str(field.type) in PANDAS:
                assert str(column.dtype) == PANDAS[str(field.type)], field
            elif field.type == TIME:
                assert str(column.dtype) == PANDAS[str(TIME)], field
            elif field.type == LIST and len(frame):
                assert list(column.iloc[0]) == arrow[field.name][0].as_py()


def test_pandas_from_the_stream(shop, name):
    frame = pd.DataFrame.from_arrow(shop[name])
    assert list(frame.columns) == shop[name].columns
    assert len(frame) == shop[name].to_pyarrow().num_rows


def test_polars(shop, sale, name):
    for dataset in (shop, sale):
        arrow = dataset[name].to_pyarrow()
        for frame in (dataset[name].to_polars(), pl.DataFrame(dataset[name])):
            assert frame.height == arrow.num_rows
            for field in arrow.schema:
                dtype = frame.schema[field.name]
                if pa.types.is_dictionary(field.type):
                    assert isinstance(dtype, pl.Categorical | pl.Enum), field
                elif field.type == MONEY:
                    assert dtype == pl.Decimal(12, 2), field
                elif field.type == TIME:
                    assert dtype == pl.Datetime("us", "UTC"), field
                elif field.type == LIST:
                    assert dtype == pl.List(pl.String), field
            assert frame.rows() == rows_of(arrow)


def rows_of(table):
    return [tuple(row.values()) for row in table.to_pylist()]


def test_duckdb(shop, sale, name):
    for dataset in (shop, sale):
        table = dataset[name]
        arrow = table.to_pyarrow()
        with duckdb.connect() as connection:
            connection.execute("SET TimeZone = 'UTC'")
            relation = connection.sql('SELECT * FROM "table"')
            types = dict(zip(relation.columns, map(str, relation.types), strict=True))
            for field in arrow.schema:
                if pa.types.is_dictionary(field.type):
                    assert types[field.name] == "VARCHAR", field
                elif field.type == MONEY:
                    assert types[field.name] == "DECIMAL(12,2)", field
                elif field.type == TIME:
                    assert types[field.name] == "TIMESTAMP WITH TIME ZONE", field
                elif field.type == LIST:
                    assert types[field.name] == "VARCHAR[]", field
            assert rows_of(pa.table(relation)) == rows_of(arrow)


def test_duckdb_reads_a_table_twice_in_one_query(shop):
    orders, items = shop.orders, shop.order_items  # noqa: F841
    ((count,),) = duckdb.sql("""
        SELECT count(*) FROM orders JOIN items USING (order_id)
        WHERE order_id IN (SELECT order_id FROM orders)""").fetchall()
    assert count == items.to_pyarrow().num_rows


def test_no_copy(fm):
    """The arrays lie in the memory that the engine filled: none of it is pyarrow's."""
    held = pa.total_allocated_bytes()
    table = fm.generate("baseline", duration="24h", intensity=10).orders.to_pyarrow()
    assert table.nbytes > 5_000_000
    assert pa.total_allocated_bytes() - held < 200_000


def test_dictionaries_are_one(fm):
    """The batches of a column share their dictionary's memory."""
    batches = list(fm.generate("baseline", duration="48h", intensity=10).orders.batches())
    assert len(batches) > 1
    first, second = (batch.column("channel").dictionary for batch in batches[:2])
    assert first.buffers()[2].address == second.buffers()[2].address


def test_uuids_and_floats(fm, run, tmp_path):
    out = tmp_path / "out"
    flags = ("--ids", "uuid", "--money", "float64")
    assert run("generate", "payment_outage", *flags, "--out", out).returncode == 0
    shop = fm.generate("payment_outage", ids="uuid", money="float64")
    for name in ("orders", "incident_labels", "customers"):
        assert plain(shop[name].to_pyarrow()).equals(plain(read_parquet(out, name))), name
    assert shop.orders.schema.field("total_amount").type == pa.float64()


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_rows_and_batches_do_not_depend_on_threads(fm, threads):
    def batches(threads):
        shop = fm.generate("baseline", duration="48h", intensity=20, threads=threads)
        return list(shop.order_items.batches())

    one, other = batches(1), batches(threads)
    assert len(one) > 3 and [b.num_rows for b in one] == [b.num_rows for b in other]
    assert all(a.equals(b) for a, b in zip(one, other, strict=True))


def test_an_hour_in_several_parts(fm, run, tmp_path):
    """An hour beyond 256 Ki orders is cut: rows and their order stay the files'."""
    request = dict(duration="2h", orders_per_hour=500_000, start="2025-01-01T12:00:00Z")
    shop = fm.generate("baseline", **request)
    flags = [("--" + key.replace("_", "-"), value) for key, value in request.items()]
    done = run(
        *("generate", "baseline", *(word for pair in flags for word in pair)),
        *("--tables", "orders,cart_abandonment", "--out", tmp_path / "out", "--no-sync"),
    )
    assert done.returncode == 0, done.stderr
    for name in ("orders", "cart_abandonment"):
        assert plain(shop[name].to_pyarrow()).equals(plain(read_parquet(tmp_path / "out", name)))


def test_schema_makes_no_rows(fm):
    huge = fm.generate("baseline", intensity=1000, duration="2w")
    assert "order_ts" in huge.orders.columns
    assert pa.schema(huge.orders).equals(huge.orders.schema)


def test_batches_outlive_everything(fm):
    """Arrays own their memory: the dataset, the reader and the other batches may go."""
    import gc

    kept = next(fm.generate("baseline", duration="48h", intensity=10).orders.batches())
    before = kept.column("total_amount").to_pylist()
    gc.collect()
    for _ in fm.generate("baseline", duration="48h", intensity=10, seed=2).orders.batches():
        pass
    assert kept.column("total_amount").to_pylist() == before
