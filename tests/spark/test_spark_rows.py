"""Spark's rows are those of one machine; the driver makes none."""

import json
import subprocess
import sys
from itertools import chain

import pyarrow as pa
import pytest
from plain_rows import check_equal
from pyspark.errors import PySparkException
from pyspark.sql.pandas.types import to_arrow_schema

SHOPS = {
    "payment_outage": {"seed": 7},
    "viral_moment": {"seed": 3, "orders_per_hour": 50},
    # Campaigns, and lists in them.
    "flash_sale": {"orders_per_hour": 50, "duration": "24h"},
}


@pytest.mark.parametrize("scenario", SHOPS)
def test_rows_and_types(fm, load, scenario):
    shop = fm.generate(scenario, **SHOPS[scenario])
    for table in shop:
        frame = load(table.name, scenario=scenario, **SHOPS[scenario])
        check_equal(table.name, frame.toArrow(), table.to_pyarrow())
        nullable = {field.name: field.nullable for field in table.schema}
        assert {field.name: field.nullable for field in frame.schema} == nullable


# Three chunks of whole hours, and an hour of two chunks with an outage in it.
CUT = {
    "returns_wave": {"orders_per_hour": 1600},
    "payment_outage": {"orders_per_hour": 600_000, "hours": "1:2"},
}


def parts_of(table, **options):
    """The parts that executors would make, here."""
    from fauxmart.spark import FauxmartDataSource

    source = FauxmartDataSource({"table": table, **options})
    reader = source.reader(source.schema())
    schema = to_arrow_schema(source.schema(), timezone="UTC")  # what Spark insists on
    return [pa.Table.from_batches(reader.read(part), schema) for part in reader.partitions()]


@pytest.mark.parametrize("scenario", CUT)
def test_parts_together_are_the_table(fm, run, scenario):
    options = dict(CUT[scenario])
    shop = fm.generate(scenario, orders_per_hour=options["orders_per_hour"])
    if "hours" in options:
        shop = shop.hours(*map(int, options["hours"].split(":")))
    chunks = parts_in_files(run, scenario, *chain(*flags_of(options)))
    assert chunks["orders"] > 1
    for table in shop:
        given = {name: str(value) for name, value in options.items()}
        parts = parts_of(table.name, scenario=scenario, **given)
        check_equal(table.name, pa.concat_tables(parts), table.to_pyarrow())
        if table.name in ("orders", "returns", "customers"):
            assert len(parts) == chunks[table.name]
        if table.name in ("system_metrics", "incident_labels"):
            assert len(parts) == (1 if "hours" in options else chunks["orders"])


def flags_of(options):
    return [("--" + name.replace("_", "-"), value) for name, value in options.items()]


def parts_in_files(run, *arguments):
    plan = json.loads(run("generate", *arguments, "--dry-run", "--json").stdout)
    return {table["table"]: table["parts"] for table in plan["tables"]}


@pytest.mark.long
@pytest.mark.parametrize("scenario", ["payment_outage", "viral_moment", "returns_wave"])
def test_rows_at_full_size(fm, load, scenario):
    shop = fm.generate(scenario, seed=11, orders_per_hour=20_000)
    for table in shop:
        frame = load(table.name, scenario=scenario, seed=11, orders_per_hour=20_000)
        check_equal(table.name, frame.toArrow(), table.to_pyarrow())


def test_types_of_spark(load):
    types = dict(load("orders", scenario="baseline").dtypes)
    assert types["order_id"] == types["customer_id"] == "bigint"
    assert types["order_ts"] == "timestamp" and types["channel"] == "string"
    assert types["total_amount"] == "decimal(12,2)" and types["is_sla_breach"] == "boolean"
    assert dict(load("campaigns", scenario="baseline").dtypes)["target_categories"] == (
        "array<string>"
    )
    other = dict(load("orders", scenario="baseline", ids="uuid", money="float64").dtypes)
    assert other["order_id"] == "string" and other["total_amount"] == "double"


def test_a_file_travels_as_text(fm, load, tmp_path):
    """Executors have no such file: it is gone before they start."""
    text = next(each.text for each in fm.scenarios() if each.name == "payment_outage")
    file = tmp_path / "mine.yaml"
    file.write_text(text.replace("name: payment_outage", "name: mine"))
    wanted = fm.generate(file, seed=7, without="all").orders.to_pyarrow()
    frame = load("orders", scenario=str(file), SEED="7", without="all")
    file.unlink()
    check_equal("orders", frame.toArrow(), wanted)


def test_several_values(fm, load):
    settings = ["world.customers.count=100", "world.products.count=50"]
    frame = load("products", scenario="baseline", set="\n".join(settings), dataVersion="1")
    check_equal("products", frame.toArrow(), fm.generate(set=settings).products.to_pyarrow())


@pytest.mark.parametrize(
    ("scenario", "options", "flags"),
    [
        ("payment_outge", {}, ()),
        ("baseline", {"seed": "-1"}, ("--seed=-1",)),
        ("baseline", {"sed": "1"}, ("--sed=1",)),
        ("baseline", {"set": "world.foo=1"}, ("--set", "world.foo=1")),
        ("baseline", {"data-version": "99"}, ("--data-version", "99")),
        ("no/such.yaml", {}, ()),
    ],
)
def test_wrong_options_are_refused_by_the_driver(load, run, scenario, options, flags):
    words = run("generate", scenario, *flags, "--dry-run").stderr.removeprefix("fauxmart: ")
    with pytest.raises(PySparkException) as caught:
        load("orders", scenario=scenario, **options)
    assert words.strip() in str(caught.value)


def test_other_wrong_options(load):
    for options, words in (
        ({"table": "ordres", "scenario": "baseline"}, "did you mean orders?"),
        (
            {"table": "orders", "scenario": "baseline", "threads": "2"},
            "--threads has no meaning here",
        ),
        ({"table": "orders", "request": "{}", "seed": "1"}, "exclude each other"),
        ({"table": "orders", "request": "{}"}, "not a manifest"),
    ):
        with pytest.raises(PySparkException) as caught:
            load(**options)
        assert words in str(caught.value)


LARGE = {"scenario": "baseline", "intensity": "140"}  # 52 million orders


def test_a_partition_is_a_chunk(load, run):
    parts = parts_in_files(run, "baseline", "--intensity", "140")
    assert parts["orders"] > 190
    for table in ("orders", "customers"):
        assert load(table, **LARGE).rdd.getNumPartitions() == parts[table]


def test_the_driver_makes_no_rows(environment):
    """Planning 52 million orders takes hardly more memory than planning a few."""
    code = """
import resource, sys
from fauxmart import _options, spark
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
spark.FauxmartDataSource({"scenario": "baseline", "table": "orders", "intensity": "0.1"})
before = peak()
source = spark.FauxmartDataSource({**eval(sys.argv[1]), "table": "orders"})
partitions = source.reader(source.schema()).partitions()
print(len(partitions), peak() - before)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, repr(LARGE)],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    partitions, megabytes = map(int, done.stdout.split())
    assert partitions > 190 and megabytes < 32
