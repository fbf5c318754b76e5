"""fauxmart diff: what it counts is what DuckDB counts, and what it cannot read it says."""

import json
import os
import shutil
import subprocess

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

TABLES = {
    "customers": "customer_id",
    "suppliers": "supplier_id",
    "products": "product_id",
    "campaigns": "campaign_id",
    "orders": "order_id",
    "order_items": "order_item_id",
    "support_tickets": "ticket_id",
    "cart_abandonment": "abandonment_id",
    "returns": "return_id",
    "system_metrics": "metric_id",
}


SMALL = {"--duration": "2h", "--customers": "50", "--products": "40"}


@pytest.fixture
def make(run, tmp_path):
    """make("a", ...): a small dataset in the folder a, with these flags and their values."""

    def maker(name, *flags):
        values = SMALL | dict(zip(flags[::2], flags[1::2], strict=True))
        words = [word for flag in values.items() for word in flag]
        answer = run("generate", "baseline", *words, "--no-sync", "--quiet", "--out", name)
        assert answer.status == 0, answer
        return tmp_path / name

    return maker


def tables_of(answer):
    """What --json says of each table."""
    assert answer.err == ""
    return {table["table"]: table for table in json.loads(answer.out)["tables"]}


def rewrite(path, column, change):
    """Changes the first row of a part as somebody with pyarrow would."""
    table = pq.read_table(path)
    values = table[column].combine_chunks()
    values = pa.concat_arrays([change(values[:1]).cast(values.type), values[1:]])
    where = table.column_names.index(column)
    pq.write_table(table.set_column(where, table.field(column), values), path)


def counts_of(first, second, table, key):
    """Added, removed and changed rows, and the latter by column, by joins of DuckDB."""
    one, two = (f"read_parquet('{path}/{table}/*.parquet')" for path in (first, second))
    anti = "SELECT count(*) FROM {} ANTI JOIN {} USING ({})"
    ((added,),) = duckdb.sql(anti.format(two, one, key)).fetchall()
    ((removed,),) = duckdb.sql(anti.format(one, two, key)).fetchall()
    columns = [row[0] for row in duckdb.sql(f"DESCRIBE SELECT * FROM {one}").fetchall()]
    differ = [f"a.{c} IS DISTINCT FROM b.{c}" for c in columns]
    sums = ", ".join(f"count(*) FILTER ({test})" for test in [" OR ".join(differ), *differ])
    joined = duckdb.sql(f"SELECT {sums} FROM {one} a JOIN {two} b USING ({key})")
    ((changed, *by_column),) = joined.fetchall()
    return {
        "added": added,
        "removed": removed,
        "changed": changed,
        "changed_by_column": {c: n for c, n in zip(columns, by_column, strict=True) if n},
    }


def test_equal(run, make):
    first = make("a")
    make("b", "--threads", "1")
    answer = run("diff", "a", "b")
    assert (answer.status, answer.err) == (0, "")
    manifest = json.loads((first / "manifest.json").read_text())
    rows = sum(manifest["tables"][table]["rows"] for table in TABLES)
    assert answer.out == f"equal: 10 tables, {rows:,} rows\n"
    said = json.loads(run("diff", "a", "b", "--json").out)
    assert said["equal"] is True
    assert [table["table"] for table in said["tables"]] == list(TABLES)
    assert run("diff", "a", "a").status == 0


@pytest.mark.parametrize("format_", ["parquet", "feather", "csv", "jsonl"])
@pytest.mark.parametrize("types", [[], ["--ids", "uuid", "--money", "float64"]])
def test_formats_and_types_do_not_count(run, make, format_, types):
    make("a")
    make("b", "--format", format_, "--compression", "none", *types)
    answer = run("diff", "a", "b", "--json")
    assert (answer.status, answer.err) == (0, "")
    for table in tables_of(answer).values():
        assert table["equal"] and table["rows_first"] == table["rows_second"]
    make("c", "--seed", "2")
    across = run("diff", "b", "c", "--json")
    assert across.status == 3
    assert tables_of(across) == tables_of(run("diff", "a", "c", "--json"))


@pytest.mark.parametrize(
    "flags",
    [["--intensity", "1.1"], ["--seed", "2"], ["--hours", "20:30"], ["--customers", "60"]],
    ids=lambda flags: flags[0],
)
def test_counts_are_those_of_joins(run, make, tmp_path, flags):
    days = ["--duration", "3d"]
    make("a", *days)
    make("b", *days, *flags)
    for first, second in [("a", "b"), ("b", "a")]:
        answer = run("diff", first, second, "--json")
        assert answer.status == 3
        said = tables_of(answer)
        assert list(said) == list(TABLES)
        different = 0
        for table, key in TABLES.items():
            truth = counts_of(tmp_path / first, tmp_path / second, table, key)
            assert {name: said[table][name] for name in truth} == truth, table
            different += not said[table]["equal"]
        assert different > 0


def test_text_for_people(run, make):
    make("a", "--duration", "1d")
    make("b", "--duration", "1d", "--intensity", "1.1")
    answer = run("diff", "a", "b")
    assert (answer.status, answer.err) == (3, "")
    said = tables_of(run("diff", "a", "b", "--json"))
    lines = answer.out.splitlines()
    heading = "table rows in DIR1 rows in DIR2 added removed changed"
    assert " ".join(lines[0].split()) == heading
    orders = said["orders"]
    numbers = [orders[n] for n in ("rows_first", "rows_second", "added", "removed", "changed")]
    assert ["orders", *(f"{n:,}" for n in numbers)] in [line.split() for line in lines]
    assert f"  order_ts {orders['changed_by_column']['order_ts']:,}" in [
        "  " + " ".join(line.split()) for line in lines
    ]
    assert "equal: customers, suppliers, products, campaigns" in lines
    assert lines[-1].startswith("different: 6 of 10 tables; ")
    assert "\033" not in answer.out


def test_a_changed_cell_is_found(run, make):
    make("a")
    second = make("b")
    rewrite(second / "orders/part-00000.parquet", "tax", lambda cell: pc.add(cell, 1))
    rewrite(second / "support_tickets/part-00000.parquet", "csat", lambda _: pa.nulls(1))
    answer = run("diff", "a", "b", "--rows", "3", "--json")
    assert answer.status == 3
    said = tables_of(answer)
    order = pq.read_table(second / "orders/part-00000.parquet")["order_id"][0].as_py()
    assert said["orders"]["changed_by_column"] == {"tax": 1}
    assert said["orders"]["rows"] == [{"kind": "changed", "id": str(order), "columns": ["tax"]}]
    assert said["support_tickets"]["changed"] <= 1
    assert {name for name, table in said.items() if not table["equal"]} <= {
        "orders",
        "support_tickets",
    }
    assert f"changed  {order}  tax" in run("diff", "a", "b", "--rows", "1").out


def test_rows_name_the_first_that_differ(run, make, tmp_path):
    make("a", "--duration", "1d")
    make("b", "--duration", "1d", "--intensity", "1.1", "--ids", "uuid")
    said = tables_of(run("diff", "a", "b", "--rows", "300", "--json"))["order_items"]
    assert len(said["rows"]) == 300
    for kind, place in [("removed", "a"), ("added", "b")]:
        files = f"{tmp_path}/{place}/order_items/*.parquet"
        ids = duckdb.sql(f"SELECT order_item_id::VARCHAR FROM '{files}'").fetchall()
        rows = {row["id"] for row in said["rows"] if row["kind"] == kind}
        assert rows and rows <= {id_ for (id_,) in ids}
    assert "rows" not in tables_of(run("diff", "a", "b", "--json"))["order_items"]
    text = run("diff", "a", "b", "--rows", "5").out
    differing = said["added"] + said["removed"] + said["changed"]
    assert f"order_items: 5 of {differing:,} differing rows\n" in text


@pytest.mark.long
def test_memory_does_not_grow_with_the_window(fauxmart, make, tmp_path):
    """Nearly every row is another: what is held is let go of, hour by hour."""
    flags = ["--duration", "30d", "--intensity", "4", "--customers", "9000"]
    make("a", *flags)
    make("b", *flags, "--seed", "2")
    child = subprocess.Popen([fauxmart, "diff", "a", "b"], cwd=tmp_path, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 3
    assert usage.ru_maxrss < 250 * 1024  # KiB; with all rows held it is 2 GiB


def test_tables_that_only_one_has(run, make):
    make("a", "--tables", "orders,customers,incidents")
    make("b", "--tables", "orders,returns,suppliers")
    answer = run("diff", "a", "b", "--json")
    assert answer.status == 3
    said = tables_of(answer)
    assert list(said) == ["customers", "suppliers", "orders", "returns"]
    assert (said["customers"]["in_first"], said["customers"]["in_second"]) == (True, False)
    assert said["customers"]["rows_first"] == 50
    assert said["orders"]["equal"] and not said["returns"]["equal"]
    text = run("diff", "a", "b").out
    assert "only in DIR1: customers, 50 rows\n" in text
    assert "only in DIR2: returns, " in text
    assert text.endswith("different: 3 of 4 tables; 3 tables in one of the two only\n")


def test_truth_is_passed_over(run, make):
    make("a", "--tables", "orders")
    second = make("b", "--tables", "orders,incidents,incident_labels")
    shutil.rmtree(second / "truth")
    assert run("diff", "a", "b").status == 0
    # Kept elsewhere, with the request.
    manifest = json.loads((second / "manifest.json").read_text())
    (second / "manifest.json").write_text(
        json.dumps({"tables": {"orders": manifest["tables"]["orders"]}})
    )
    assert run("diff", "a", "b").status == 0


def test_what_is_no_dataset(refused, make, tmp_path):
    make("a")
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x")
    refused("diff", "a", "empty", says="empty/manifest.json: not there; name a dataset's directory")
    refused("diff", "nowhere", "a", says="nowhere: there is no such directory")
    refused("diff", "a", "file", says="file: is no directory")
    refused("diff", "a", says="DIR2")
    refused("diff", "a", "a", "a", says="no use for 'a'")
    refused("diff", "a", "a", "--rows", "-1", says="--rows")
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    manifest = tmp_path / "b/manifest.json"
    text = manifest.read_text()
    part = '"orders/part-00000'
    for broken, says in [
        ("{", "b/manifest.json: is no JSON"),
        (text.replace(part, '"../a/orders/part-00000'), "which is no part of orders"),
        (text.replace(part + ".parquet", part + ".xlsx"), "which is no part of orders"),
        (text.replace('"returns": {', '"retruns": {', 1), "'retruns'"),
    ]:
        assert broken != text
        manifest.write_text(broken)
        refused("diff", "a", "b", says=says)


def test_a_shard_is_no_dataset(refused, run, make, small):
    make("a")
    assert run("generate", "baseline", *small, "--shard", "1/2", "--out", "s").status == 0
    refused("diff", "a", "s", says=("s/manifest.json: not there", "fauxmart merge"))


@pytest.mark.parametrize("format_", ["parquet", "feather", "csv", "jsonl"])
def test_a_truncated_part(refused, make, format_):
    make("a")
    part = make("b", "--format", format_) / f"order_items/part-00000.{format_}"
    data = part.read_bytes()
    for size in [0, len(data) // 2, data.rfind(b"\n", 0, len(data) - 1) + 1, len(data) - 1]:
        part.write_bytes(data[:size])
        if format_ in ("csv", "jsonl") and size == len(data) - 1:
            continue  # a last line without its end is a line
        says = (f"b/order_items/part-00000.{format_}: ", "its manifest says")
        refused("diff", "a", "b", status=1, says=says)
    part.unlink()
    refused("diff", "a", "b", status=1, says="No such file or directory")


def test_a_part_of_another_table(refused, make):
    make("a")
    second = make("b")
    shutil.copy(second / "returns/part-00000.parquet", second / "orders/part-00000.parquet")
    refused("diff", "a", "b", status=1, says=("orders/part-00000.parquet", "no column"))
