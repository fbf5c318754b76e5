"""One run in four formats is one dataset, whoever reads it."""

import json

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from readers import read_csv, read_file, read_jsonl, read_stream, read_table
from shop import FACTS, FORMATS, TABLES, TINY, assert_equal_tables, parts, plain, read

UTC = pa.timestamp("us", tz="UTC")


def schema_of(datasets, table):
    return plain(pq.read_table(parts(datasets["parquet"], table)[0])).schema


@pytest.mark.parametrize("table", TABLES)
def test_formats_read_back_equal(tiny, table):
    expected = read(tiny["parquet"], table)
    assert expected.num_rows > 0 or table in ("campaigns", "incidents", "incident_labels")
    for name in FORMATS:
        rows = read_table(tiny[name], table, expected.schema)
        assert_equal_tables(rows, expected, f"{table} in {name}")
        rows.validate(full=True)


def test_formats_read_back_equal_over_row_groups_and_parts(wide):
    for table in TABLES:
        expected = read(wide["parquet"], table)
        for name in ("feather", "csv") if table in FACTS else FORMATS:
            rows = read_table(wide[name], table, expected.schema)
            assert_equal_tables(rows, expected, f"{table} in {name}")


def test_the_comparison_can_fail(tiny, tmp_path):
    """A cent, a microsecond, a null for an empty string: all of them are seen."""
    schema = schema_of(tiny, "orders")
    expected = read(tiny["parquet"], "orders")
    text = (tiny["csv"] / "orders/part-00000.csv").read_bytes()
    row = text.split(b"\r\n")[1]
    cells = row.split(b",")
    for column, change in [
        ("total_amount", lambda cell: cell[:-1] + bytes([cell[-1] ^ 1])),
        ("order_ts", lambda cell: cell[:-2] + bytes([cell[-2] ^ 1]) + b"Z"),
        ("campaign_id", lambda cell: b"1"),
        ("channel", lambda cell: cell + b" "),
        ("payment_failure_reason", lambda cell: b'""'),
    ]:
        changed = list(cells)
        at = schema.names.index(column)
        changed[at] = change(cells[at])
        rows = read_csv(text.replace(row, b",".join(changed), 1), schema)
        with pytest.raises(AssertionError, match=column):
            assert_equal_tables(rows, expected, "changed")


@pytest.mark.parametrize("table", TABLES)
def test_types(tiny, table):
    """Logical types as promised, in the files that have types."""
    dictionary = json.loads((tiny["parquet"] / "dictionary.json").read_text())
    declared = next(entry for entry in dictionary["tables"] if entry["name"] == table)
    kinds = {
        "int64": pa.int64(),
        "int32": pa.int32(),
        "bool": pa.bool_(),
        "float64": pa.float64(),
    }
    for name in ("parquet", "feather"):
        schema = plain(read_any(parts(tiny[name], table)[0])).schema
        assert schema.names == [column["name"] for column in declared["columns"]]
        for field, column in zip(schema, declared["columns"], strict=True):
            assert field.nullable == column["nullable"], field
            if column["type"] in kinds:
                assert field.type == kinds[column["type"]], field
            if field.name.endswith("_ts") or field.name in ("timestamp", "created_at"):
                assert field.type == UTC, field
            if column["name"] in MONEY:
                assert field.type == pa.decimal128(12, 2), field


MONEY = {
    *("price", "cost", "subtotal", "discount", "tax", "shipping_cost", "total_amount"),
    *("unit_price", "discount_per_unit", "total_price", "cart_value", "refund_amount"),
    "lifetime_value",
}


def read_any(path):
    return pq.read_table(path) if path.suffix == ".parquet" else pa.feather.read_table(path)


def test_few_values_are_dictionaries(tiny):
    for name in ("parquet", "feather"):
        schema = read_any(parts(tiny[name], "orders")[0]).schema
        for column in ("channel", "payment_type", "payment_status", "order_status", "warehouse_id"):
            assert pa.types.is_dictionary(schema.field(column).type), column


# ---- standard output -----------------------------------------------------------------------------


@pytest.mark.parametrize("table", TABLES)
def test_standard_output_has_the_rows_of_the_files(tiny, shop, table):
    expected = read(tiny["parquet"], table)
    streams = {}
    for name in FORMATS:
        answer = shop.run(
            "generate", "baseline", *TINY, "--tables", table, "--format", name, "--out", "-"
        )
        streams[name] = answer.out
    assert_equal_tables(read_stream(streams["parquet"]), expected, "arrow stream")
    assert streams["feather"] == streams["parquet"]
    for name, reader in (("csv", read_csv), ("jsonl", read_jsonl)):
        assert streams[name] == parts(tiny[name], table)[0].read_bytes()
        assert_equal_tables(reader(streams[name], expected.schema), expected, name)
    assert list(shop.place.iterdir()) == []


def test_standard_output_over_parts(wide, shop):
    """One header, one stream, however many parts the files would have."""
    window = ("--duration", "18h", "--orders-per-hour", "26000", "--customers", "70000")
    for table in ("orders", "customers", "system_metrics"):
        run = ("generate", "baseline", *window, "--tables", table, "--out", "-")
        expected = read(wide["parquet"], table)
        assert_equal_tables(read_stream(shop.run(*run).out), expected, table)
        whole = b"".join(part.read_bytes() for part in parts(wide["jsonl"], table))
        assert shop.run(*run, "--format", "jsonl", "--batch-size", 1000).out == whole


# ---- DuckDB --------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", TABLES)
def test_duckdb_reads_all_four(tiny, table):
    expected = read(tiny["parquet"], table)
    db = duckdb.connect()
    db.sql("SET TimeZone = 'UTC'")
    folder = f"truth/{table}" if table.startswith("incident") else table
    db.sql(f"CREATE TABLE expected AS FROM '{tiny['parquet']}/{folder}/*.parquet'")
    described = {row[0]: row[1] for row in db.sql("DESCRIBE expected").fetchall()}
    for field in expected.schema:
        if pa.types.is_timestamp(field.type):
            assert described[field.name] == "TIMESTAMP WITH TIME ZONE"
        if pa.types.is_decimal(field.type):
            assert described[field.name] == "DECIMAL(12,2)"
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in described.items())
    sources = {
        "feather": "feather",
        "csv": f"""read_csv('{tiny["csv"]}/{folder}/*.csv', header = true, nullstr = '',
                   allow_quoted_nulls = false, columns = {{{columns}}})""",
        "jsonl": f"""read_json('{tiny["jsonl"]}/{folder}/*.jsonl',
                     format = 'newline_delimited', columns = {{{columns}}})""",
    }
    feather = pa.concat_tables(
        plain(pa.feather.read_table(part)) for part in parts(tiny["feather"], table)
    )
    db.register("feather", feather)
    assert db.sql("SELECT count(*) FROM expected").fetchall() == [(expected.num_rows,)]
    for name, source in sources.items():
        for one, other in ((source, "expected"), ("expected", source)):
            extra = db.sql(f"FROM {one} EXCEPT ALL FROM {other}").fetchall()
            assert extra == [], f"{name}: {extra[:1]}"


# ---- other types of ids and money ----------------------------------------------------------------


def test_uuid_and_float64(tiny, shop):
    """The same rows in other clothes: a UUID for each id, the nearest double for each amount."""
    expected = {table: read(tiny["parquet"], table) for table in TABLES}
    options = (*TINY, "--ids", "uuid", "--money", "float64")
    made = {name: shop.make(name, *options, "--format", name) for name in FORMATS}
    dressed = {table: read(made["parquet"], table) for table in TABLES}
    for table in TABLES:
        for name in FORMATS:
            rows = read_table(made[name], table, dressed[table].schema)
            assert_equal_tables(rows, dressed[table], f"{table} in {name}")
        for field in expected[table].schema:
            column = dressed[table][field.name]
            if pa.types.is_decimal(field.type):
                assert column.to_pylist() == [
                    float(v) for v in expected[table][field.name].to_pylist()
                ]
            elif column.type != field.type:
                assert field.name.endswith("_id") and pa.types.is_string(column.type), field
                pairs = set(
                    zip(expected[table][field.name].to_pylist(), column.to_pylist(), strict=True)
                )
                assert len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs})
            else:
                assert column.equals(expected[table][field.name])
    # Keys meet as they did.
    for child, key, parent in [
        ("orders", "customer_id", "customers"),
        ("order_items", "order_id", "orders"),
        ("order_items", "product_id", "products"),
        ("products", "supplier_id", "suppliers"),
    ]:
        assert set(dressed[child][key].to_pylist()) <= set(dressed[parent][key].to_pylist())
    assert not set(dressed["orders"]["order_id"].to_pylist()) & set(
        dressed["customers"]["customer_id"].to_pylist()
    )
    assert read_file(parts(made["csv"], "orders")[0], dressed["orders"].schema).num_rows > 0
