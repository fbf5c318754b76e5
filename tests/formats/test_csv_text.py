"""--csv-text safe: no text of a CSV file is a formula, and every text reads back as it was."""

import csv
import json
import re

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from readers import read_file, read_table
from shop import TABLES, TINY, Shop, assert_equal_tables, digests, manifest, new_place, parts, read

# Names of the default world, and what they are called in a world that means harm.
RENAMED = {
    "electronics": "-x",
    "clothing": "'clothing",
    "Nexon": "=cmd|' /C calc'!A0",
    "Corvid": '=HYPERLINK("http://example.com","click")',
    "Halcyon": "@sum",
    "Stratus": "''",
    "Orbita": "\uff1dSUM(A1)",
    "Lark": "not = a + formula",
    "China Main Electronics": "+1",
    "New York": "-2+3,4",
    "Chicago": "'=1",
    "web": "@web",
    "wrong_item": "=wrong",
}
# What a spreadsheet computes, or a cell that ends early.
FORMULA = re.compile(r" *[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


@pytest.fixture(scope="module")
def harmful(fauxmart, repo):
    """One request to that world: as Parquet, as CSV, and as safe CSV."""
    world = (repo / "worlds/default.yaml").read_text()
    for name, other in RENAMED.items():
        world, times = re.subn(
            rf"\b{name}\b", lambda _, other=other: json.dumps(other, ensure_ascii=False), world
        )
        assert times > 0, name
    with new_place() as place:
        shop = Shop(fauxmart, place)
        (place / "world.yaml").write_text(world)
        request = (*TINY, "--world", "world.yaml", "--seed", "2")
        yield {
            "parquet": shop.make("parquet", *request),
            "csv": shop.make("csv", *request, "--format", "csv"),
            "safe": shop.make("safe", *request, "--format", "csv", "--csv-text", "safe"),
        }


def is_text(field: pa.Field) -> bool:
    return pa.types.is_string(field.type)


def cells(path):
    """Header and rows, as any CSV reader sees them."""
    with path.open(newline="") as file:
        header, *rows = csv.reader(file)
    return header, rows


def unmarked(table: pa.Table) -> pa.Table:
    """As docs/formats.md tells to read texts."""
    for i, field in enumerate(table.schema):
        if is_text(field):
            texts = [text and text.removeprefix("'") for text in table[i].to_pylist()]
            table = table.set_column(i, field, pa.chunked_array([pa.array(texts, field.type)]))
    return table


def test_the_world_means_harm(harmful):
    """Or else the tests below look at nothing: every such name is there, and not in one table."""
    seen = {}
    for table in TABLES:
        rows = read(harmful["parquet"], table)
        for field in filter(is_text, rows.schema):
            for text in rows[field.name].to_pylist():
                if text and (FORMULA.match(text) or text.startswith("'")):
                    seen.setdefault(text, set()).add(f"{table}.{field.name}")
    missing = {n for n in RENAMED.values() if n not in seen} - {"not = a + formula"}
    assert missing == set()
    assert any(text.startswith("=cmd|' /C calc'!A0 ") for text in seen)  # a product's name
    columns = set().union(*seen.values())
    assert {"customers.phone", "customers.city", "orders.channel", "products.brand"} <= columns


@pytest.mark.parametrize("table", TABLES)
def test_only_texts_are_marked_and_all_that_need_it(harmful, table):
    """Cell by cell against the plain file; numbers and times are the same to the byte."""
    schema = pq.read_schema(parts(harmful["parquet"], table)[0])
    plain_header, plain = cells(parts(harmful["csv"], table)[0])
    header, rows = cells(parts(harmful["safe"], table)[0])
    assert header == plain_header and len(rows) == len(plain)
    texts = [pa.types.is_string(f.type) or pa.types.is_dictionary(f.type) for f in schema]
    for before, after in zip(plain, rows, strict=True):
        for text, was, now in zip(texts, before, after, strict=True):
            needed = text and (FORMULA.match(was) or was.startswith("'"))
            assert now == ("'" + was if needed else was)
            assert not (text and FORMULA.match(now))


def test_marked_cells_are_quoted(harmful):
    lines = parts(harmful["safe"], "customers")[0].read_bytes().split(b"\r\n")[1:-1]
    assert lines and all(re.search(rb",\"'\+1-\d{3}-555-\d{4}\",", line) for line in lines)


@pytest.mark.parametrize("table", TABLES)
def test_safe_texts_read_back_exactly(harmful, table):
    expected = read(harmful["parquet"], table)
    rows = read_table(harmful["safe"], table, expected.schema)
    assert_equal_tables(unmarked(rows), expected, table)


def test_the_rows_are_the_same(harmful):
    assert digests(harmful["safe"]) == digests(harmful["csv"]) == digests(harmful["parquet"])


def test_the_manifest_says_so(harmful):
    safe, plain = manifest(harmful["safe"]), manifest(harmful["csv"])
    assert safe["csv_text"] == safe["request"]["csv_text"] == "safe"
    assert "csv_text" not in plain and "csv_text" not in plain["request"]


def test_plain_is_the_default_to_the_byte(tiny, shop):
    made = shop.make("made", *TINY, "--format", "csv", "--csv-text", "plain")
    for table in TABLES:
        for one, other in zip(parts(tiny["csv"], table), parts(made, table), strict=True):
            assert one.read_bytes() == other.read_bytes()
    assert "csv_text" not in manifest(made)


def test_standard_output(harmful, shop):
    """The same bytes as the file."""
    path = parts(harmful["safe"], "products")[0]
    world = ("--from", harmful["safe"], "--tables", "products")
    assert shop.run("generate", *world, "--out", "-").out == path.read_bytes()


def test_over_row_groups_and_parts(wide, shop):
    window = ("--duration", "18h", "--orders-per-hour", "26000", "--customers", "70000")
    made = shop.make(
        "made", *window, "--format", "csv", "--csv-text", "safe", "--tables", "customers"
    )
    expected = read(wide["parquet"], "customers")
    rows = [read_file(path, expected.schema) for path in parts(made, "customers")]
    assert_equal_tables(unmarked(pa.concat_tables(rows).combine_chunks()), expected, "customers")
